using FsCheck;
using FsCheck.Fluent;

namespace FlixTube.Storage.Abstractions.Tests;

public sealed class SeekableVideoStreamTests
{
    private static readonly VideoPath A = VideoPath.Parse("a.mp4");
    private static readonly byte[] Content = [.. Enumerable.Range(0, 100).Select(i => (byte)i)];

    [Test]
    public void Any_seeks_and_reads_give_what_a_file_in_memory_gives()
    {
        var steps = Gen.Choose(0, 110).Two().Zip(Gen.Elements(SeekOrigin.Begin, SeekOrigin.Current, SeekOrigin.End)).ListOf().ToArbitrary();

        Prop.ForAll(steps, list => GivesTheSameAsync([.. list.Select(step => (step.Item1.Item1, step.Item1.Item2, step.Item2))]).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    [Test]
    public async Task Reading_on_is_one_request_and_so_is_each_jump()
    {
        var store = await FilledAsync();
        await using var stream = await store.OpenSeekableAsync(A);
        var buffer = new byte[20];

        await stream.ReadExactlyAsync(buffer);
        await stream.ReadExactlyAsync(buffer);
        Assert.That(store.Reads, Is.EqualTo(1));

        stream.Position = 10;
        stream.Position = 40;
        await stream.ReadExactlyAsync(buffer);
        Assert.That(store.Reads, Is.EqualTo(1));

        stream.Position = 10;
        await stream.ReadExactlyAsync(buffer);
        Assert.That(buffer, Is.EqualTo(Content[10..30]));
        Assert.That(store.Reads, Is.EqualTo(2));
        Assert.That(store.OpenBodies, Is.EqualTo(1));
    }

    [Test]
    public async Task After_a_jump_a_replaced_video_is_not_mixed_with_the_old()
    {
        var store = await FilledAsync();
        await using var stream = await store.OpenSeekableAsync(A);
        await store.WriteAsync(A, new MemoryStream(new byte[100]));

        await stream.ReadExactlyAsync(new byte[10]);
        stream.Position = 50;

        await Assert.ThatAsync(
            () => stream.ReadAsync(new byte[10]).AsTask(),
            Throws.TypeOf<VideoStoreException>().With.Property(nameof(VideoStoreException.Error)).EqualTo(VideoStoreError.PreconditionFailed));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Disposal_ends_the_request(bool asynchronous)
    {
        var store = await FilledAsync();
        var stream = await store.OpenSeekableAsync(A);

        for (var i = 0; i < 2; i++)
        {
            if (asynchronous)
                await stream.DisposeAsync();
            else
                Dispose(stream);
        }

        Assert.That(store.OpenBodies, Is.Zero);
        Assert.That(stream.CanRead, Is.False);
        Assert.That(stream.CanSeek, Is.False);
        await Assert.ThatAsync(() => stream.ReadAsync(new byte[1]).AsTask(), Throws.TypeOf<ObjectDisposedException>());
        Assert.That(() => stream.Position = 1, Throws.TypeOf<ObjectDisposedException>());
    }

    [Test]
    public async Task It_can_be_read_asynchronously_and_moved_to_places_that_exist()
    {
        await using var stream = await (await FilledAsync()).OpenSeekableAsync(A);

        Assert.That(stream.CanRead && stream.CanSeek && !stream.CanWrite);
        Assert.That(stream.Length, Is.EqualTo(100));
        Assert.That(() => stream.ReadByte(), Throws.TypeOf<NotSupportedException>());
        Assert.That(() => stream.WriteByte(1), Throws.TypeOf<NotSupportedException>());
        Assert.That(() => stream.SetLength(1), Throws.TypeOf<NotSupportedException>());
        Assert.That(() => stream.Position = -1, Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => stream.Seek(-101, SeekOrigin.End), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => stream.Seek(0, (SeekOrigin)7), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    private static async Task GivesTheSameAsync((int Offset, int Count, SeekOrigin Origin)[] steps)
    {
        var store = await FilledAsync();
        await using var stream = await store.OpenSeekableAsync(A);
        using var model = new MemoryStream(Content);
        foreach (var (offset, count, origin) in steps)
        {
            var signed = origin is SeekOrigin.Begin ? offset : -Math.Min(offset, (int)(origin is SeekOrigin.Current ? model.Position : model.Length));
            Assert.That(stream.Seek(signed, origin), Is.EqualTo(model.Seek(signed, origin)));

            var (actual, expected) = (new byte[count], new byte[count]);
            var actualCount = await stream.ReadAtLeastAsync(actual, count, throwOnEndOfStream: false);
            Assert.That(actualCount, Is.EqualTo(model.ReadAtLeast(expected, count, throwOnEndOfStream: false)));
            Assert.That(actual, Is.EqualTo(expected));
            Assert.That(stream.Position, Is.EqualTo(model.Position));
            Assert.That(store.OpenBodies, Is.LessThanOrEqualTo(1));
        }
    }

    private static async Task<MemoryStore> FilledAsync()
    {
        var store = new MemoryStore();
        await store.WriteAsync(A, new MemoryStream(Content));
        return store;
    }

    private static void Dispose(Stream stream) => stream.Dispose();
}
