using System.Buffers;
using System.IO.Pipelines;
using FlixTube.Host.Streaming.Sockets;
using FlixTube.Storage;

namespace FlixTube.Host.Streaming;

/// <summary>Moves bytes from stores into one response, which has a length. Not thread-safe.</summary>
internal sealed class BodyPump(
    PipeWriter response, SocketWriter? socket, WaitLimit limit, StreamingOptions options, TimeProvider time, StreamMetrics metrics, long began)
{
    // What a viewer is waited for with who has no room for a piece. When it has gone there is room, so that next to nothing
    // is held for the slow, however long they take.
    private const int KnockBytes = 4096;

    private PieceSize _piece = new(options.MinBufferBytes, options.MaxBufferBytes);
    private bool _hasSent;
    private bool _mayBeFull;

    /// <summary>Sends <paramref name="bytes"/> together with what follows.</summary>
    public void Write(ReadOnlyMemory<byte> bytes) => response.Write(bytes.Span);

    /// <summary>Sends the next <paramref name="length"/> bytes of <paramref name="body"/>.</summary>
    /// <exception cref="VideoStoreException">The store failed, ended early or yielded nothing in time.</exception>
    /// <exception cref="TimeoutException">The viewer took nothing in time.</exception>
    /// <exception cref="OperationCanceledException">The viewer left.</exception>
    public async Task CopyAsync(Stream body, long length, VideoPath path)
    {
        var cached = socket is null ? null : body as ICachedBody;
        while (length > 0)
        {
            if (cached is not null && await SendCachedAsync(cached, length, path) is var sent and > 0)
            {
                length -= sent;
                continue;
            }

            var piece = _mayBeFull && !_piece.IsLargest && socket is { HasRoom: false } ? KnockBytes : _piece.Bytes;
            var wanted = (int)Math.Min(piece, length);
            var count = await ReadAsync(body, wanted, path);
            response.Advance(count);
            length -= count;
            await FlushAsync();
            Sent(count);
        }
    }

    /// <summary>Sends what was written, and waits while the viewer has more than enough to take.</summary>
    public async ValueTask FlushAsync()
    {
        // A viewer who took everything so far is given more at a time, and has more to take before it shows that he does.
        var patience = _piece.IsLargest ? 2 * options.ViewerIdleTimeout : options.ViewerIdleTimeout;
        var started = time.GetTimestamp();
        var result = await limit.WaitAsync(response.FlushAsync(limit.Token), patience);
        if (result.IsCompleted || result.IsCanceled)
            throw new OperationCanceledException("The viewer left.");

        _piece.Sent(time.GetElapsedTime(started));
        socket?.UseLargeBuffer(_piece.IsLargest);
        _mayBeFull = true;
    }

    // From where they are: there is no copy. The body keeps them there until it is told to move on.
    private async ValueTask<int> SendCachedAsync(ICachedBody body, long length, VideoPath path)
    {
        var shown = await FromStoreAsync(body.PeekAsync(limit.Token), path);
        var piece = _piece.IsLargest ? 2 * _piece.Bytes : _piece.Bytes;
        var count = (int)Math.Min(Math.Min(shown.Length, piece), length);
        if (count == 0 || !socket!.TryWriteLent(response, shown[..count]))
            return 0;

        await FlushAsync();
        Sent(count);
        body.Advance(count);
        return count;
    }

    private void Sent(int count)
    {
        metrics.Sent(count);
        if (_hasSent)
            return;

        _hasSent = true;
        metrics.FirstByte(time.GetElapsedTime(began));
    }

    // Straight into the response's own memory: there is no second copy.
    private async ValueTask<int> ReadAsync(Stream body, int wanted, VideoPath path)
    {
        var memory = response.GetMemory(wanted)[..wanted];
        var count = await FromStoreAsync(body.ReadAsync(memory, limit.Token), path);
        return count > 0
            ? count
            : throw new VideoStoreException(VideoStoreError.Internal, $"The body of '{path}' ended before its end.") { Path = path };
    }

    private async ValueTask<T> FromStoreAsync<T>(ValueTask<T> pending, VideoPath path)
    {
        try
        {
            return await limit.WaitAsync(pending, options.StoreIdleTimeout);
        }
        catch (TimeoutException e)
        {
            throw new VideoStoreException(VideoStoreError.Timeout, $"The body of '{path}' yielded no byte in {options.StoreIdleTimeout}.", e) { Path = path };
        }
    }
}
