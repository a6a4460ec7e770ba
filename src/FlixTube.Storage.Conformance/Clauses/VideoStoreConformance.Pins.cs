using NUnit.Framework;

namespace FlixTube.Storage.Conformance;

public abstract partial class VideoStoreConformance
{
    [Test]
    [Description("ReadOptions.IfMatch: the one version wanted")]
    public async Task Pin_to_the_present_version_reads_it()
    {
        var (path, content, written) = await PutAsync(1000);

        await using var whole = await Store.OpenReadAsync(path, new ReadOptions { IfMatch = written.ETag });
        await using var part = await Store.OpenReadAsync(path, new ReadOptions { IfMatch = written.ETag, Range = ByteRange.Suffix(10) });

        Assert.That(whole.Properties.ETag, Is.EqualTo(written.ETag));
        AssertBytes(await DrainAsync(whole.Body), content.Bytes());
        AssertBytes(await DrainAsync(part.Body), content.Bytes(990, 10));
    }

    [TestCase(1000)]
    [TestCase(999)]
    [Description("ReadOptions.IfMatch: PreconditionFailed when it names another version")]
    public async Task Pin_to_a_replaced_version_is_PreconditionFailed(int newLength)
    {
        var (path, _, old) = await PutAsync(1000);
        await PutAsync(path, TestContent.Of(newLength, seed: 2));

        await FailsAsync(VideoStoreError.PreconditionFailed, path, () => Store.OpenReadAsync(path, new() { IfMatch = old.ETag }));
    }

    [TestCaseSource(typeof(RangeCases), nameof(RangeCases.OfTenBytes))]
    [Description("OpenReadAsync: PreconditionFailed must be decided before the range")]
    public async Task Pin_to_another_version_is_PreconditionFailed_whatever_the_range(ByteRange range)
    {
        var (path, _, old) = await PutAsync(20);
        await PutAsync(path, TestContent.Of(10, seed: 2));

        await FailsAsync(
            VideoStoreError.PreconditionFailed, path, () => Store.OpenReadAsync(path, new() { IfMatch = old.ETag, Range = range }));
    }

    [Test]
    [Description("OpenReadAsync: RangeNotSatisfiable, when the pin holds")]
    public async Task Pin_that_holds_leaves_the_range_to_be_judged()
    {
        var (path, _, written) = await PutAsync(10);

        var refusal = await FailsAsync(
            VideoStoreError.RangeNotSatisfiable,
            path,
            () => Store.OpenReadAsync(path, new() { IfMatch = written.ETag, Range = ByteRange.From(10) }));

        Assert.That(refusal.VideoLength, Is.EqualTo(10));
    }

    [Test]
    [Description("OpenReadAsync: NotFound; a pin is about versions of a video that is there")]
    public async Task Pin_on_a_missing_video_is_NotFound()
    {
        var (path, _, written) = await PutAsync(10);
        await Store.DeleteAsync(path);

        await FailsAsync(VideoStoreError.NotFound, path, () => Store.OpenReadAsync(path, new() { IfMatch = written.ETag }));
        await FailsAsync(
            VideoStoreError.NotFound,
            path,
            () => Store.OpenReadAsync(path, new() { IfMatch = written.ETag, Range = ByteRange.From(10) }));
    }

    [Test]
    [Description("ReadOptions.IfMatch: an empty video has versions too")]
    public async Task Pin_works_on_an_empty_video()
    {
        var (path, _, written) = await PutAsync(0);

        await using var read = await Store.OpenReadAsync(path, new ReadOptions { IfMatch = written.ETag });

        Assert.That(await DrainAsync(read.Body), Is.Empty);
        await FailsAsync(VideoStoreError.PreconditionFailed, path, () => Store.OpenReadAsync(path, new() { IfMatch = "another" }));
    }

    [TestCaseSource(typeof(ForeignETags), nameof(ForeignETags.All))]
    [Description("ReadOptions.IfMatch: compared strongly, as a whole, and never as a header's syntax")]
    public async Task Pin_to_a_text_that_is_no_version_is_PreconditionFailed(Func<string, string> make)
    {
        var (path, _, written) = await PutAsync(10);

        await FailsAsync(
            VideoStoreError.PreconditionFailed, path, () => Store.OpenReadAsync(path, new() { IfMatch = make(written.ETag) }));
    }

    [Test]
    [Description("VideoProperties.ETag: it means nothing elsewhere")]
    public async Task Pin_to_the_version_of_another_video_is_PreconditionFailed()
    {
        var (path, _, _) = await PutAsync(10);
        var other = await PutAsync(At("other"), TestContent.Of(10, seed: 2));

        await FailsAsync(VideoStoreError.PreconditionFailed, path, () => Store.OpenReadAsync(path, new() { IfMatch = other.ETag }));
    }
}
