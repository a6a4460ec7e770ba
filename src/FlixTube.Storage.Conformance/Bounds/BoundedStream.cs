namespace FlixTube.Storage.Conformance;

/// <summary>Bounds the asynchronous calls of a body in time and leaves all else to it.</summary>
internal sealed class BoundedStream(Stream body, TimeSpan limit) : Stream
{
    public override bool CanRead => body.CanRead;

    public override bool CanSeek => body.CanSeek;

    public override bool CanWrite => body.CanWrite;

    public override long Length => body.Length;

    public override long Position
    {
        get => body.Position;
        set => body.Position = value;
    }

    public override int Read(byte[] buffer, int offset, int count) => body.Read(buffer, offset, count);

    public override int Read(Span<byte> buffer) => body.Read(buffer);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        await BoundedStore.WithinAsync(body.ReadAsync(buffer, cancellationToken).AsTask(), limit);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        BoundedStore.WithinAsync(body.ReadAsync(buffer, offset, count, cancellationToken), limit);

    public override Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken) =>
        BoundedStore.WithinAsync(body.CopyToAsync(destination, bufferSize, cancellationToken), limit);

    public override long Seek(long offset, SeekOrigin origin) => body.Seek(offset, origin);

    public override void SetLength(long value) => body.SetLength(value);

    public override void Write(byte[] buffer, int offset, int count) => body.Write(buffer, offset, count);

    public override void Flush() => body.Flush();

#pragma warning disable CA2215 // The base would dispose the body a second time, which is a test's to do.
    public override ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return new(BoundedStore.WithinAsync(body.DisposeAsync().AsTask(), limit));
    }
#pragma warning restore CA2215

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            body.Dispose();

        base.Dispose(disposing);
    }
}
