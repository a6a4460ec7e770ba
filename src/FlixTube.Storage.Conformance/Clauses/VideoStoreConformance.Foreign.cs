using NUnit.Framework;

namespace FlixTube.Storage.Conformance;

public abstract partial class VideoStoreConformance
{
    [TestCase(0)]
    [TestCase(1000)]
    [TestCase(100_000)]
    [Description("VideoProperties.ContentHash: null when the video came into the store by another way; ContentType: what the name suggests")]
    public async Task Foreign_video_is_read_like_any_other(int length)
    {
        var (path, content) = await PlantAsync("foreign.mp4", length);

        var properties = await HoldsAsync(path, content);

        Assert.That(properties.ContentHash, Is.Null.Or.EqualTo(content.Hash));
        Assert.That(properties.ContentType, Is.EqualTo("video/mp4"));
        Assert.That(properties.Metadata, Is.Empty);
        Assert.That(properties.LastModified.Offset, Is.EqualTo(TimeSpan.Zero));
        Assert.That(properties.ETag, Is.Not.Empty);
    }

    [Test]
    [Description("OpenReadAsync: ranges and pins, of a video that came by another way too")]
    public async Task Foreign_video_has_ranges_and_pins()
    {
        var (path, content) = await PlantAsync("foreign.mp4", 1000);
        var stat = await Store.GetPropertiesAsync(path);

        await ServesAsync(path, content, ByteRange.Slice(100, 50), new(100, 50));
        await ServesAsync(path, content, ByteRange.Suffix(50), new(950, 50));
        await NotServedAsync(path, content, ByteRange.From(1000));
        await using var read = await Store.OpenReadAsync(path, new ReadOptions { IfMatch = stat.ETag });
        AssertBytes(await DrainAsync(read.Body), content.Bytes());
        await FailsAsync(VideoStoreError.PreconditionFailed, path, () => Store.OpenReadAsync(path, new() { IfMatch = "another" }));
    }

    [TestCase(1000)]
    [TestCase(999)]
    [Description("VideoProperties: of one version: hash, type and metadata of the old one are not told of bytes that replaced it by another way")]
    public async Task Foreign_replacement_of_a_video_does_not_keep_its_hash_and_ETag(int length)
    {
        var path = At("video.mp4");
        var old = await PutAsync(
            path, TestContent.Of(1000), new WriteOptions { ContentType = "video/x-old", Metadata = new([new("title", "old")]) });

        var (_, content) = await PlantAsync("video.mp4", length);

        var properties = await HoldsAsync(path, content);
        Assert.That(properties.ETag, Is.Not.EqualTo(old.ETag));
        Assert.That(properties.ContentHash, Is.Null.Or.EqualTo(content.Hash));
        await FailsAsync(VideoStoreError.PreconditionFailed, path, () => Store.OpenReadAsync(path, new() { IfMatch = old.ETag }));
    }

    [Test]
    [Description("WriteAsync: replacing the one that was there, however it came")]
    public async Task Foreign_video_can_be_replaced()
    {
        var (path, _) = await PlantAsync("foreign.mp4", 1000);

        var written = await PutAsync(path, TestContent.Of(500, seed: 2));

        Assert.That(written.ContentHash, Is.EqualTo(TestContent.Of(500, seed: 2).Hash));
        await HoldsAsync(path, TestContent.Of(500, seed: 2));
    }

    [Test]
    [Description("WriteOptions: conditions hold for a video however it came")]
    public async Task Foreign_video_counts_for_conditions()
    {
        var (path, content) = await PlantAsync("foreign.mp4", 1000);
        var etag = (await Store.GetPropertiesAsync(path)).ETag;

        if (Capabilities.ConditionalCreate)
            await RefusedAsync(VideoStoreError.AlreadyExists, path, new WriteOptions { CreateOnly = true });
        if (Capabilities.ConditionalWrite)
            await RefusedAsync(VideoStoreError.PreconditionFailed, path, new WriteOptions { IfMatch = "another" });
        await HoldsAsync(path, content);

        if (Capabilities.ConditionalWrite)
            etag = (await PutAsync(path, TestContent.Of(10), new WriteOptions { IfMatch = etag })).ETag;
        if (Capabilities.ConditionalDelete)
            await Store.DeleteAsync(path, new DeleteOptions { IfMatch = etag });
        else
            await Store.DeleteAsync(path);
        await AbsentAsync(path);
    }

    [TestCaseSource(typeof(ForbiddenNames), nameof(ForbiddenNames.Plantable))]
    [Description("ListPageAsync: objects whose names are not VideoPaths must be passed over, where the service holds such objects")]
    public async Task Foreign_object_whose_name_is_no_path_is_passed_over(string name)
    {
        // Where the service can hold no such object, there is nothing to pass over; whoever can plant one can plant "c".
        await TryPlantAsync($"{Prefix}/{name}", new byte[3]);
        await PlantAsync("c", 3);
        await PutAllAsync("a", "b");

        Assert.That(await ListNamesAsync(), Is.EqualTo(new[] { "a", "b", "c" }));
        Assert.That(await ListNamesAsync(prefix: null, pageSize: 1), Is.EqualTo(new[] { "a", "b", "c" }));
        Assert.That(await ListNamesAsync(name), Is.SubsetOf(new[] { "a" }));
    }

    private async Task<(VideoPath Path, TestContent Content)> PlantAsync(string name, int length)
    {
        var content = TestContent.Of(length, seed: 50);
        RequireHook(await TryPlantAsync(At(name).Value, content.Bytes()), nameof(TryPlantAsync));
        return (At(name), content);
    }
}
