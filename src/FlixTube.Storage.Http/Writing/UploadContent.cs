using System.Buffers;
using System.Net;

namespace FlixTube.Storage.Http.Writing;

/// <summary>
/// The body of an upload: the source as it comes, of unknown length. Tells a source that failed from a connection that
/// did, and bounds the time in which the gateway must take a piece, but not that which the source takes.
/// </summary>
internal sealed class UploadContent(Stream source, TimeSpan pieceLimit, TimeProvider time, CancellationToken caller) : HttpContent
{
    private const int PieceBytes = 128 << 10;

    private readonly CancellationTokenSource _end = CancellationTokenSource.CreateLinkedTokenSource(caller);
    private readonly CancellationTokenSource _slow = new(pieceLimit, time);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _begun;

    /// <summary>Cancelled when the gateway takes a piece, or answers, too slowly.</summary>
    public CancellationToken TooSlow => _slow.Token;

    /// <summary>Whether the source may have been read.</summary>
    public bool HasBegun => Volatile.Read(ref _begun) != 0;

    /// <summary>What the source threw.</summary>
    public Exception? SourceFailure { get; private set; }

    /// <summary>Stops reading the source; when this completes nobody reads it any more.</summary>
    public async Task EndAsync()
    {
        await _end.CancelAsync().ConfigureAwait(false);
        if (Interlocked.Exchange(ref _begun, 1) != 0)
            await _ended.Task.ConfigureAwait(false);
        else
            _ended.SetResult();
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _begun, 1) != 0)
            throw new InvalidOperationException("The source of an upload can be read once.");

        try
        {
            await CopyAsync(stream, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _ended.SetResult();
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _end.Dispose();
            _slow.Dispose();
        }

        base.Dispose(disposing);
    }

    private async Task CopyAsync(Stream gateway, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _end.Token);
        var piece = ArrayPool<byte>.Shared.Rent(PieceBytes);
        try
        {
            while (true)
            {
                _slow.CancelAfter(Timeout.InfiniteTimeSpan);
                var count = await ReadAsync(piece, either.Token).ConfigureAwait(false);
                _slow.CancelAfter(pieceLimit);
                if (count == 0)
                    return;

                await gateway.WriteAsync(piece.AsMemory(0, count), either.Token).ConfigureAwait(false);

                // What is held back would be missing at the gateway for as long as the source takes.
                await gateway.FlushAsync(either.Token).ConfigureAwait(false);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }
    }

    private async ValueTask<int> ReadAsync(Memory<byte> piece, CancellationToken cancellationToken)
    {
        // Also for a source that does not heed its token.
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return await source.ReadAsync(piece, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (!_end.IsCancellationRequested)
        {
            SourceFailure = e;
            throw;
        }
    }
}
