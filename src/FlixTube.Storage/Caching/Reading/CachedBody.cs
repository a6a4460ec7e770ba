using System.Runtime.CompilerServices;

namespace FlixTube.Storage.Caching.Reading;

/// <summary>A range of one version, slice after slice, as <see cref="SliceReader"/> finds them.</summary>
/// <remarks>Not thread-safe, but disposal may come in the middle of a read.</remarks>
internal sealed class CachedBody(SliceReader reader) : Stream, ICachedBody
{
    public override bool CanRead => !reader.IsDisposed;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException("A body is forward only; its length is in VideoRead.Range.");

    public override long Position
    {
        get => throw new NotSupportedException("A body is forward only.");
        set => throw new NotSupportedException("A body is forward only.");
    }

    public ValueTask<ReadOnlyMemory<byte>> PeekAsync(CancellationToken cancellationToken = default) => reader.PeekAsync(cancellationToken);

    public void Advance(int count) => reader.Advance(count);

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(reader.IsDisposed, this);
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled<int>(cancellationToken);

        if (buffer.IsEmpty)
            return ValueTask.FromResult(0);

        return reader.TryPeek(out var bytes) ? ValueTask.FromResult(reader.Take(bytes, buffer.Span)) : ReadSlowlyAsync(buffer, cancellationToken);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Blocks while the store is waited for.</summary>
    public override int Read(byte[] buffer, int offset, int count) =>
        ReadAsync(buffer.AsMemory(offset, count), CancellationToken.None).AsTask().GetAwaiter().GetResult();

    /// <summary>Writes whole pieces from where they are.</summary>
    public override async Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken)
    {
        ValidateCopyToArguments(destination, bufferSize);
        while (await reader.PeekAsync(cancellationToken).ConfigureAwait(false) is { IsEmpty: false } bytes)
        {
            await destination.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
            reader.Advance(bytes.Length);
        }

        // What is not in memory, if there is any.
        await base.CopyToAsync(destination, bufferSize, cancellationToken).ConfigureAwait(false);
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("A body is forward only.");

    public override void SetLength(long value) => throw new NotSupportedException("A body is read, not written.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("A body is read, not written.");

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            reader.Dispose();

        base.Dispose(disposing);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> ReadSlowlyAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var bytes = await reader.PeekAsync(cancellationToken).ConfigureAwait(false);
        return bytes.IsEmpty
            ? await reader.ReadPastCacheAsync(buffer, cancellationToken).ConfigureAwait(false)
            : reader.Take(bytes, buffer.Span);
    }
}
