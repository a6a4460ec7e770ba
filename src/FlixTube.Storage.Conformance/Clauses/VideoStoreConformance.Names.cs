using NUnit.Framework;

namespace FlixTube.Storage.Conformance;

public abstract partial class VideoStoreConformance
{
    [TestCaseSource(typeof(VideoNames), nameof(VideoNames.All))]
    [Description("VideoPath: everything else is allowed and must come back from every store exactly as it was given")]
    public async Task Name_comes_back_as_it_was_given(string name) => await RoundTripsAsync(At(name));

    [TestCaseSource(typeof(VideoNames), nameof(VideoNames.Roots))]
    [Description("VideoPath: everything else is allowed, also as the first segment")]
    public async Task Name_at_the_root_comes_back_as_it_was_given(string name) => await RoundTripsAsync(VideoPath.Parse(name));

    [TestCase("a", 1)]
    [TestCase("é", 2)]
    [TestCase("€", 3)]
    [TestCase("😀", 4)]
    [TestCase(" ", 1)]
    [TestCase("%", 1)]
    [Description("VideoPath.MaxUtf8Bytes: 1,024 bytes in one segment")]
    public async Task Name_of_1024_bytes_in_one_segment_works(string character, int bytes)
    {
        var room = VideoPath.MaxUtf8Bytes - Prefix.Length - 4;
        var fill = string.Concat(Enumerable.Repeat(character, room / bytes)) + new string('x', room % bytes);

        await RoundTripsAsync(VideoPath.Parse($"{Prefix}{fill}.mp4"));
    }

    [TestCase("b")]
    [TestCase("bbbbbbbbbb")]
    [TestCase("été")]
    [Description("VideoPath.MaxUtf8Bytes: 1,024 bytes in many segments")]
    public async Task Name_of_1024_bytes_in_many_segments_works(string segment)
    {
        var part = "/" + segment;
        var room = VideoPath.MaxUtf8Bytes - Prefix.Length - 4;
        var bytes = System.Text.Encoding.UTF8.GetByteCount(part);
        var folders = string.Concat(Enumerable.Repeat(part, room / bytes)) + new string('x', room % bytes);

        await RoundTripsAsync(VideoPath.Parse($"{Prefix}{folders}.mp4"));
    }

    [TestCaseSource(typeof(VideoNames), nameof(VideoNames.Pairs))]
    [Description("VideoPath: case is significant and nothing is normalized")]
    public async Task Names_that_look_alike_are_two_videos(string left, string right)
    {
        if (await RefusesAsync(At(left)) || await RefusesAsync(At(right)))
            return;

        await PutAsync(At(left), TestContent.Of(10, seed: 1));
        await AbsentAsync(At(right));
        await PutAsync(At(right), TestContent.Of(20, seed: 2));

        await HoldsAsync(At(left), TestContent.Of(10, seed: 1));
        await HoldsAsync(At(right), TestContent.Of(20, seed: 2));
        Assert.That(await ListNamesAsync(), Is.EquivalentTo(new[] { left, right }));

        await Store.DeleteAsync(At(left));
        await AbsentAsync(At(left));
        await HoldsAsync(At(right), TestContent.Of(20, seed: 2));
    }

    [TestCaseSource(typeof(VideoNames), nameof(VideoNames.Pairs))]
    [Description("VideoPath: case is significant and nothing is normalized, in whichever order they come")]
    public async Task Names_that_look_alike_are_two_videos_the_other_way_round(string right, string left)
    {
        if (await RefusesAsync(At(left)) || await RefusesAsync(At(right)))
            return;

        await PutAsync(At(left), TestContent.Of(10, seed: 1));
        await PutAsync(At(right), TestContent.Of(20, seed: 2));
        await Store.DeleteAsync(At(left));

        await AbsentAsync(At(left));
        await HoldsAsync(At(right), TestContent.Of(20, seed: 2));
        await PutAsync(At(left), TestContent.Of(30, seed: 3));
        await HoldsAsync(At(left), TestContent.Of(30, seed: 3));
        await HoldsAsync(At(right), TestContent.Of(20, seed: 2));
    }

    [TestCaseSource(typeof(ForbiddenNames), nameof(ForbiddenNames.All))]
    [Description("VideoPath.Parse: InvalidPath")]
    public async Task Name_that_is_forbidden_is_InvalidPath(string text)
    {
        await FailsAsync(VideoStoreError.InvalidPath, path: null, () => Task.FromResult(VideoPath.Parse(text)));
        Assert.That(VideoPath.TryParse(text, out _), Is.False);
    }

    [Test]
    [Description("IVideoStore: it must refuse default(VideoPath) with InvalidPath")]
    public async Task Name_that_is_missing_is_InvalidPath_to_a_read()
    {
        await FailsAsync(VideoStoreError.InvalidPath, path: null, () => Store.OpenReadAsync(default));
        await FailsAsync(
            VideoStoreError.InvalidPath, path: null, () => Store.OpenReadAsync(default, new() { Range = ByteRange.From(1), IfMatch = "a" }));
    }

    [Test]
    [Description("IVideoStore: it must refuse default(VideoPath) with InvalidPath")]
    public async Task Name_that_is_missing_is_InvalidPath_to_a_stat() =>
        await FailsAsync(VideoStoreError.InvalidPath, path: null, () => Store.GetPropertiesAsync(default));

    [Test]
    [Description("IVideoStore: it must refuse default(VideoPath) with InvalidPath")]
    public async Task Name_that_is_missing_is_InvalidPath_to_a_delete() =>
        await FailsAsync(VideoStoreError.InvalidPath, path: null, () => Store.DeleteAsync(default));

    [Test]
    [Description("IVideoStore: it must refuse default(VideoPath) with InvalidPath")]
    public async Task Name_that_is_missing_is_InvalidPath_to_a_write()
    {
        var source = TestContent.Of(100).Open();

        await FailsAsync(VideoStoreError.InvalidPath, path: null, () => Store.WriteAsync(default, source));

        Assert.That(source.ReadCount, Is.Zero, "reads of the source");
        AssertUntouched(source);
    }

    /// <summary>
    /// Whether the store cannot hold the name, which only one without <see cref="VideoStoreCapabilities.AllNames"/> may
    /// say, and then as the contract wants it. Afterwards there is no video.
    /// </summary>
    private async Task<bool> RefusesAsync(VideoPath path)
    {
        if (Capabilities.AllNames)
            return false;

        var source = TestContent.Of(10).Open();
        if (await CaughtAsync(() => Store.WriteAsync(path, source)) is not { } failure)
        {
            await Store.DeleteAsync(path);
            return false;
        }

        await FailsAsync(VideoStoreError.Unsupported, path, () => Task.FromException(failure));
        Assert.That(source.ReadCount, Is.Zero, "reads of the source of a write that is refused");
        await AbsentAsync(path);
        await Store.DeleteAsync(path);
        return true;
    }

    private async Task RoundTripsAsync(VideoPath path)
    {
        if (await RefusesAsync(path))
            return;

        var content = TestContent.Of(20, seed: path.Value.Length);

        var written = await PutAsync(path, content);
        try
        {
            Assert.That(written.Path, Is.EqualTo(path));
            await HoldsAsync(path, content);
        }
        finally
        {
            await Store.DeleteAsync(path);
        }

        await AbsentAsync(path);
    }
}
