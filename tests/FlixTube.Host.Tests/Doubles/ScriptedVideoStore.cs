using System.Collections.Concurrent;
using System.Threading.Channels;
using FlixTube.Storage;

namespace FlixTube.Host.Tests.Doubles;

/// <summary>A store that counts what it is asked, and misbehaves where a test tells it to.</summary>
internal sealed class ScriptedVideoStore : IVideoStore
{
    private readonly ConcurrentDictionary<VideoPath, ScriptedVideo> _videos = new();
    private readonly ConcurrentQueue<ReadOptions> _reads = new();
    private readonly ConcurrentQueue<ScriptedBody> _bodies = new();
    private readonly Channel<bool> _disposals = Channel.CreateUnbounded<bool>();
    private int _stats;
    private long _bytesRead;

    /// <summary>The byte, counted from the video's beginning, that fails to be read.</summary>
    public long? FailAt { get; set; }

    /// <summary>What is thrown there.</summary>
    public Exception Failure { get; set; } = new VideoStoreException(VideoStoreError.Unavailable, "The cloud is gone.");

    /// <summary>The byte that never comes.</summary>
    public long? StallAt { get; set; }

    /// <summary>The byte before which the body ends, as if it were whole.</summary>
    public long? EndAt { get; set; }

    /// <summary>The most that one read yields.</summary>
    public int MaxRead { get; set; } = int.MaxValue;

    /// <summary>Runs before each open, with the number of opens before it.</summary>
    public Func<int, CancellationToken, Task>? BeforeOpen { get; set; }

    public VideoStoreCapabilities Capabilities { get; } = new()
    {
        Provider = "scripted",
        ConditionalCreate = false,
        ConditionalWrite = false,
        ConditionalDelete = false,
        SuffixRange = true,
        MaxVideoLength = long.MaxValue,
    };

    public IReadOnlyList<ReadOptions> Reads => [.. _reads];

    public int Stats => _stats;

    /// <summary>All requests together.</summary>
    public int Requests => _reads.Count + _stats;

    public long BytesRead => Interlocked.Read(ref _bytesRead);

    public int OpenBodies => _bodies.Count(b => !b.IsDisposed);

    public ScriptedVideo Add(ScriptedVideo video)
    {
        _videos[video.Properties.Path] = video;
        return video;
    }

    /// <summary>Completes when one more body has been disposed.</summary>
    public Task WhenBodyDisposedAsync() => _disposals.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));

    public async Task<VideoRead> OpenReadAsync(VideoPath path, ReadOptions options = default, CancellationToken cancellationToken = default)
    {
        var before = _reads.Count;
        _reads.Enqueue(options);
        if (BeforeOpen is not null)
            await BeforeOpen(before, cancellationToken);

        var video = Find(path);
        if (options.IfMatch is { } tag && tag != video.Properties.ETag)
            throw VideoStoreException.PreconditionFailed(path);

        var served = new ServedRange(0, video.Properties.Length);
        if (options.Range is { } range && !range.TryResolve(video.Properties.Length, out served))
            throw VideoStoreException.RangeNotSatisfiable(path, range, video.Properties.Length);

        var body = new ScriptedBody(this, video, served);
        _bodies.Enqueue(body);
        return new VideoRead(video.Properties, served, body);
    }

    public Task<VideoProperties> GetPropertiesAsync(VideoPath path, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _stats);
        return Task.FromResult(Find(path).Properties);
    }

    public Task<VideoProperties> WriteAsync(VideoPath path, Stream content, WriteOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task DeleteAsync(VideoPath path, DeleteOptions options = default, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<VideoPage> ListPageAsync(ListOptions options = default, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    private ScriptedVideo Find(VideoPath path) => _videos.GetValueOrDefault(path) ?? throw VideoStoreException.NotFound(path);

    private sealed class ScriptedBody(ScriptedVideoStore store, ScriptedVideo video, ServedRange range) : Stream
    {
        private long _position = range.Offset;

        public bool IsDisposed { get; private set; }

        public override bool CanRead => !IsDisposed;

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
            ObjectDisposedException.ThrowIf(IsDisposed, this);
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();

            if (_position == store.FailAt)
                throw store.Failure;

            if (_position == store.StallAt)
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);

            var end = new[] { range.End, store.EndAt, store.FailAt, store.StallAt }.Where(e => e >= _position).Min()!.Value;
            var count = (int)Math.Min(Math.Min(buffer.Length, store.MaxRead), end - _position);
            video.Fill(buffer.Span[..count], _position);
            _position += count;
            Interlocked.Add(ref store._bytesRead, count);
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
            if (!IsDisposed)
            {
                IsDisposed = true;
                store._disposals.Writer.TryWrite(true);
            }

            base.Dispose(disposing);
        }
    }
}
