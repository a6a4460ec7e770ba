namespace FlixTube.Storage;

/// <summary>One open body at a time, replaced by another under the same pin when a read comes after a seek.</summary>
internal sealed class SeekableVideoStream(IVideoStore store, VideoRead first) : Stream
{
    private readonly VideoProperties _video = first.Properties;
    private VideoRead? _read = first;
    private long _bodyPosition;
    private long _position;
    private bool _disposed;

    public override bool CanRead => !_disposed;

    public override bool CanSeek => !_disposed;

    public override bool CanWrite => false;

    public override long Length => _video.Length;

    public override long Position
    {
        get => _position;
        set
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _position = value;
        }
    }

    public override long Seek(long offset, SeekOrigin origin) => Position = offset + origin switch
    {
        SeekOrigin.Begin => 0,
        SeekOrigin.Current => _position,
        SeekOrigin.End => Length,
        _ => throw new ArgumentOutOfRangeException(nameof(origin), origin, message: null),
    };

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_position >= Length || buffer.IsEmpty)
            return 0;

        if (_read is null || _bodyPosition != _position)
            await ReopenAsync(cancellationToken).ConfigureAwait(false);

        var count = await _read!.Body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        _position += count;
        _bodyPosition = _position;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("A video is read asynchronously: use ReadAsync.");

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException("A video is read here, not written.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("A video is read here, not written.");

    public override async ValueTask DisposeAsync()
    {
        _disposed = true;
        if (Interlocked.Exchange(ref _read, null) is { } read)
            await read.DisposeAsync().ConfigureAwait(false);

        await base.DisposeAsync().ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        _disposed = true;
        if (disposing)
            Interlocked.Exchange(ref _read, null)?.Dispose();

        base.Dispose(disposing);
    }

    private async Task ReopenAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _read, null) is { } old)
            await old.DisposeAsync().ConfigureAwait(false);

        _read = await store.OpenVersionAsync(_video, ByteRange.From(_position), cancellationToken).ConfigureAwait(false);
        _bodyPosition = _position;
    }
}
