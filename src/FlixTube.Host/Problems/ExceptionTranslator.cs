using System.Globalization;
using FlixTube.Catalog;
using FlixTube.Storage;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Diagnostics;

namespace FlixTube.Host.Problems;

/// <summary>
/// Turns what the store, the catalogue and Kestrel throw into a <see cref="Problem"/>. The exception's own words are for
/// the log: they may name an account or a bucket.
/// </summary>
internal sealed partial class ExceptionTranslator(ILogger<ExceptionTranslator> logger) : IExceptionHandler
{
    private static readonly TimeSpan DefaultRetryAfter = TimeSpan.FromSeconds(5);

    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        if (context.RequestAborted.IsCancellationRequested || exception is ConnectionResetException or ConnectionAbortedException)
        {
            LogClientLeft(context.Request.Method, context.Request.Path);
            context.Abort();
            return true;
        }

        var problem = Translate(exception);
        Log(context, exception, problem.Status);

        var headers = context.Response.Headers;
        if (exception is VideoStoreException { Error: VideoStoreError.RangeNotSatisfiable, VideoLength: { } length })
            headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes */{length}");

        if (problem.Status == StatusCodes.Status503ServiceUnavailable)
            headers.RetryAfter = RetryAfter(exception).ToString(CultureInfo.InvariantCulture);

        try
        {
            await problem.WriteAsync(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            LogClientLeft(context.Request.Method, context.Request.Path);
        }

        return true;
    }

    private static Problem Translate(Exception exception) => exception switch
    {
        ProblemException e => e.Problem,
        VideoStoreException e => Translate(e),
        VideoCatalogException e => Translate(e),
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } =>
            new(413, "too-large", "The video is too large", "The limit is the setting Upload:MaxBytes."),
        BadHttpRequestException { StatusCode: StatusCodes.Status408RequestTimeout } =>
            new(408, "too-slow", "The request came too slowly", "Send it again over a faster connection."),
        BadHttpRequestException e =>
            new(e.StatusCode, "broken-request", "The request broke off or is malformed", "Nothing was stored. Send it again."),
        _ => new(500, "internal", "Something went wrong here", "It is in the log of the service. Nothing you sent is at fault."),
    };

    private static Problem Translate(VideoStoreException exception) => exception.Error switch
    {
        VideoStoreError.NotFound => Refusals.UnknownVideo("The store has no video at this path."),
        VideoStoreError.InvalidPath => Refusals.BadRequest("invalid-path", "The path is not allowed", exception.Message),
        VideoStoreError.AlreadyExists => new(412, "already-exists", "There already is a video at this path",
            "Choose another path, or send the request without 'If-None-Match: *' to replace it."),
        VideoStoreError.PreconditionFailed => new(412, "precondition-failed", "The video is not of the version you named"),
        VideoStoreError.RangeNotSatisfiable => new(416, "range-not-satisfiable", "The video has none of these bytes",
            "Its length is in the Content-Range header."),
        VideoStoreError.Unsupported => new(501, "unsupported", "The store cannot do this"),
        VideoStoreError.Throttled => new(503, "store-throttled", "The store asks for fewer requests", "Try again after the time in Retry-After."),
        VideoStoreError.Timeout => new(504, "store-timeout", "The store did not answer in time", "Try again later."),
        VideoStoreError.Unavailable => new(503, "store-unavailable", "The store cannot answer now", "Try again later."),
        VideoStoreError.PermissionDenied => new(502, "store-refused", "The store refuses this service",
            "The operator has to look at its credentials and rights."),
        _ => new(500, "internal", "Something went wrong here", "It is in the log of the service. Nothing you sent is at fault."),
    };

    private static Problem Translate(VideoCatalogException exception) => exception.Error switch
    {
        VideoCatalogError.NotFound => Refusals.UnknownVideo("The catalogue has no such video."),
        VideoCatalogError.InvalidEntry => Refusals.InvalidEntry(exception.Message),
        VideoCatalogError.InvalidPageToken => Refusals.BadRequest("invalid-page-token", "The page token is not one of ours",
            "Pass nextPageToken of the page before, unchanged, with the same orderBy."),
        VideoCatalogError.AlreadyExists or VideoCatalogError.VersionConflict => new(409, "catalog-conflict",
            "Somebody else changes this entry at the same time", "Try again."),
        VideoCatalogError.PermissionDenied => new(502, "catalog-refused", "The catalogue refuses this service",
            "The operator has to look at its credentials and rights."),
        VideoCatalogError.Internal => new(500, "internal", "Something went wrong here", "It is in the log of the service. Nothing you sent is at fault."),
        _ => new(503, "catalog-unavailable", "The catalogue cannot answer now", "Try again after the time in Retry-After."),
    };

    private static int RetryAfter(Exception exception)
    {
        var asked = exception switch
        {
            VideoStoreException e => e.RetryAfter,
            VideoCatalogException e => e.RetryAfter,
            _ => null,
        };
        return (int)Math.Ceiling((asked ?? DefaultRetryAfter).TotalSeconds);
    }
}
