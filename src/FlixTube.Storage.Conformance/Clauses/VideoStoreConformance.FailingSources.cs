using NUnit.Framework;

namespace FlixTube.Storage.Conformance;

public abstract partial class VideoStoreConformance
{
    [TestCase(0)]
    [TestCase(1)]
    [TestCase(4096)]
    [TestCase(500_000)]
    [TestCase(999_999)]
    [TestCase(1_000_000)]
    [Description("WriteAsync: on failure nothing of the new video may be left behind")]
    public async Task Failing_source_of_a_new_video_leaves_nothing_behind(int afterBytes)
    {
        var path = At("video");
        var source = TestContent.Of(1_000_000).Open().ThrowAt(afterBytes, new SourceFailure());

        await ThrowsAsItIsAsync(path, source);

        await AbsentAsync(path);
        await NothingIsLeftAsync();
    }

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(999_999)]
    [TestCase(1_000_000)]
    [Description("WriteAsync: on failure the old version must be untouched")]
    public async Task Failing_source_leaves_the_old_video_untouched(int afterBytes)
    {
        var (path, old, before) = await PutAsync(1000);
        var source = TestContent.Of(1_000_000, seed: 2).Open().ThrowAt(afterBytes, new SourceFailure());

        await ThrowsAsItIsAsync(path, source);

        Assert.That((await HoldsAsync(path, old)).ETag, Is.EqualTo(before.ETag));
        await NothingIsLeftAsync();
    }

    [TestCase(1, 0)]
    [TestCase(1, 1)]
    [TestCase(2, 0)]
    [TestCase(2, 100)]
    [Description("WriteAsync: on failure nothing may be left behind, also when parts of it have been sent")]
    public async Task Failing_source_leaves_nothing_behind_when_parts_have_been_sent(int parts, int more)
    {
        var afterBytes = ((long)parts * PartLength) + more;
        RequireLength(afterBytes + 1);
        var (path, old, before) = await PutAsync(1000);
        var source = TestContent.Of(afterBytes + 1, seed: 2).Open().ThrowAt(afterBytes, new SourceFailure());
        var fresh = TestContent.Of(afterBytes + 1, seed: 2).Open().ThrowAt(afterBytes, new SourceFailure());

        await ThrowsAsItIsAsync(path, source);
        await ThrowsAsItIsAsync(At("new"), fresh);

        Assert.That((await HoldsAsync(path, old)).ETag, Is.EqualTo(before.ETag));
        await AbsentAsync(At("new"));
        await NothingIsLeftAsync();
    }

    [TestCaseSource(typeof(SourceFailure), nameof(SourceFailure.OfAllKinds))]
    [Description("WriteAsync: a failure of content itself must reach the caller as the exception that the stream threw")]
    public async Task Failing_source_throws_its_own_exception_through_the_store(Exception failure)
    {
        var path = At("video");

        Assert.That(
            await CaughtAsync(() => Store.WriteAsync(path, TestContent.Of(1000).Open().ThrowAt(500, failure))), Is.SameAs(failure));

        await AbsentAsync(path);
    }

    [Test]
    [Description("WriteAsync: the exception that the stream threw, though it throws before it gives a task")]
    public async Task Failing_source_that_throws_at_once_is_no_different()
    {
        var failure = new SourceFailure();
        await using var source = new ThrowingStream(failure);

        Assert.That(await CaughtAsync(() => Store.WriteAsync(At("video"), source)), Is.SameAs(failure));

        await AbsentAsync(At("video"));
    }

    [Test]
    [Description("WriteAsync: the exception that the stream threw, with conditions too")]
    public async Task Failing_source_of_a_create_only_write_leaves_the_path_free()
    {
        var path = At("video");
        if (!await SupportsAsync(Capabilities.ConditionalCreate, path, new WriteOptions { CreateOnly = true }))
            return;

        await ThrowsAsItIsAsync(path, TestContent.Of(1000).Open().ThrowAt(500, new SourceFailure()), new() { CreateOnly = true });

        await PutAsync(path, TestContent.Of(10), new WriteOptions { CreateOnly = true });
        await HoldsAsync(path, TestContent.Of(10));
    }

    [Test]
    [Description("WriteAsync: a path is not spoilt by a write that failed")]
    public async Task Failing_source_does_not_keep_a_later_write_from_succeeding()
    {
        var path = At("video");
        for (var i = 0; i < 3; i++)
            await ThrowsAsItIsAsync(path, TestContent.Of(100_000).Open().ThrowAt(50_000, new SourceFailure()));

        await PutAsync(path, TestContent.Of(100_000, seed: 2));

        await HoldsAsync(path, TestContent.Of(100_000, seed: 2));
    }

    [Test]
    [Description("WriteAsync: a source that reads a video that is not there fails as that read does")]
    public async Task Failing_source_may_be_a_body_of_a_store()
    {
        var failure = VideoStoreException.PreconditionFailed(At("elsewhere"));

        await ThrowsAsItIsAsync(At("video"), TestContent.Of(1000).Open().ThrowAt(10, failure), expected: failure);

        await AbsentAsync(At("video"));
    }

    private async Task ThrowsAsItIsAsync(VideoPath path, SourceStream source, WriteOptions? options = null, Exception? expected = null)
    {
        var failure = await CaughtAsync(() => Store.WriteAsync(path, source, options));

        Assert.That(failure, expected is null ? Is.TypeOf<SourceFailure>() : Is.SameAs(expected));
        AssertUntouched(source);
    }
}
