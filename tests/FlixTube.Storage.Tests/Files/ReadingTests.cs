namespace FlixTube.Storage.Tests.Files;

public sealed class ReadingTests
{
    private static readonly VideoPath A = VideoPath.Parse("a.mp4");
    private StoreOfOneTest _test = null!;

    [SetUp]
    public void SetUp() => _test = new();

    [TearDown]
    public void TearDown() => _test.Dispose();

    [Test]
    public async Task A_video_of_5_GiB_is_read_beyond_the_32nd_bit()
    {
        const long length = 5L << 30;
        long[] marks = [0, int.MaxValue, 1L + int.MaxValue, uint.MaxValue, 1L + uint.MaxValue, length - 1];
        using (var file = File.Create(_test.FileOf("a.mp4")))
        {
            file.SetLength(length);
            for (var i = 0; i < marks.Length; i++)
            {
                file.Position = marks[i];
                file.WriteByte((byte)(i + 1));
            }
        }

        Assert.That((await _test.FindAsync("a.mp4"))!.Length, Is.EqualTo(length));
        for (var i = 0; i < marks.Length; i++)
        {
            await using var read = await _test.Store.OpenReadAsync(A, new ReadOptions { Range = ByteRange.Slice(marks[i], 2) });
            var buffer = new byte[3];
            Assert.That(await read.Body.ReadAtLeastAsync(buffer, 3, throwOnEndOfStream: false), Is.EqualTo(Math.Min(2, length - marks[i])));
            Assert.That(buffer[0], Is.EqualTo(i + 1));
        }

        await using var last = await _test.Store.OpenReadAsync(A, new ReadOptions { Range = ByteRange.Suffix(1) });
        Assert.That(last.Range, Is.EqualTo(new ServedRange(length - 1, 1)));
        Assert.That(last.Body.ReadByte(), Is.EqualTo(marks.Length));
    }

    [Test]
    public async Task Reading_a_body_needs_no_buffer_of_its_own()
    {
        await _test.Store.WriteAsync(A, new MemoryStream(new byte[8_000_000]));
        await using var read = await _test.Store.OpenReadAsync(A);
        var buffer = new byte[1000];
        for (var i = 0; i < 1000; i++)
            await read.Body.ReadExactlyAsync(buffer);

        var before = GC.GetTotalAllocatedBytes(precise: true);
        for (var i = 0; i < 5000; i++)
            await read.Body.ReadExactlyAsync(buffer);
        var allocated = GC.GetTotalAllocatedBytes(precise: true) - before;

        // What ReadExactlyAsync takes when it has to wait, and what a debug build adds.
        Assert.That(allocated / 5000, Is.LessThan(400), "bytes for each read");
    }

    [Test]
    public async Task Abandoned_bodies_do_not_keep_a_video_from_being_replaced_or_deleted()
    {
        await _test.WriteAsync("a.mp4", "old");
        await using var first = await _test.Store.OpenReadAsync(A);
        await _test.WriteAsync("a.mp4", "new");
        await using var second = await _test.Store.OpenReadAsync(A);
        await _test.DeleteAsync("a.mp4");

        Assert.That(_test.Everything(), Is.Empty);
        Assert.That(second.Properties.ETag, Is.Not.EqualTo(first.Properties.ETag));
    }

    [Test]
    public async Task A_body_is_read_forward_only_and_after_its_disposal_not_at_all()
    {
        await _test.WriteAsync("a.mp4", "content");
        var read = await _test.Store.OpenReadAsync(A);

        Assert.That(read.Body.CanRead);
        Assert.That(read.Body.CanSeek, Is.False);
        Assert.That(read.Body.CanWrite, Is.False);
        Assert.That(() => read.Body.Seek(0, SeekOrigin.Begin), Throws.InstanceOf<NotSupportedException>());
        Assert.That(() => read.Body.Write([1], 0, 1), Throws.InstanceOf<NotSupportedException>());

        await read.DisposeAsync();
        await read.DisposeAsync();
        Assert.That(read.Body.CanRead, Is.False);
        await Assert.ThatAsync(() => read.Body.ReadAsync(new byte[1]).AsTask(), Throws.TypeOf<ObjectDisposedException>());
        Assert.That(() => read.Body.ReadByte(), Throws.TypeOf<ObjectDisposedException>());
    }
}
