using System.IO.Compression;
using System.Text;
using FlixTube.Storage.Gcp.Tests.Servers;
using FlixTube.Testing.Faults;

namespace FlixTube.Storage.Gcp.Tests.Reading;

[TestFixture]
public sealed class VideoReaderTests
{
    private TestStore _store = null!;

    [SetUp]
    public async Task StartAsync() => _store = await TestStore.StartAsync();

    [TearDown]
    public async Task StopAsync() => await (_store?.DisposeAsync() ?? ValueTask.CompletedTask);

    [Test]
    public async Task An_object_that_is_stored_packed_is_read_as_it_is_stored()
    {
        var packed = Gzip(TestStore.Content(1000));
        await _store.PlantAsync("a.mp4", packed, ("contentEncoding", "gzip"));

        Assert.That(await _store.ReadAsync("a.mp4"), Is.EqualTo(packed));
        Assert.That(await _store.ReadAsync("a.mp4", new() { Range = ByteRange.Slice(10, 20) }), Is.EqualTo(packed[10..30]));
        Assert.That((await _store.Store.GetPropertiesAsync(VideoPath.Parse("a.mp4"))).Length, Is.EqualTo(packed.Length));
    }

    // What a proxy on the way, or the service itself for a client that does not say it can unpack, makes of a packed object.
    [Test]
    public async Task An_object_that_was_unpacked_on_the_way_is_refused_and_not_taken_for_the_stored_bytes()
    {
        await _store.PlantAsync("a.mp4", [1, 2, 3]);
        _store.Proxy.Next(Media(200, "0123456789", "x-goog-stored-content-length", "3"));

        await FailsAsync(VideoStoreError.Internal, default);
    }

    [Test]
    public async Task A_range_that_is_ignored_is_refused_and_not_taken_for_the_range()
    {
        _store.Proxy.Next(Media(200, "0123456789"));

        await FailsAsync(VideoStoreError.Internal, new ReadOptions { Range = ByteRange.From(5) });
    }

    [Test]
    public async Task A_range_that_begins_elsewhere_is_refused()
    {
        _store.Proxy.Next(Media(206, "01234", "Content-Range", "bytes 0-4/10"));

        await FailsAsync(VideoStoreError.Internal, new ReadOptions { Range = ByteRange.From(5) });
    }

    [Test]
    public async Task A_version_other_than_the_one_asked_for_is_refused_though_the_service_sends_it()
    {
        _store.Proxy.Next(Media(200, "0123456789"));

        await FailsAsync(VideoStoreError.PreconditionFailed, new ReadOptions { IfMatch = "8" });
    }

    [Test]
    public async Task An_answer_that_is_not_Cloud_Storages_is_Internal()
    {
        _store.Proxy.Next(new Fault.Answer(200, "<html>please log in</html>", "text/html"));

        await FailsAsync(VideoStoreError.Internal, default);
    }

    [Test]
    public async Task A_whole_read_with_another_checksum_fails_at_its_last_byte_though_the_reader_never_asks_for_more()
    {
        _store.Proxy.Next(Media(200, "0123456789", "x-goog-hash", "crc32c=AAAAAA=="));
        await using var read = await _store.Store.OpenReadAsync(VideoPath.Parse("a.mp4"));
        await read.Body.ReadExactlyAsync(new byte[9]);

        var failure = await Assert.ThrowsAsync<VideoStoreException>(async () => await read.Body.ReadExactlyAsync(new byte[1]));

        Assert.That(failure!.Error, Is.EqualTo(VideoStoreError.Unavailable));
        Assert.That(failure.Message, Does.Contain("damaged"));
    }

    [Test]
    public async Task A_whole_read_by_a_range_is_checked_too()
    {
        _store.Proxy.Next(Media(206, "0123456789", "x-goog-hash", "crc32c=AAAAAA==,md5=eB5eJF1ptWaXm4bijSPyxw==", "Content-Range", "bytes 0-9/10"));

        await FailsAsync(VideoStoreError.Unavailable, new ReadOptions { Range = ByteRange.From(0) });
    }

    [Test]
    public async Task A_part_of_a_video_has_no_checksum_to_be_checked_against()
    {
        _store.Proxy.Next(Media(206, "56789", "x-goog-hash", "crc32c=AAAAAA==", "Content-Range", "bytes 5-9/10"));

        Assert.That(await _store.ReadAsync("a.mp4", new() { Range = ByteRange.From(5) }), Is.EqualTo("56789"u8.ToArray()));
    }

