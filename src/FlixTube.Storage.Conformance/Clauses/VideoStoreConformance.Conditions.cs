using NUnit.Framework;

namespace FlixTube.Storage.Conformance;

public abstract partial class VideoStoreConformance
{
    [Test]
    [Description("WriteOptions.CreateOnly: write only when there is no video yet")]
    public async Task CreateOnly_write_creates_a_video_where_there_is_none()
    {
        var path = At("video");
        if (!await SupportsAsync(Capabilities.ConditionalCreate, path, new WriteOptions { CreateOnly = true }))
            return;

        await PutAsync(path, TestContent.Of(1000), new WriteOptions { CreateOnly = true });

        await HoldsAsync(path, TestContent.Of(1000));
    }

    [TestCase(10)]
    [TestCase(1_000_000)]
    [Description("WriteOptions.CreateOnly: AlreadyExists; the old version must be untouched")]
    public async Task CreateOnly_write_over_a_video_is_AlreadyExists(int length)
    {
        var (path, old, before) = await PutAsync(1000);
        if (!await SupportsAsync(Capabilities.ConditionalCreate, path, new WriteOptions { CreateOnly = true }))
            return;

        await RefusedAsync(VideoStoreError.AlreadyExists, path, new WriteOptions { CreateOnly = true }, length);

        Assert.That((await HoldsAsync(path, old)).ETag, Is.EqualTo(before.ETag));
    }

    [Test]
    [Description("WriteOptions.CreateOnly: AlreadyExists, also over an empty video")]
    public async Task CreateOnly_write_over_an_empty_video_is_AlreadyExists()
    {
        var (path, old, _) = await PutAsync(0);
        if (!await SupportsAsync(Capabilities.ConditionalCreate, path, new WriteOptions { CreateOnly = true }))
            return;

        await RefusedAsync(VideoStoreError.AlreadyExists, path, new WriteOptions { CreateOnly = true });

        await HoldsAsync(path, old);
    }

    [Test]
    [Description("DeleteAsync: when it returns there is none at the path")]
    public async Task CreateOnly_write_creates_again_after_a_delete()
    {
        var (path, _, _) = await PutAsync(1000);
        if (!await SupportsAsync(Capabilities.ConditionalCreate, path, new WriteOptions { CreateOnly = true }))
            return;

        await Store.DeleteAsync(path);
        await PutAsync(path, TestContent.Of(10), new WriteOptions { CreateOnly = true });

        await HoldsAsync(path, TestContent.Of(10));
    }

    [Test]
    [Description("WriteAsync: a condition must be decided atomically when the video becomes visible")]
    public async Task CreateOnly_write_fails_when_another_write_finished_during_it()
    {
        var path = At("video");
        if (!await SupportsAsync(Capabilities.ConditionalCreate, path, new WriteOptions { CreateOnly = true }))
            return;

        var source = TestContent.Of(1000).Open().When(1000, async _ => await PutAsync(path, TestContent.Of(10, seed: 2)));

        await FailsAsync(VideoStoreError.AlreadyExists, path, () => Store.WriteAsync(path, source, new() { CreateOnly = true }));

        await HoldsAsync(path, TestContent.Of(10, seed: 2));
        await NothingIsLeftAsync();
    }

    [TestCase(10)]
    [TestCase(1000)]
    [TestCase(1_000_000)]
    [Description("WriteOptions.IfMatch: write only when the present version has this ETag")]
    public async Task Conditional_write_on_the_present_version_replaces_it(int length)
    {
        var (path, _, before) = await PutAsync(1000);
        if (!await SupportsAsync(Capabilities.ConditionalWrite, path, new WriteOptions { IfMatch = before.ETag }))
            return;

        var after = await PutAsync(path, TestContent.Of(length, seed: 2), new WriteOptions { IfMatch = before.ETag });

        Assert.That(after.ETag, Is.Not.EqualTo(before.ETag));
        await HoldsAsync(path, TestContent.Of(length, seed: 2));
    }

