using FlixTube.Storage.Gcp.Objects;

namespace FlixTube.Storage.Gcp.Reading;

/// <summary>
/// The body of a whole video that is compared with the service's checksum: when they differ, the read that would have
/// yielded the last byte fails instead.
/// </summary>
/// <remarks>Forward only; synchronous reads block. Not thread-safe.</remarks>
internal sealed class VerifiedBody(VideoPath path, Stream body, long length, string crc32c) : Stream
{
    private Crc32C _checksum;
    private long _delivered;

    public override bool CanRead => body.CanRead;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => body.Length;

    public override long Position
    {
        get => body.Position;
        set => body.Position = value;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        if (count == 0)
            return 0;

        _checksum.Append(buffer.Span[..count]);
        _delivered += count;
        return _delivered < length || string.Equals(_checksum.ToString(), crc32c, StringComparison.Ordinal)
            ? count
            : throw new VideoStoreException(
                VideoStoreError.Unavailable, $"The content of '{path}' was damaged on its way: its CRC32C is {_checksum}, not {crc32c}.") { Path = path };
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) =>
        ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => body.Seek(offset, origin);

    public override void SetLength(long value) => body.SetLength(value);

    public override void Write(byte[] buffer, int offset, int count) => body.Write(buffer, offset, count);

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
}
