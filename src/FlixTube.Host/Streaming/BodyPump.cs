using System.Buffers;
using System.IO.Pipelines;
using FlixTube.Storage;

namespace FlixTube.Host.Streaming;

/// <summary>Moves bytes from stores into one response. Not thread-safe.</summary>
internal sealed class BodyPump(PipeWriter response, WaitLimit limit, StreamingOptions options, TimeProvider time)
{
    private PieceSize _piece = new(options.MinBufferBytes, options.MaxBufferBytes);

    /// <summary>Sends <paramref name="bytes"/> together with what follows.</summary>
    public void Write(ReadOnlyMemory<byte> bytes) => response.Write(bytes.Span);

    /// <summary>Sends the next <paramref name="length"/> bytes of <paramref name="body"/>.</summary>
    /// <exception cref="VideoStoreException">The store failed, ended early or yielded nothing in time.</exception>
    /// <exception cref="TimeoutException">The viewer took nothing in time.</exception>
    /// <exception cref="OperationCanceledException">The viewer left.</exception>
    public async Task CopyAsync(Stream body, long length, VideoPath path)
    {
        while (length > 0)
        {
            var wanted = (int)Math.Min(_piece.Bytes, length);
            var count = await ReadAsync(body, wanted, path);
            response.Advance(count);
            length -= count;
            await FlushAsync();
        }
    }

    /// <summary>Sends what was written, and waits while the viewer has more than enough to take.</summary>
    public async ValueTask FlushAsync()
    {
        var pending = response.FlushAsync(limit.Token);
        var started = time.GetTimestamp();
        var result = await limit.WaitAsync(pending, options.ViewerIdleTimeout);
        if (result.IsCompleted || result.IsCanceled)
            throw new OperationCanceledException("The viewer left.");

        _piece.Sent(time.GetElapsedTime(started));
    }

    // Straight into the response's own memory: there is no second copy.
    private async ValueTask<int> ReadAsync(Stream body, int wanted, VideoPath path)
    {
        var memory = response.GetMemory(wanted)[..wanted];
        try
        {
            var count = await limit.WaitAsync(body.ReadAsync(memory, limit.Token), options.StoreIdleTimeout);
            return count > 0
                ? count
                : throw new VideoStoreException(VideoStoreError.Internal, $"The body of '{path}' ended before its end.") { Path = path };
        }
        catch (TimeoutException e)
        {
            throw new VideoStoreException(VideoStoreError.Timeout, $"The body of '{path}' yielded no byte in {options.StoreIdleTimeout}.", e) { Path = path };
        }
    }
}
