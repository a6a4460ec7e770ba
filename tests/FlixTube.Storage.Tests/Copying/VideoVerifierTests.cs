using FlixTube.Storage.Copying;
using FlixTube.Storage.Tests.Files;

namespace FlixTube.Storage.Tests.Copying;

public sealed class VideoVerifierTests
{
    private StoreOfOneTest _folder = null!;
    private ObservedStore _store = null!;

    [SetUp]
    public void SetUp()
    {
        _folder = new();
        _store = new(_folder.Store);
    }

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [Test]
    public async Task Intact_videos_and_those_without_a_recorded_hash_are_told_apart()
    {
        await _folder.WriteAsync("a", "content");
        await _folder.WriteAsync("empty", "");
        _folder.Copy("foreign", "content");
        var progress = new TransferProgress();

        var results = await VerifyAsync(progress: progress);

        Assert.That(results.Select(result => result.Outcome), Is.EqualTo(new[] { VerifyOutcome.Intact, VerifyOutcome.Intact, VerifyOutcome.HashUnknown }));
        Assert.That((progress.VideosDone, progress.BytesDone, progress.BytesMoved), Is.EqualTo((3L, 14L, 14L)));
    }

    [Test]
    public async Task A_damaged_video_is_found_and_nothing_is_changed()
    {
        await _folder.WriteAsync("a", "content");
        _store.Body = body => new AlteredBody(body);

        var result = (await VerifyAsync()).Single();

        Assert.That(result.Outcome, Is.EqualTo(VerifyOutcome.Mismatched));
        Assert.That(result.Reason, Does.Contain($"should be {StoreOfOneTest.Sha256("content")}"));
        Assert.That(_store.Calls, Is.EqualTo(new[] { "list", "read a" }));
    }

    [Test]
    public async Task An_unreadable_video_does_not_stop_the_others()
    {
        await _folder.WriteAsync("a", "content");
        await _folder.WriteAsync("b", "content");
        _store.FailOnce("read a", new VideoStoreException(VideoStoreError.PermissionDenied, "It may not."));

        var results = await VerifyAsync();

        Assert.That(results, Is.EqualTo(new[]
        {
            new VerifyResult(VideoPath.Parse("a"), 7, VerifyOutcome.Failed, "It may not."),
            new VerifyResult(VideoPath.Parse("b"), 7, VerifyOutcome.Intact),
        }));
    }

    [Test]
    public async Task A_temporary_failure_is_tried_again()
    {
        await _folder.WriteAsync("a", "content");
        _store.FailOnce("read a", new VideoStoreException(VideoStoreError.Throttled, "Slower."));

        Assert.That((await VerifyAsync()).Single().Outcome, Is.EqualTo(VerifyOutcome.Intact));
    }

    [Test]
    public async Task A_video_deleted_meanwhile_is_no_failure()
    {
        await _folder.WriteAsync("a", "content");
        _store.Before = async call =>
        {
            if (call == "read a")
                await _folder.DeleteAsync("a");
        };

        Assert.That((await VerifyAsync()).Single().Outcome, Is.EqualTo(VerifyOutcome.Gone));
    }

    [Test]
    public async Task Only_what_begins_with_the_prefix_is_read()
    {
        await _folder.WriteAsync("a/1", "content");
        await _folder.WriteAsync("b/1", "content");

        await VerifyAsync("b");

        Assert.That(_store.CallsOf("read"), Is.EqualTo(new[] { "read b/1" }));
    }

    private async Task<List<VerifyResult>> VerifyAsync(string? prefix = null, TransferProgress? progress = null)
    {
        var results = new List<VerifyResult>();
        await foreach (var result in new VideoVerifier(_store, new VerifyOptions { Prefix = prefix, RetryDelay = TimeSpan.Zero }).RunAsync(progress))
            results.Add(result);

        results.Sort((left, right) => left.Path.CompareTo(right.Path));
        return results;
    }
}
