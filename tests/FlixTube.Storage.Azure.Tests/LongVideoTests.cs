using System.Security.Cryptography;

namespace FlixTube.Storage.Azure.Tests;

/// <summary>A video of 1 GiB in the memory of two parts.</summary>
[Category("Soak")]
internal sealed class LongVideoTests
{
    private const long Length = 1L << 30;
    private const long Bound = 64L << 20;

    [Test]
    public async Task A_gibibyte_is_written_and_read_in_64_mebibytes()
    {
        await using var container = await TestContainer.CreateAsync();
        await using var store = new AzureVideoStore(container.Options);
        var path = VideoPath.Parse("long.mp4");
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var watch = new Watch(before);

        var written = await store.WriteAsync(path, new ZeroStream(Length, watch));
        await using var read = await store.OpenReadAsync(path);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[81_920];
        for (int count; (count = await read.Body.ReadAsync(buffer)) > 0;)
        {
            hash.AppendData(buffer, 0, count);
            watch.Look();
        }

        await TestContext.Out.WriteLineAsync($"At most {watch.Most >> 20} MiB of managed memory while 1 GiB was written and read.");
        Assert.That(Convert.ToHexStringLower(hash.GetHashAndReset()), Is.EqualTo(written.ContentHash));
        Assert.That(watch.Most, Is.LessThan(Bound));
    }

    /// <summary>Looks at what is in use, garbage included, now and then.</summary>
    private sealed class Watch(long before)
    {
        private int _looks;

        public long Most { get; private set; }

        public void Look()
        {
            if (++_looks % 100 == 0)
                Most = Math.Max(Most, GC.GetTotalMemory(forceFullCollection: false) - before);
        }
    }

    private sealed class ZeroStream(long length, Watch watch) : Stream
    {
        private long _position;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            watch.Look();
            var count = (int)Math.Min(Math.Min(buffer.Length, 81_920), length - _position);
            buffer.Span[..count].Clear();
            _position += count;
            return ValueTask.FromResult(count);
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
