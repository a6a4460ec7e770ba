using System.Collections.Concurrent;
using System.Security.Cryptography;
using FlixTube.Storage;

namespace FlixTube.Host.Tests.Doubles;

/// <summary>
/// One video whose bytes are lent, as those of the slice cache are, by an owner who is as strict as can be: what is lent is
/// looked at before it is taken back, and then overwritten, so that whoever still sends it sends something wrong.
/// </summary>
internal sealed class LendingVideoStore(VideoPath path, long length) : IVideoStore
{
    private const int PieceBytes = 1 << 20;

    // Its length is prime, so that no two pieces are alike.
    private static readonly byte[] Pattern = RandomNumberGenerator.GetBytes(262_147);

    private readonly ConcurrentBag<string> _problems = [];
    private int _reads;
    private int _loans;
    private int _open;

    public VideoStoreCapabilities Capabilities { get; } = new() { Provider = "lending", ConditionalCreate = false, ConditionalWrite = false, ConditionalDelete = false, SuffixRange = true, MaxVideoLength = long.MaxValue, Remote = true };

    /// <summary>How often bytes were copied out.</summary>
    public int Reads => _reads;

    /// <summary>How often bytes were sent from where they are.</summary>
    public int Loans => _loans;

    public int OpenBodies => _open;

    public IEnumerable<string> Problems => _problems;

    public static void Fill(long offset, Span<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var part = Pattern.AsSpan((int)(offset % Pattern.Length));
            part = part[..Math.Min(part.Length, bytes.Length)];
            part.CopyTo(bytes);
            bytes = bytes[part.Length..];
            offset += part.Length;
        }
    }

    public static byte[] Bytes(long offset, int count)
    {
        var bytes = new byte[count];
        Fill(offset, bytes);
        return bytes;
    }

    public Task<VideoRead> OpenReadAsync(VideoPath path, ReadOptions options = default, CancellationToken cancellationToken = default)
    {
        var range = new ServedRange(0, length);
        if (options.Range is { } wanted && !wanted.TryResolve(length, out range))
            throw VideoStoreException.RangeNotSatisfiable(path, wanted, length);

        Interlocked.Increment(ref _open);
        return Task.FromResult(new VideoRead(Properties(), range, new Body(this, range)));
    }

    public Task<VideoProperties> GetPropertiesAsync(VideoPath path, CancellationToken cancellationToken = default) => Task.FromResult(Properties());

    public Task<VideoProperties> WriteAsync(VideoPath path, Stream content, WriteOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task DeleteAsync(VideoPath path, DeleteOptions options = default, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<VideoPage> ListPageAsync(ListOptions options = default, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    private VideoProperties Properties() => new()
    {
        Path = path,
        Length = length,
        ETag = "lent",
        LastModified = DateTimeOffset.UnixEpoch,
        ContentType = "video/mp4",
        Metadata = VideoMetadata.Empty,
    };

    private sealed class Body(LendingVideoStore store, ServedRange range) : Stream, ICachedBody
    {
        private readonly byte[] _memory = new byte[PieceBytes];
        private long _position = range.Offset;
        private int _shown;
        private bool _disposed;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public ValueTask<ReadOnlyMemory<byte>> PeekAsync(CancellationToken cancellationToken = default)
        {
            TakeBack();
            _shown = (int)Math.Min(_memory.Length, range.End - _position);
            Fill(_position, _memory.AsSpan(0, _shown));
            return ValueTask.FromResult<ReadOnlyMemory<byte>>(_memory.AsMemory(0, _shown));
        }

        public void Advance(int count)
        {
            Interlocked.Increment(ref store._loans);
            TakeBack();
            _position += count;
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Interlocked.Increment(ref store._reads);
            TakeBack();
            var count = (int)Math.Min(buffer.Length, range.End - _position);
            Fill(_position, buffer.Span[..count]);
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

        protected override void Dispose(bool disposing)
        {
            if (disposing && !_disposed)
            {
                _disposed = true;
                TakeBack();
                Interlocked.Decrement(ref store._open);
            }

            base.Dispose(disposing);
        }

        private void TakeBack()
        {
            if (!_memory.AsSpan(0, _shown).SequenceEqual(Bytes(_position, _shown)))
                store._problems.Add($"Somebody wrote to what was lent at {_position}.");

            _memory.AsSpan().Fill(0xEE);
            _shown = 0;
        }
    }
}
