namespace FlixTube.Storage.Tests.Switching.Support;

/// <summary>A store over another one that counts, fails where a test says so, and breaks every body when it is disposed of, as a cloud's does.</summary>
internal sealed class WatchedStore(IVideoStore inner) : IVideoStore, IAsyncDisposable
{
    // So that every body of some length takes several reads.
    private const int LongestBodyRead = 16 * 1024;

    private int _disposals;
    private int _openBodies;
    private int _calls;

    /// <summary>Runs before each call with its name: <c>read</c>, <c>stat</c>, <c>write</c>, <c>delete</c>, <c>list</c>.</summary>
    public Func<string, CancellationToken, Task>? Before { get; set; }

    /// <summary>Runs before each read of a body with its absolute position.</summary>
    public Func<long, CancellationToken, Task>? BeforeBodyRead { get; set; }

    /// <summary>Whether the store goes on with a write that was cancelled.</summary>
    public bool IsDeaf { get; set; }

    /// <summary>Changes what a stat or a write says.</summary>
    public Func<VideoProperties, VideoProperties> Properties { get; set; } = static properties => properties;

    /// <summary>Changes what a read is asked for.</summary>
    public Func<ReadOptions, ReadOptions> Read { get; set; } = static options => options;

    /// <summary>Changes the range that a read says it serves.</summary>
    public Func<ServedRange, ServedRange> Range { get; set; } = static range => range;

    /// <summary>Changes the bytes of bodies.</summary>
    public Action<Memory<byte>>? Corrupt { get; set; }

    public int Disposals => Volatile.Read(ref _disposals);

    public int OpenBodies => Volatile.Read(ref _openBodies);

    public int Calls => Volatile.Read(ref _calls);

    public VideoStoreCapabilities Capabilities => inner.Capabilities;

    public async Task<VideoRead> OpenReadAsync(VideoPath path, ReadOptions options = default, CancellationToken cancellationToken = default)
    {
        await BeforeAsync("read", cancellationToken);
        var read = await inner.OpenReadAsync(path, Read(options), cancellationToken);
        Interlocked.Increment(ref _openBodies);
        return new VideoRead(Properties(read.Properties), Range(read.Range), new Body(this, read));
    }

    public async Task<VideoProperties> GetPropertiesAsync(VideoPath path, CancellationToken cancellationToken = default)
    {
        await BeforeAsync("stat", cancellationToken);
        return Properties(await inner.GetPropertiesAsync(path, cancellationToken));
    }

    public async Task<VideoProperties> WriteAsync(VideoPath path, Stream content, WriteOptions? options = null, CancellationToken cancellationToken = default)
    {
        await BeforeAsync("write", cancellationToken);
        return Properties(await inner.WriteAsync(path, content, options, IsDeaf ? CancellationToken.None : cancellationToken));
    }

    public async Task DeleteAsync(VideoPath path, DeleteOptions options = default, CancellationToken cancellationToken = default)
    {
        await BeforeAsync("delete", cancellationToken);
        await inner.DeleteAsync(path, options, cancellationToken);
    }

    public async Task<VideoPage> ListPageAsync(ListOptions options = default, CancellationToken cancellationToken = default)
    {
        await BeforeAsync("list", cancellationToken);
        return await inner.ListPageAsync(options, cancellationToken);
    }

    public ValueTask DisposeAsync()
    {
        Interlocked.Increment(ref _disposals);
        return ValueTask.CompletedTask;
    }

    private async Task BeforeAsync(string call, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _calls);
        ObjectDisposedException.ThrowIf(Disposals > 0, this);
        if (Before is not null)
            await Before(call, cancellationToken);
    }

    private sealed class Body(WatchedStore store, VideoRead read) : Stream
    {
        private long _position = read.Range.Offset;
        private int _isClosed;

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
            ObjectDisposedException.ThrowIf(store.Disposals > 0, store);
            if (store.BeforeBodyRead is { } before)
                await before(_position, cancellationToken);

            var count = await read.Body.ReadAsync(buffer[..Math.Min(buffer.Length, LongestBodyRead)], cancellationToken);
            store.Corrupt?.Invoke(buffer[..count]);
            _position += count;
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
            if (disposing && Interlocked.Exchange(ref _isClosed, 1) == 0)
            {
                Interlocked.Decrement(ref store._openBodies);
                read.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