    [Test]
    public async Task A_whole_read_that_was_resumed_is_checked_as_one()
    {
        var content = TestStore.Content(1_000_000);
        await _store.WriteAsync("a.mp4", content);
        _store.Proxy.Next(new Fault.ResetAfter(300_000), TestStore.IsRead);

        Assert.That(await _store.ReadAsync("a.mp4"), Is.EqualTo(content));
    }

    [Test]
    public async Task A_read_of_any_kind_is_one_request()
    {
        var written = await _store.WriteAsync("a.mp4", TestStore.Content(1000));
        _store.Proxy.Reset();

        await _store.ReadAsync("a.mp4");
        await _store.ReadAsync("a.mp4", new() { Range = ByteRange.From(10) });
        await _store.ReadAsync("a.mp4", new() { Range = ByteRange.Suffix(10) });
        await _store.ReadAsync("a.mp4", new() { Range = ByteRange.Slice(1, 5), IfMatch = written.ETag });

        Assert.That(_store.Requests, Is.EqualTo(Enumerable.Repeat("GET read", 4)));
    }

    [Test]
    public async Task The_last_bytes_of_an_empty_video_are_the_empty_video()
    {
        await _store.WriteAsync("a.mp4", []);
        _store.Proxy.Reset();

        await using var read = await _store.Store.OpenReadAsync(VideoPath.Parse("a.mp4"), new() { Range = ByteRange.Suffix(10) });

        Assert.That(read.Range, Is.EqualTo(new ServedRange(0, 0)));
        Assert.That(_store.Proxy.Requests, Has.Count.LessThanOrEqualTo(2));
    }

    [Test]
    public async Task The_length_comes_with_RangeNotSatisfiable_though_the_service_does_not_say_it()
    {
        await _store.WriteAsync("a.mp4", TestStore.Content(10));
        _store.Proxy.Next(new Fault.Answer(416, "<Error><Code>InvalidRange</Code><Message>no</Message></Error>", "application/xml"));

        var failure = await FailsAsync(VideoStoreError.RangeNotSatisfiable, new ReadOptions { Range = ByteRange.From(10) });

        Assert.That(failure.VideoLength, Is.EqualTo(10));
    }

    // The service may say 412 of an object that is missing, and it may say 404.
    [Test]
    public async Task A_missing_video_is_NotFound_with_IfMatch_too_whichever_way_the_service_says_it()
    {
        _store.Proxy.Next(new Fault.Answer(412, "<Error><Code>PreconditionFailed</Code><Message>no</Message></Error>", "application/xml"));

        await FailsAsync(VideoStoreError.NotFound, new ReadOptions { IfMatch = "7" });
    }

    [Test]
    public async Task A_read_of_a_hundred_mebibytes_holds_next_to_nothing()
    {
        await (await Emulator.GetAsync()).PutSparseObjectAsync(_store.Bucket, "long.mp4", 100 << 20, new Dictionary<long, byte>());
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var most = 0L;
        var total = 0L;
        await using var read = await _store.Store.OpenReadAsync(VideoPath.Parse("long.mp4"));
        var buffer = new byte[64 << 10];
        for (int count, reads = 0; (count = await read.Body.ReadAsync(buffer)) > 0; reads++)
        {
            total += count;
            if (reads % 100 == 0)
                most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
        }

        await TestContext.Out.WriteLineAsync($"At most {most >> 10} KiB were held.");
        Assert.That(total, Is.EqualTo(100 << 20));
        Assert.That(most, Is.LessThan(4 << 20));
    }

    private async Task<VideoStoreException> FailsAsync(VideoStoreError error, ReadOptions options)
    {
        var failure = await Assert.ThrowsAsync<VideoStoreException>(() => _store.ReadAsync("a.mp4", options));
        Assert.That(failure!.Error, Is.EqualTo(error), failure.ToString());
        Assert.That(failure.Path, Is.EqualTo(VideoPath.Parse("a.mp4")));
        return failure;
    }

    private static Fault.Answer Media(int status, string content, params string[] headers)
    {
        var all = new List<(string, string)>
        {
            ("x-goog-generation", "7"),
            ("Last-Modified", "Fri, 20 Nov 2026 14:05:53 GMT"),
            ("Content-Length", Encoding.ASCII.GetByteCount(content).ToString(System.Globalization.CultureInfo.InvariantCulture)),
        };
        for (var i = 0; i < headers.Length; i += 2)
            all.Add((headers[i], headers[i + 1]));

        return new Fault.Answer(status, content, "video/mp4", [.. all]);
    }

    private static byte[] Gzip(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(content);

        return packed.ToArray();
    }
}
