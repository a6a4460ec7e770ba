using FlixTube.Storage;
using Microsoft.Extensions.Options;

namespace FlixTube.Host.Streaming;

/// <summary>
/// Answers GET and HEAD for a video as RFC 9110 says, out of any store: conditions, ranges, and the bytes.
/// Thread-safe; one for the whole host, because it counts the streams.
/// </summary>
internal sealed partial class VideoStreamer(IOptions<StreamingOptions> settings, TimeProvider time, StreamMetrics metrics, ILogger<VideoStreamer> logger)
{
    private readonly StreamingOptions _options = settings.Value;
    private int _streams;

    /// <summary>How many requests are in progress.</summary>
    public int ActiveStreams => Volatile.Read(ref _streams);

    /// <summary>Answers the request, or throws before the answer has begun.</summary>
    /// <remarks>
    /// <para>
    /// A plain or ranged GET is one read of the store, a HEAD is one stat. There is a second request only when the first
    /// proved the wrong one: a range that <c>If-Range</c> then forbade, a range that cannot be satisfied beside
    /// conditions that come first, and the further parts of a multipart answer.
    /// </para>
    /// <para>
    /// Once the answer has begun, nothing is thrown: when the store fails or the viewer stops taking bytes, the connection
    /// is aborted, so that no client takes a part for the whole.
    /// </para>
    /// </remarks>
    /// <exception cref="VideoStoreException">The store refused or failed; nothing was written to the response.</exception>
    public async Task ServeAsync(HttpContext context, IVideoStore store, VideoPath path)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(store);

        if (Interlocked.Increment(ref _streams) > _options.MaxConcurrentStreams)
        {
            Interlocked.Decrement(ref _streams);
            Refused(path, _options.MaxConcurrentStreams);
            await StreamingProblems.WriteBusyAsync(context);
            return;
        }

        metrics.Began();
        try
        {
            using var limit = new WaitLimit(time, context.RequestAborted);
            await new VideoRequest(context, store, path, limit, _options, time, metrics).AnswerAsync();
        }
        catch (OperationCanceledException) when (context.Response.HasStarted || context.RequestAborted.IsCancellationRequested)
        {
            context.Abort();
            metrics.Broke("viewer_left");
            ViewerLeft(path);
        }
        catch (TimeoutException) when (context.Response.HasStarted)
        {
            context.Abort();
            metrics.Broke("viewer_idle");
            ViewerCutOff(path, _options.ViewerIdleTimeout);
        }
        catch (VideoStoreException e) when (context.Response.HasStarted)
        {
            context.Abort();
            metrics.Broke("store_failed");
            StoreFailed(path, e.Error, e);
        }
        catch (Exception e) when (context.Response.HasStarted)
        {
            // No store may throw this, but the viewer must not get a short video from one that does.
            context.Abort();
            metrics.Broke("store_failed");
            StoreFailed(path, VideoStoreError.Internal, e);
        }
        finally
        {
            Interlocked.Decrement(ref _streams);
            metrics.Ended();
        }
    }
}
