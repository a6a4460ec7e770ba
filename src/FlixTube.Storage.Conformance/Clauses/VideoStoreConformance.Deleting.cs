using NUnit.Framework;

namespace FlixTube.Storage.Conformance;

public abstract partial class VideoStoreConformance
{
    [Test]
    [Description("DeleteAsync: when it returns there is none at the path")]
    public async Task Delete_removes_the_video()
    {
        var (path, _, _) = await PutAsync(1000);

        await Store.DeleteAsync(path);

        await AbsentAsync(path);
    }

    [Test]
    [Description("DeleteAsync: that there was none before is no error")]
    public async Task Delete_of_a_missing_video_is_no_error()
    {
        await Store.DeleteAsync(At("never/was"));
        var (path, _, _) = await PutAsync(10);
        await Store.DeleteAsync(path);

        await Store.DeleteAsync(path);

        await AbsentAsync(path);
    }

    [Test]
    [Description("DeleteAsync: deletes a video, and no other")]
    public async Task Delete_leaves_every_other_video_alone()
    {
        string[] names = ["a", "a.mp4", "a/b", "a/b/c", "aa", "b"];
        await PutAllAsync(names);

        foreach (var name in names)
        {
            await Store.DeleteAsync(At(name));
            Assert.That(await ListNamesAsync(), Is.EqualTo(names.SkipWhile(n => n != name).Skip(1)));
        }
    }

    [Test]
    [Description("DeleteAsync: a prefix that ends within a name is no video")]
    public async Task Delete_of_what_only_begins_other_paths_deletes_nothing()
    {
        await PutAllAsync("folder/video");

        await Store.DeleteAsync(At("folder"));
        await Store.DeleteAsync(At("folder/vid"));

        Assert.That(await ListNamesAsync(), Is.EqualTo(new[] { "folder/video" }));
    }

    [Test]
    [Description("DeleteOptions.IfMatch: delete only the version with this ETag")]
    public async Task Conditional_delete_of_the_present_version_deletes_it()
    {
        var (path, _, written) = await PutAsync(1000);
        if (!await SupportsConditionalDeleteAsync(path, written.ETag))
            return;

        await Store.DeleteAsync(path, new DeleteOptions { IfMatch = written.ETag });

        await AbsentAsync(path);
    }

    [Test]
    [Description("DeleteOptions.IfMatch: PreconditionFailed")]
    public async Task Conditional_delete_of_a_replaced_version_is_PreconditionFailed()
    {
        var (path, _, stale) = await PutAsync(1000);
        await PutAsync(path, TestContent.Of(1000, seed: 2));
        if (!await SupportsConditionalDeleteAsync(path, stale.ETag))
            return;

        await FailsAsync(VideoStoreError.PreconditionFailed, path, () => Store.DeleteAsync(path, new() { IfMatch = stale.ETag }));

        await HoldsAsync(path, TestContent.Of(1000, seed: 2));
    }

    [Test]
    [Description("DeleteAsync: PreconditionFailed with IfMatch, also when there is no video")]
    public async Task Conditional_delete_of_a_missing_video_is_PreconditionFailed()
    {
        var (path, _, gone) = await PutAsync(1000);
        await Store.DeleteAsync(path);
        if (!await SupportsConditionalDeleteAsync(path, gone.ETag))
            return;

        await FailsAsync(VideoStoreError.PreconditionFailed, path, () => Store.DeleteAsync(path, new() { IfMatch = gone.ETag }));
    }

    [TestCaseSource(typeof(ForeignETags), nameof(ForeignETags.All))]
    [Description("DeleteOptions.IfMatch: an ETag as a whole, and never a header's syntax")]
    public async Task Conditional_delete_of_a_text_that_is_no_version_is_PreconditionFailed(Func<string, string> make)
    {
        var (path, old, written) = await PutAsync(10);
        if (!await SupportsConditionalDeleteAsync(path, make(written.ETag)))
            return;

        await FailsAsync(
            VideoStoreError.PreconditionFailed, path, () => Store.DeleteAsync(path, new() { IfMatch = make(written.ETag) }));

        await HoldsAsync(path, old);
    }

    private async Task<bool> SupportsConditionalDeleteAsync(VideoPath path, string etag)
    {
        if (Capabilities.ConditionalDelete)
            return true;

        var before = await Store.FindPropertiesAsync(path);
        await FailsAsync(VideoStoreError.Unsupported, path, () => Store.DeleteAsync(path, new() { IfMatch = etag }));
        Assert.That(await Store.FindPropertiesAsync(path), Is.EqualTo(before), "what was there before");
        return false;
    }
}
