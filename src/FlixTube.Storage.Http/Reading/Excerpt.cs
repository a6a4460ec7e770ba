using System.Buffers;

namespace FlixTube.Storage.Http.Reading;

/// <summary>Some bytes of a longer body: those before them are thrown away, those after them are not read.</summary>
/// <remarks>For servers that send a whole video whatever is asked for. Not thread-safe.</remarks>
/// <param name="body">Disposed with this.</param>
/// <param name="skip">How many bytes come before.</param>
/// <param name="length">How many bytes are wanted.</param>
internal sealed class Excerpt(Stream body, long skip, long length) : Stream
{
    private const int BinBytes = 64 << 10;

    private long _skip = skip;
    private long _remaining = length;

    public override bool CanRead => body.CanRead;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException("A body is forward only.");

    public override long Position
    {
        get => throw new NotSupportedException("A body is forward only.");
        set => throw new NotSupportedException("A body is forward only.");
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_remaining == 0 || buffer.IsEmpty)
            return await body.ReadAsync(Memory<byte>.Empty, cancellationToken).ConfigureAwait(false);

        if (_skip > 0)
            await SkipAsync(cancellationToken).ConfigureAwait(false);

        var count = await body.ReadAsync(Clip(buffer, _remaining), cancellationToken).ConfigureAwait(false);
        _remaining -= count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) =>
        ReadAsync(buffer.AsMemory(offset, count), CancellationToken.None).AsTask().GetAwaiter().GetResult();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("A body is forward only.");

    public override void SetLength(long value) => throw new NotSupportedException("A body is read, not written.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("A body is read, not written.");

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

    // What can be thrown away at a time does not depend on how little the reader wants.
    private async Task SkipAsync(CancellationToken cancellationToken)
    {
        var bin = ArrayPool<byte>.Shared.Rent(BinBytes);
        try
        {
            while (_skip > 0)
            {
                var skipped = await body.ReadAsync(Clip(bin, _skip), cancellationToken).ConfigureAwait(false);
                if (skipped == 0)
                    throw new EndOfStreamException("The body ended before the bytes that were asked for.");

                _skip -= skipped;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bin);
        }
    }

    private static Memory<byte> Clip(Memory<byte> buffer, long most) => buffer.Length > most ? buffer[..(int)most] : buffer;
}
