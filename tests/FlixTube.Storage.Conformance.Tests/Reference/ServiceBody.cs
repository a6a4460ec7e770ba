namespace FlixTube.Storage.Conformance.Tests.Reference;

/// <summary>A body of one version, which may break off once.</summary>
internal sealed class ServiceBody(ObjectService service, StoredObject stored, ServedRange range, long? breakAfter) : Stream
{
    private long _position;
    private bool _disposed;

    public override bool CanRead => !_disposed;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException("The body cannot seek.");

    public override long Position
    {
        get => throw new NotSupportedException("The body cannot seek.");
        set => throw new NotSupportedException("The body cannot seek.");
    }

    public override int Read(Span<byte> buffer)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var count = (int)Math.Min(buffer.Length, range.Length - _position);
        if (breakAfter is { } end && _position + count > end)
        {
            count = (int)(end - _position);
            if (count == 0)
            {
                throw new VideoStoreException(VideoStoreError.Unavailable, $"The body of '{stored.Name}' broke off.")
                {
                    Path = VideoPath.Parse(stored.Name),
                };
            }
        }

        stored.Content.Read(range.Offset + _position, buffer[..count]);
        _position += count;
        service.Took(count);
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled<int>(cancellationToken);

        try
        {
            return ValueTask.FromResult(Read(buffer.Span));
        }
        catch (Exception e)
        {
            return ValueTask.FromException<int>(e);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("The body cannot seek.");

    public override void SetLength(long value) => throw new NotSupportedException("The body is read-only.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("The body is read-only.");

    public override void Flush()
    {
    }

    protected override void Dispose(bool disposing)
    {
        if (!_disposed)
            service.Closed();

        _disposed = true;
        base.Dispose(disposing);
    }
}
