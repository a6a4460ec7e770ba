using NUnit.Framework;

namespace FlixTube.Storage.Conformance;

public abstract partial class VideoStoreConformance
{
    [TestCase(0)]
    [TestCase(1)]
    [TestCase(2)]
    [TestCase(255)]
    [TestCase(4096)]
    [TestCase(65_535)]
    [TestCase(65_536)]
    [TestCase(65_537)]
    [TestCase(1_000_003)]
    [Description("VideoRead.Body: exactly the bytes of Range; VideoProperties.Length")]
    public async Task Read_whole_video_gives_every_byte(int length)
    {
        var (path, content, _) = await PutAsync(length);

        await HoldsAsync(path, content);
    }

    [Test]
    [Description("VideoRead.Range: which bytes Body holds")]
    public async Task Read_whole_video_serves_the_range_from_its_first_to_its_last_byte()
    {
        var (path, _, _) = await PutAsync(1000);

        await using var read = await Store.OpenReadAsync(path);

        Assert.That(read.Range, Is.EqualTo(new ServedRange(0, 1000)));
    }

    [Test]
    [Description("GetPropertiesAsync: the same that a read gives")]
    public async Task Read_gives_the_properties_that_stat_gives()
    {
        var path = At("video.webm");
        var options = new WriteOptions { ContentType = "video/x-test", Metadata = new([new("title", "A day at the sea")]) };
        await PutAsync(path, TestContent.Of(100), options);

        await using var whole = await Store.OpenReadAsync(path);
        await using var part = await Store.OpenReadAsync(path, new ReadOptions { Range = ByteRange.Slice(10, 5) });
        var stat = await Store.GetPropertiesAsync(path);

        Assert.That(whole.Properties, Is.EqualTo(stat));
        Assert.That(part.Properties, Is.EqualTo(stat));
    }

    [Test]
    [Description("OpenReadAsync: NotFound")]
    public async Task Read_of_a_missing_video_is_NotFound() =>
        await FailsAsync(VideoStoreError.NotFound, At("missing"), () => Store.OpenReadAsync(At("missing")));

    [Test]
    [Description("OpenReadAsync: NotFound")]
    public async Task Read_of_a_range_of_a_missing_video_is_NotFound() => await FailsAsync(
        VideoStoreError.NotFound,
        At("missing"),
        () => Store.OpenReadAsync(At("missing"), new ReadOptions { Range = ByteRange.Suffix(10) }));

    [Test]
    [Description("IVideoStore: it must see what a finished write or delete of the same process did")]
    public async Task Read_sees_each_write_and_delete_that_finished_before_it()
    {
        var path = At("video");
        for (var i = 0; i < 5; i++)
        {
            await PutAsync(path, TestContent.Of(100 + i, seed: i));
            await HoldsAsync(path, TestContent.Of(100 + i, seed: i));
            await Store.DeleteAsync(path);
            await AbsentAsync(path);
        }
    }

    [TestCase(1)]
    [TestCase(7)]
    [TestCase(4096)]
    [TestCase(1_000_000)]
    [Description("VideoRead.Body: it must yield all of them, whatever the caller's buffer")]
    public async Task Body_gives_the_same_bytes_in_reads_of_any_size(int size)
    {
        var (path, content, _) = await PutAsync(10_007);
        await using var read = await Store.OpenReadAsync(path);
        var buffer = new byte[size];
        var bytes = new List<byte>();

        for (int count; (count = await read.Body.ReadAsync(buffer)) > 0;)
            bytes.AddRange(buffer.AsSpan(0, count));

        AssertBytes(bytes.ToArray(), content.Bytes());
    }

    [Test]
    [Description("VideoRead.Body: forward only, by the array overload too")]
    public async Task Body_can_be_read_into_the_middle_of_an_array()
    {
        var (path, content, _) = await PutAsync(100);
        await using var read = await Store.OpenReadAsync(path);
        var buffer = new byte[300];
        var filled = 0;

#pragma warning disable CA1835 // The overload under test.
        for (int count; (count = await read.Body.ReadAsync(buffer, 50 + filled, 200 - filled, CancellationToken.None)) > 0;)
#pragma warning restore CA1835
            filled += count;

        AssertBytes(buffer, [.. new byte[50], .. content.Bytes(), .. new byte[150]]);
    }

