using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using NUnit.Framework;

namespace FlixTube.Storage.Conformance;

public abstract partial class VideoStoreConformance
{
    private const int MostPages = 10_000;

    // Services tell a time with fractions in one answer and in whole seconds in another.
    private static readonly TimeSpan ClockRounding = TimeSpan.FromSeconds(2);

    private Task<VideoProperties> PutAsync(VideoPath path, TestContent content, WriteOptions? options = null) =>
        Store.WriteAsync(path, content.Open(), options);

    private async Task<(VideoPath Path, TestContent Content, VideoProperties Written)> PutAsync(long length, int seed = 1)
    {
        var path = At("video.mp4");
        var content = TestContent.Of(length, seed);
        return (path, content, await PutAsync(path, content));
    }

    private static async Task<byte[]> DrainAsync(Stream body)
    {
        using var bytes = new MemoryStream();
        await body.CopyToAsync(bytes);
        return bytes.ToArray();
    }

    /// <summary>Asserts that the video is <paramref name="content"/>, by stat, by a read and in the listing.</summary>
    private async Task<VideoProperties> HoldsAsync(VideoPath path, TestContent content)
    {
        var properties = await Store.GetPropertiesAsync(path);
        await using var read = await Store.OpenReadAsync(path);
        var bytes = await DrainAsync(read.Body);
        var listed = await ListAsync(path.Value);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(properties.Path, Is.EqualTo(path));
            Assert.That(properties.Length, Is.EqualTo(content.Length));
            Assert.That(properties.ContentHash, Is.EqualTo(content.Hash).Or.Null);
            Assert.That(read.Properties, Is.EqualTo(properties));
            AssertBytes(bytes, content.Bytes());
            Assert.That(
                listed.Where(v => v.Path == path).Select(v => (v.Length, v.ETag)),
                Is.EqualTo(new[] { (properties.Length, properties.ETag) }));
        }

