namespace FlixTube.Storage.Measuring;

/// <summary>A body whose bytes are counted as they come. The inner body belongs to it.</summary>
internal sealed class MeasuredBody(Stream body, string provider, StoreMetrics metrics) : Stream
{
    public override bool CanRead => body.CanRead;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException("A body is read forward.");

    public override long Position
    {
        get => throw new NotSupportedException("A body is read forward.");
        set => throw new NotSupportedException("A body is read forward.");
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Counted(await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => Counted(body.Read(buffer, offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("A body is read forward.");

    public override void SetLength(long value) => throw new NotSupportedException("A video is read here, not written.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("A video is read here, not written.");

    public override async ValueTask DisposeAsync()
    {
        await body.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            body.Dispose();

        base.Dispose(disposing);
    }

    private int Counted(int bytes)
    {
        metrics.Read(provider, bytes);
        return bytes;
    }
}