    [Test]
    [Description("VideoRead.Body: its synchronous reads may block, so they exist")]
    public async Task Body_can_be_read_synchronously()
    {
        var (path, content, _) = await PutAsync(10_007);
        await using var read = await Store.OpenReadAsync(path);
        using var bytes = new MemoryStream();

#pragma warning disable CA1849 // The synchronous read is under test.
        read.Body.CopyTo(bytes);
#pragma warning restore CA1849

        AssertBytes(bytes.ToArray(), content.Bytes());
    }

    [Test]
    [Description("VideoRead.Body: exactly the bytes of Range")]
    public async Task Body_stays_at_its_end()
    {
        var (path, _, _) = await PutAsync(100);
        await using var read = await Store.OpenReadAsync(path, new ReadOptions { Range = ByteRange.Slice(20, 30) });
        await DrainAsync(read.Body);
        var buffer = new byte[10];

        for (var i = 0; i < 3; i++)
            Assert.That(await read.Body.ReadAsync(buffer), Is.Zero);
    }

    [Test]
    [Description("VideoRead.Body: it must yield all of them")]
    public async Task Body_skips_nothing_when_it_is_read_into_an_empty_buffer()
    {
        var (path, content, _) = await PutAsync(100);
        await using var read = await Store.OpenReadAsync(path);

        Assert.That(await read.Body.ReadAsync(Memory<byte>.Empty), Is.Zero);
        AssertBytes(await DrainAsync(read.Body), content.Bytes());
    }

    [Test]
    [Description("VideoRead.Body: it must not be written to")]
    public async Task Body_can_be_read_and_not_written()
    {
        var (path, content, _) = await PutAsync(100);
        await using (var read = await Store.OpenReadAsync(path))
        {
            Assert.That(read.Body.CanRead, Is.True);
            Assert.That(read.Body.CanWrite, Is.False);
            Assert.That(await CaughtAsync(async () => await read.Body.WriteAsync(new byte[5])), Is.Not.Null);
        }

        await HoldsAsync(path, content);
    }

    [Test]
    [Description("VideoRead.Body: it must yield all of them or throw, when the connection breaks")]
    public async Task Body_that_breaks_off_is_resumed_or_fails_but_never_looks_complete(
        [Values(0, 1, 60_000)] int afterBytes, [Values] bool ranged)
    {
        var (path, content, _) = await PutAsync(100_000);
        RequireRemoteHook(await TryBreakNextBodyAsync(afterBytes), nameof(TryBreakNextBodyAsync));
        var range = ranged ? new ServedRange(5000, 90_000) : new ServedRange(0, 100_000);
        var options = ranged ? new ReadOptions { Range = ByteRange.Slice(range.Offset, range.Length) } : default;
        byte[]? bytes = null;

        var failure = await CaughtAsync(async () =>
        {
            await using var read = await Store.OpenReadAsync(path, options);
            bytes = await DrainAsync(read.Body);
        });

        if (failure is null)
            AssertBytes(bytes, content.Bytes(range.Offset, range.Length));
        else
            await FailsAsync(VideoStoreError.Unavailable, path, () => Task.FromException(failure));
    }

    [Test]
    [Description("OpenReadAsync: a body that breaks off may be resumed of the same version only")]
    public async Task Body_that_breaks_off_after_its_video_was_replaced_is_never_mixed()
    {
        var (path, content, _) = await PutAsync(100_000);
        RequireRemoteHook(await TryBreakNextBodyAsync(60_000), nameof(TryBreakNextBodyAsync));
        await using var read = await Store.OpenReadAsync(path);
        await PutAsync(path, TestContent.Of(100_000, seed: 2));
        byte[]? bytes = null;

        var failure = await CaughtAsync(async () => bytes = await DrainAsync(read.Body));

        if (failure is null)
            AssertBytes(bytes, content.Bytes());
        else
            Assert.That(failure, Is.TypeOf<VideoStoreException>());
    }
}
