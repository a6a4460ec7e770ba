using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Globalization;

namespace FlixTube.Storage.Tests.Caching.Support;

/// <summary>
/// A cloud in this process, whose videos are functions of a seed: it counts what it is asked for, waits where a test wants it
/// to, and goes down.
/// </summary>
internal sealed class Origin : IVideoStore
{
    private readonly ConcurrentDictionary<VideoPath, Version> _videos = new();
    private int _versions;
    private int _opens;
    private int _stats;
    private int _openBodies;
    private long _bytes;

    public VideoStoreCapabilities Capabilities { get; } = new()
    {
        Provider = "origin",
        ConditionalCreate = false,
        ConditionalWrite = false,
        ConditionalDelete = false,
        SuffixRange = true,
        MaxVideoLength = long.MaxValue,
    };

    public int Opens => Volatile.Read(ref _opens);

    public int Stats => Volatile.Read(ref _stats);

    public int OpenBodies => Volatile.Read(ref _openBodies);

    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Thrown by every call and by every body.</summary>
    public VideoStoreException? Failure { get; set; }

    /// <summary>Waited for by every open.</summary>
    public Func<CancellationToken, Task>? Opening { get; set; }

    /// <summary>Waited for by every stat.</summary>
    public Func<CancellationToken, Task>? Describing { get; set; }

    /// <summary>Waited for by every read of a body, with the position of its first byte.</summary>
    public Func<long, CancellationToken, Task>? Sending { get; set; }

    /// <summary>The most that one read of a body gives.</summary>
    public int Piece { get; set; } = 64 * 1024;

    /// <summary>When a version had ceased to be the present one, by ETag.</summary>
    public ConcurrentDictionary<string, long> ReplacedAt { get; } = new();

    public Func<long> Now { get; set; } = () => 0;

    public static byte[] Content(int seed, long offset, int length)
    {
        var bytes = new byte[length];
        Fill(seed, offset, bytes);
        return bytes;
    }

    /// <summary>What a version is made of, by its ETag.</summary>
    public static int SeedOf(string etag) => int.Parse(etag.Split('-')[1], CultureInfo.InvariantCulture);

    public VideoProperties Put(VideoPath path, int seed, long length)
    {
        var made = new Version(seed, new VideoProperties
        {
            Path = path,
            Length = length,
            ETag = string.Create(CultureInfo.InvariantCulture, $"{Interlocked.Increment(ref _versions)}-{seed}"),
            LastModified = DateTimeOffset.UnixEpoch,
            ContentType = "video/mp4",
        });
        Version? old = null;
        _videos.AddOrUpdate(path, made, (_, present) =>
        {
            old = present;
            return made;
        });

        // Not before it is gone.
        if (old is not null)
            ReplacedAt[old.Properties.ETag] = Now();

        return made.Properties;
    }

    public void Remove(VideoPath path)
    {
        if (_videos.TryRemove(path, out var old))
            ReplacedAt[old.Properties.ETag] = Now();
    }

    public async Task<VideoRead> OpenReadAsync(VideoPath path, ReadOptions options = default, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _opens);
        await (Opening?.Invoke(cancellationToken) ?? Task.CompletedTask);
        var version = Find(path);
        if (options.IfMatch is { } etag && etag != version.Properties.ETag)
            throw VideoStoreException.PreconditionFailed(path);

        var served = new ServedRange(0, version.Properties.Length);
        if (options.Range is { } range && !range.TryResolve(version.Properties.Length, out served))
            throw VideoStoreException.RangeNotSatisfiable(path, range, version.Properties.Length);

        Interlocked.Increment(ref _openBodies);
        return new VideoRead(version.Properties, served, new Body(this, version.Seed, served));
    }

    public async Task<VideoProperties> GetPropertiesAsync(VideoPath path, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _stats);
        await (Describing?.Invoke(cancellationToken) ?? Task.CompletedTask);
        return Find(path).Properties;
    }

    public async Task<VideoProperties> WriteAsync(VideoPath path, Stream content, WriteOptions? options = null, CancellationToken cancellationToken = default)
    {
        var seed = new byte[sizeof(int)];
        await content.ReadExactlyAsync(seed, cancellationToken);
        var length = new byte[sizeof(long)];
        await content.ReadExactlyAsync(length, cancellationToken);
        return Put(path, BinaryPrimitives.ReadInt32LittleEndian(seed), BinaryPrimitives.ReadInt64LittleEndian(length));
    }

    /// <summary>What makes <see cref="WriteAsync"/> put such a video.</summary>
    public static Stream Recipe(int seed, long length)
    {
        var recipe = new byte[sizeof(int) + sizeof(long)];
        BinaryPrimitives.WriteInt32LittleEndian(recipe, seed);
        BinaryPrimitives.WriteInt64LittleEndian(recipe.AsSpan(sizeof(int)), length);
        return new MemoryStream(recipe);
    }

    public Task DeleteAsync(VideoPath path, DeleteOptions options = default, CancellationToken cancellationToken = default)
    {
        Remove(path);
        return Task.CompletedTask;
    }

    public Task<VideoPage> ListPageAsync(ListOptions options = default, CancellationToken cancellationToken = default) =>
        Task.FromResult(new VideoPage([], null));

    private static void Fill(int seed, long offset, Span<byte> bytes)
    {
        for (var i = 0; i < bytes.Length; i++)
        {
            var position = (ulong)(offset + i);
            var word = ((position >> 3) + ((ulong)seed * 0x9E3779B97F4A7C15)) * 0xBF58476D1CE4E5B9;
            word = (word ^ (word >> 29)) * 0x94D049BB133111EB;
            bytes[i] = (byte)(word >> (int)((position & 7) * 8));
        }
    }

    private Version Find(VideoPath path)
    {
        if (Failure is { } failure)
            throw new VideoStoreException(failure.Error, failure.Message) { Path = path };

        return _videos.TryGetValue(path, out var version) ? version : throw VideoStoreException.NotFound(path);
    }

    private sealed record Version(int Seed, VideoProperties Properties);

    private sealed class Body(Origin origin, int seed, ServedRange range) : Stream
    {
        private long _position = range.Offset;
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

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await (origin.Sending?.Invoke(_position, cancellationToken) ?? Task.CompletedTask);
            cancellationToken.ThrowIfCancellationRequested();
            if (origin.Failure is { } failure)
                throw new VideoStoreException(failure.Error, failure.Message);

            var count = (int)Math.Min(Math.Min(buffer.Length, origin.Piece), range.End - _position);
            Fill(seed, _position, buffer.Span[..count]);
            _position += count;
            Interlocked.Add(ref origin._bytes, count);
            return count;
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
            if (!_disposed)
                Interlocked.Decrement(ref origin._openBodies);

            _disposed = true;
            base.Dispose(disposing);
        }
    }
}