    [TestCase(10)]
    [TestCase(1_000_000)]
    [Description("WriteOptions.IfMatch: PreconditionFailed; the present version must be untouched")]
    public async Task Conditional_write_on_a_replaced_version_is_PreconditionFailed(int length)
    {
        var (path, _, stale) = await PutAsync(1000);
        var present = await PutAsync(path, TestContent.Of(1000, seed: 2));
        if (!await SupportsAsync(Capabilities.ConditionalWrite, path, new WriteOptions { IfMatch = stale.ETag }))
            return;

        await RefusedAsync(VideoStoreError.PreconditionFailed, path, new WriteOptions { IfMatch = stale.ETag }, length);

        Assert.That((await HoldsAsync(path, TestContent.Of(1000, seed: 2))).ETag, Is.EqualTo(present.ETag));
    }

    [Test]
    [Description("WriteAsync: PreconditionFailed with IfMatch, also when there is no video")]
    public async Task Conditional_write_of_a_missing_video_is_PreconditionFailed()
    {
        var (path, _, gone) = await PutAsync(1000);
        await Store.DeleteAsync(path);
        if (!await SupportsAsync(Capabilities.ConditionalWrite, path, new WriteOptions { IfMatch = gone.ETag }))
            return;

        await RefusedAsync(VideoStoreError.PreconditionFailed, path, new WriteOptions { IfMatch = gone.ETag });

        await AbsentAsync(path);
    }

    [Test]
    [Description("WriteAsync: a condition must be decided atomically when the video becomes visible")]
    public async Task Conditional_write_fails_when_another_write_finished_during_it()
    {
        var (path, _, before) = await PutAsync(1000);
        if (!await SupportsAsync(Capabilities.ConditionalWrite, path, new WriteOptions { IfMatch = before.ETag }))
            return;

        var source = TestContent.Of(1000).Open().When(1000, async _ => await PutAsync(path, TestContent.Of(10, seed: 2)));

        await FailsAsync(
            VideoStoreError.PreconditionFailed, path, () => Store.WriteAsync(path, source, new() { IfMatch = before.ETag }));

        await HoldsAsync(path, TestContent.Of(10, seed: 2));
        await NothingIsLeftAsync();
    }

    [Test]
    [Description("WriteAsync: a condition must be decided atomically, also when the video was deleted meanwhile")]
    public async Task Conditional_write_fails_when_the_video_was_deleted_during_it()
    {
        var (path, _, before) = await PutAsync(1000);
        if (!await SupportsAsync(Capabilities.ConditionalWrite, path, new WriteOptions { IfMatch = before.ETag }))
            return;

        var source = TestContent.Of(1000).Open().When(1000, async token => await Store.DeleteAsync(path, default, token));

        await FailsAsync(
            VideoStoreError.PreconditionFailed, path, () => Store.WriteAsync(path, source, new() { IfMatch = before.ETag }));

        await AbsentAsync(path);
        await NothingIsLeftAsync();
    }

    [TestCaseSource(typeof(ForeignETags), nameof(ForeignETags.All))]
    [Description("WriteOptions.IfMatch: an ETag as a whole, and never a header's syntax")]
    public async Task Conditional_write_on_a_text_that_is_no_version_is_PreconditionFailed(Func<string, string> make)
    {
        var (path, old, written) = await PutAsync(10);
        var options = new WriteOptions { IfMatch = make(written.ETag) };
        if (!await SupportsAsync(Capabilities.ConditionalWrite, path, options))
            return;

        await RefusedAsync(VideoStoreError.PreconditionFailed, path, options);

        await HoldsAsync(path, old);
    }

    /// <summary>
    /// Whether the store can decide the condition. One that cannot must refuse it, whatever it says, before it does anything.
    /// </summary>
    private async Task<bool> SupportsAsync(bool capability, VideoPath path, WriteOptions options)
    {
        if (capability)
            return true;

        var before = await Store.FindPropertiesAsync(path);
        await RefusedAsync(VideoStoreError.Unsupported, path, options);
        Assert.That(await Store.FindPropertiesAsync(path), Is.EqualTo(before), "what was there before");
        return false;
    }

    private async Task RefusedAsync(VideoStoreError error, VideoPath path, WriteOptions options, long length = 100)
    {
        var source = TestContent.Of(length, seed: 99).Open();

        await FailsAsync(error, path, () => Store.WriteAsync(path, source, options));

        AssertUntouched(source);
        await NothingIsLeftAsync();
    }
}
