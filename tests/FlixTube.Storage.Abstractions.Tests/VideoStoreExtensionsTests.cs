namespace FlixTube.Storage.Abstractions.Tests;

public sealed class VideoStoreExtensionsTests
{
    private static readonly VideoPath A = VideoPath.Parse("a.mp4");

    [Test]
    public async Task A_video_that_is_not_there_has_no_properties()
    {
        Assert.That(await new MemoryStore().FindPropertiesAsync(A), Is.Null);
    }

    [Test]
    public async Task A_video_that_is_there_has_properties()
    {
        var store = new MemoryStore();
        var written = await store.WriteAsync(A, new MemoryStream([1]));

        Assert.That(await store.FindPropertiesAsync(A), Is.EqualTo(written));
    }

    [Test]
    public async Task Listing_goes_on_to_the_last_page()
    {
        var store = new MemoryStore();
        string[] paths = ["a/1", "a/2", "a/3", "a/4", "a/5", "b"];
        foreach (var path in paths)
            await store.WriteAsync(VideoPath.Parse(path), Stream.Null);

        Assert.That(await ListAsync(store, null), Is.EqualTo(paths));
        Assert.That(await ListAsync(store, "a/"), Is.EqualTo(paths[..5]));
        Assert.That(await ListAsync(store, "c"), Is.Empty);
    }

    [Test]
    public async Task A_range_is_read_into_a_stream()
    {
        var store = new MemoryStore();
        var written = await store.WriteAsync(A, new MemoryStream([.. Enumerable.Range(0, 100).Select(i => (byte)i)]));
        using var whole = new MemoryStream();
        using var range = new MemoryStream();

        Assert.That(await store.ReadToAsync(A, whole), Is.EqualTo(written));
        await store.ReadToAsync(A, range, new ReadOptions { Range = ByteRange.Slice(10, 3) });

        Assert.That(whole.ToArray(), Has.Length.EqualTo(100));
        Assert.That(range.ToArray(), Is.EqualTo(new byte[] { 10, 11, 12 }));
        Assert.That(store.OpenBodies, Is.Zero);
    }

    [Test]
    public async Task A_copy_has_the_bytes_type_and_metadata_and_the_conditions_asked_for()
    {
        var (source, destination) = (new MemoryStore(), new MemoryStore());
        var metadata = new VideoMetadata([KeyValuePair.Create("title", "x")]);
        await source.WriteAsync(A, new MemoryStream([1, 2, 3]), new WriteOptions { ContentType = "video/x-own", Metadata = metadata });

        var copy = await source.CopyToAsync(A, destination, new WriteOptions { CreateOnly = true, ContentType = "ignored" });

        Assert.That(copy.ContentType, Is.EqualTo("video/x-own"));
        Assert.That(copy.Metadata, Is.EqualTo(metadata));
        Assert.That(destination.LastWrite!.CreateOnly);
        using var bytes = new MemoryStream();
        await destination.ReadToAsync(A, bytes);
        Assert.That(bytes.ToArray(), Is.EqualTo(new byte[] { 1, 2, 3 }));
        Assert.That(source.OpenBodies, Is.Zero);
    }

    [Test]
    public async Task A_version_is_opened_again_by_its_pin_in_one_request()
    {
        var store = new MemoryStore();
        var version = await store.WriteAsync(A, new MemoryStream([1, 2, 3]));

        await using var read = await store.OpenVersionAsync(version, ByteRange.From(1));

        Assert.That(read.Range, Is.EqualTo(new ServedRange(1, 2)));
        Assert.That(store.Reads, Is.EqualTo(1));
    }

    [Test]
    public async Task A_version_is_opened_in_another_store_that_has_the_same_content()
    {
        var (before, now) = (new MemoryStore(), new MemoryStore());
        var version = await before.WriteAsync(A, new MemoryStream([1, 2, 3]));
        await now.WriteAsync(A, new MemoryStream([0]));
        var other = await now.WriteAsync(A, new MemoryStream([1, 2, 3]));

        await using var read = await now.OpenVersionAsync(version, ByteRange.From(1));

        Assert.That(other.ETag, Is.Not.EqualTo(version.ETag));
        Assert.That(read.Properties, Is.EqualTo(other));
        Assert.That(read.Range, Is.EqualTo(new ServedRange(1, 2)));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Another_version_is_not_opened_and_no_body_stays_open(bool keepsHashes)
    {
        var store = new MemoryStore { KeepsHashes = keepsHashes };
        var version = await store.WriteAsync(A, new MemoryStream([1, 2, 3]));
        await store.WriteAsync(A, new MemoryStream([4, 5, 6]));

        await Assert.ThatAsync(
            () => store.OpenVersionAsync(version),
            Throws.TypeOf<VideoStoreException>().With.Property(nameof(VideoStoreException.Error)).EqualTo(VideoStoreError.PreconditionFailed));
        Assert.That(store.OpenBodies, Is.Zero);
    }

    [Test]
    public async Task No_store_is_an_error_at_once()
    {
        IVideoStore none = null!;

        await Assert.ThatAsync(() => none.FindPropertiesAsync(A), Throws.ArgumentNullException);
        await Assert.ThatAsync(() => none.ReadToAsync(A, Stream.Null), Throws.ArgumentNullException);
        await Assert.ThatAsync(() => none.CopyToAsync(A, new MemoryStore()), Throws.ArgumentNullException);
        await Assert.ThatAsync(() => new MemoryStore().CopyToAsync(A, none), Throws.ArgumentNullException);
        await Assert.ThatAsync(() => new MemoryStore().ReadToAsync(A, null!), Throws.ArgumentNullException);
        await Assert.ThatAsync(() => none.OpenVersionAsync(null!), Throws.ArgumentNullException);
        await Assert.ThatAsync(() => new MemoryStore().OpenVersionAsync(null!), Throws.ArgumentNullException);
        await Assert.ThatAsync(() => none.OpenSeekableAsync(A), Throws.ArgumentNullException);
        await Assert.ThatAsync(() => ListAsync(none, null), Throws.ArgumentNullException);
    }

    private static async Task<string[]> ListAsync(IVideoStore store, string? prefix)
    {
        var paths = new List<string>();
        await foreach (var video in store.ListAsync(prefix))
            paths.Add(video.Path.Value);

        return [.. paths];
    }
}