        return properties;
    }

    /// <summary>Asserts that there is no video, by stat, by a read and in the listing.</summary>
    private async Task AbsentAsync(VideoPath path)
    {
        await FailsAsync(VideoStoreError.NotFound, path, () => Store.GetPropertiesAsync(path));
        await FailsAsync(VideoStoreError.NotFound, path, () => Store.OpenReadAsync(path));
        Assert.That((await ListAsync(path.Value)).Select(v => v.Path), Has.None.EqualTo(path));
    }

    // Two long arrays that differ are told apart in one line and quickly, not element by element.
    private static void AssertBytes(ReadOnlySpan<byte> actual, ReadOnlySpan<byte> expected)
    {
        if (!actual.SequenceEqual(expected))
        {
            Assert.Fail($"{actual.Length} bytes came for {expected.Length}; the first {actual.CommonPrefixLength(expected)} are as expected.");
        }
    }

    /// <summary>Asserts that <paramref name="call"/> fails as the contract wants it, in every respect.</summary>
    private async Task<VideoStoreException> FailsAsync(VideoStoreError error, VideoPath? path, Func<Task> call)
    {
        var failure = await CaughtAsync(call);
        Assert.That(failure, Is.TypeOf<VideoStoreException>());
        var refusal = (VideoStoreException)failure!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(refusal.Error, Is.EqualTo(error), refusal.ToString);
            Assert.That(refusal.Message, Is.Not.Empty);
            if (error != VideoStoreError.Internal)
                Assert.That(refusal.Persistence, Is.EqualTo(new VideoStoreException(error, "").Persistence), "persistence");

            if (path is { } about)
            {
                Assert.That(refusal.Path, Is.EqualTo(about), "the path that the call was about");
                Assert.That(refusal.Message, Does.Contain(about.Value), "the message names the path");
            }

            AssertTellsNoSecret(refusal);
        }

        return refusal;
    }

    private void AssertTellsNoSecret(Exception failure)
    {
        foreach (var secret in Secrets)
        {
            for (var cause = failure; cause is not null; cause = cause.InnerException)
                Assert.That(cause.Message, Does.Not.Contain(secret), "a secret is told");
        }
    }

    private static async Task<Exception?> CaughtAsync(Func<Task> call)
    {
        try
        {
            await call();
            return null;
        }
        catch (Exception e) when (e is not ResultStateException)
        {
            return e;
        }
    }

    /// <summary>Asserts that <paramref name="call"/> ends as cancelled, and that this is what it tells.</summary>
    private static async Task CancelledAsync(Func<Task> call) =>
        Assert.That(await CaughtAsync(call), Is.InstanceOf<OperationCanceledException>());

    /// <summary>Asserts that the source was used as it may be, and left open.</summary>
    private static void AssertUntouched(SourceStream source)
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(source.Misuse, Is.Null, "the source was used in a way that it may not allow");
            Assert.That(source.IsDisposed, Is.False, "the source must be left open");
        }
    }

    private async Task NothingIsLeftAsync()
    {
        if (await FindLeftoversAsync() is { } leftovers)
            Assert.That(leftovers, Is.Empty, "left behind by an unfinished write");
    }

    private void Require([DoesNotReturnIf(false)] bool available, string what)
    {
        if (available)
            return;

        if (IsComplete)
            Assert.Fail(what);
        Assert.Ignore(what);
    }

    private void RequireHook([DoesNotReturnIf(false)] bool given, string hook) => Require(given, $"The fixture gives no {hook}.");

    private T RequireHook<T>(T? value, [CallerArgumentExpression(nameof(value))] string hook = "")
        where T : struct
    {
        RequireHook(value is not null, hook);
        return value.GetValueOrDefault();
    }

    /// <summary>As <see cref="RequireHook(bool, string)"/>, of a hook that there can only be where there is a service.</summary>
    private void RequireRemoteHook([DoesNotReturnIf(false)] bool given, string hook)
    {
        if (!given && !Capabilities.Remote)
            Assert.Ignore($"{nameof(VideoStoreCapabilities)}.{nameof(VideoStoreCapabilities.Remote)} is false: there is no {hook}.");
        RequireHook(given, hook);
    }

    private T RequireRemoteHook<T>(T? value, [CallerArgumentExpression(nameof(value))] string hook = "")
        where T : struct
    {
        RequireRemoteHook(value is not null, hook);
        return value.GetValueOrDefault();
    }

    private void RequireLength(long length) =>
        Require(length <= LargestVideoLength, $"The video would be longer than {nameof(LargestVideoLength)}.");

    private async Task<List<VideoListItem>> ListAsync(
        string? prefix, int pageSize = ListOptions.MaxPageSize, Func<VideoPage, Task>? afterEachPage = null)
    {
        var videos = new List<VideoListItem>();
        var options = new ListOptions { Prefix = prefix, PageSize = pageSize };
        var pages = 0;
        do
        {
            Assert.That(++pages, Is.LessThan(MostPages), "the listing does not end");
            var page = await Store.ListPageAsync(options);
            Assert.That(page.Videos, Has.Count.LessThanOrEqualTo(pageSize), "videos in a page");
            videos.AddRange(page.Videos);
            if (afterEachPage is not null)
                await afterEachPage(page);

            options = options with { PageToken = page.NextPageToken };
        }
        while (options.PageToken is not null);

        return videos;
    }

    private async Task<string[]> ListNamesAsync(string? prefix = null, int pageSize = ListOptions.MaxPageSize) =>
        [.. (await ListAsync($"{Prefix}/{prefix}", pageSize)).Select(v => v.Path.Value[(Prefix.Length + 1)..])];

    private async Task PutAllAsync(params IEnumerable<string> names) =>
        await Parallel.ForEachAsync(names, async (name, _) => await PutAsync(At(name), TestContent.Of(3)));
}
