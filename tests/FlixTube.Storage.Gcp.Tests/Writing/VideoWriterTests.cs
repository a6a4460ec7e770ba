using FlixTube.Storage.Gcp.Objects;
using FlixTube.Storage.Gcp.Tests.Servers;
using FlixTube.Testing.Time;

namespace FlixTube.Storage.Gcp.Tests.Writing;

[TestFixture]
public sealed class VideoWriterTests
{
    private const int Part = TestStore.PartLength;
    private static readonly VideoPath Path = VideoPath.Parse("a.mp4");

    private TestStore _store = null!;

    [SetUp]
    public async Task StartAsync() => _store = await TestStore.StartAsync();

    [TearDown]
    public async Task StopAsync() => await (_store?.DisposeAsync() ?? ValueTask.CompletedTask);

    [TestCase(0)]
    [TestCase(1000)]
    [TestCase(Part)]
    public async Task A_video_of_one_part_is_one_request(int length)
    {
        await _store.WriteAsync("a.mp4", TestStore.Content(length));

        Assert.That(_store.Requests, Is.EqualTo(new[] { "POST insert" }));
    }

    [Test]
    public async Task A_longer_video_is_collected_copied_and_cleaned_up()
    {
        await _store.WriteAsync("warm up", TestStore.Content(Part + 1));
        _store.Proxy.Reset();

        await _store.WriteAsync("a.mp4", TestStore.Content((2 * Part) + 1));

        Assert.That(_store.Requests, Is.EqualTo(new[]
        {
            "POST start",
            "PUT session bytes 0-262143/*",
            "PUT session bytes 262144-524287/*",
            "PUT session bytes 524288-524288/524289",
            "POST rewrite",
            "DELETE object",
        }));
        Assert.That(await _store.ObjectsAsync(), Is.EqualTo(new[] { "a.mp4", "warm up" }));
    }

    [Test]
    public async Task A_condition_costs_one_request_more_and_one_that_fails_costs_no_other([Values] bool isLong)
    {
        var content = TestStore.Content(isLong ? Part + 1 : 1000);
        await _store.WriteAsync("a.mp4", content, new WriteOptions { CreateOnly = true });
        Assert.That(_store.Requests[0], Is.EqualTo("GET object"));
        _store.Proxy.Reset();
        using var source = new MemoryStream(content);

        await Assert.ThrowsAsync<VideoStoreException>(() => _store.Store.WriteAsync(Path, source, new WriteOptions { CreateOnly = true }));

        Assert.That(_store.Requests, Is.EqualTo(new[] { "GET object" }));
        Assert.That(source.Position, Is.Zero, "the source was read");
    }

    [Test]
    public async Task A_long_video_has_its_type_metadata_and_hash_and_nothing_of_the_temporary_object()
    {
        var content = TestStore.Content(Part + 1);
        var options = new WriteOptions { ContentType = "video/x-test", Metadata = new([new("title", "Ünï")]) };

        await _store.WriteAsync("a.mp4", content, options);

        var resource = await (await Emulator.GetAsync()).GetObjectAsync(_store.Bucket, "a.mp4");
        Assert.That(resource.GetProperty("contentType").GetString(), Is.EqualTo("video/x-test"));
        Assert.That(
            resource.GetProperty("metadata").EnumerateObject().Select(m => m.Name),
            Is.EquivalentTo(new[] { "title", VideoMetadata.ContentHashKey, VideoObject.WriteKey }));
        Assert.That(resource.GetProperty("crc32c").GetString(), Is.EqualTo(Crc32C.Of(content)));
    }

    [Test]
    public async Task The_service_checks_the_checksum_of_every_upload()
    {
        await _store.WriteAsync("a.mp4", TestStore.Content((2 * Part) + 1));

        var parts = _store.Proxy.Requests.Where(TestStore.IsPart).ToList();
        Assert.That(parts[^1].Headers["X-Goog-Hash"], Is.EqualTo($"crc32c={Crc32C.Of(TestStore.Content((2 * Part) + 1))}"));
        Assert.That(parts.SkipLast(1).Select(p => p.Headers.ContainsKey("X-Goog-Hash")), Is.All.False);
    }

    [Test]
    public async Task What_a_process_that_died_has_left_is_swept_by_a_later_long_write_when_it_is_a_day_old()
    {
        var time = new ManualTime(DateTimeOffset.UtcNow);
        await using var store = await TestStore.StartAsync(time: time);
        await store.PlantAsync(".flixtube-uploads\\0123", [1]);
        await store.PlantAsync(".flixtube-uploads/a video of that name", [1]);

        await store.WriteAsync("a.mp4", TestStore.Content(Part + 1));
        Assert.That(await store.ObjectsAsync(), Does.Contain(".flixtube-uploads\\0123"), "too young: it may be in use");

        time.Advance(TimeSpan.FromHours(25));
        await store.WriteAsync("a.mp4", TestStore.Content(Part + 1));

        Assert.That(await store.ObjectsAsync(), Is.EqualTo(new[] { ".flixtube-uploads/a video of that name", "a.mp4" }));
    }

    [Test]
    public async Task Sweeping_is_done_once_a_day_at_most()
    {
        for (var i = 0; i < 3; i++)
            await _store.WriteAsync("a.mp4", TestStore.Content(Part + 1));

        Assert.That(_store.Requests.Count(r => r == "GET list"), Is.EqualTo(1));
    }

    [Test]
    public async Task A_temporary_object_is_no_video()
    {
        await _store.PlantAsync(".flixtube-uploads\\0123", [1]);
        await _store.WriteAsync("a.mp4", [1]);

        var page = await _store.Store.ListPageAsync();

        Assert.That(page.Videos.Select(v => v.Path), Is.EqualTo(new[] { Path }));
    }

    [Test]
    public async Task A_name_that_Cloud_Storage_keeps_for_itself_is_Unsupported()
    {
        var failure = await Assert.ThrowsAsync<VideoStoreException>(() => _store.WriteAsync(".well-known/acme-challenge/a", [1]));

        Assert.That(failure!.Error, Is.EqualTo(VideoStoreError.Unsupported));
        Assert.That(_store.Requests, Is.Empty);
    }
}
