using System.Globalization;
using FlixTube.Storage;

namespace FlixTube.Host.Streaming;

/// <summary>The headers of every answer that is about a version of a video.</summary>
internal static class VideoHeaders
{
    /// <summary>What 200, 206 and 304 have in common (RFC 9110 sections 15.3.7 and 15.4.5).</summary>
    public static void SetValidators(HttpResponse response, in Validators validators, string cacheControl)
    {
        var headers = response.Headers;
        headers.ETag = validators.EntityTag;
        headers.LastModified = HttpDate.Format(validators.LastModified);
        // The server's own is up to a second old, and could then be earlier than Last-Modified.
        headers.Date = HttpDate.Format(validators.Date);
        headers.CacheControl = cacheControl;
        headers.AcceptRanges = "bytes";
    }

    /// <summary>What 200 and 206 add, whoever wrote the content: it must not run as a page of this origin.</summary>
    public static void SetContent(HttpResponse response, string contentType, long contentLength, string? contentDisposition)
    {
        var headers = response.Headers;
        headers.ContentType = contentType;
        headers.ContentLength = contentLength;
        headers.XContentTypeOptions = "nosniff";
        if (!IsMedia(contentType))
            headers.ContentSecurityPolicy = "sandbox";

        if (contentDisposition is not null)
            headers.ContentDisposition = contentDisposition;
    }

    /// <summary>
    /// Says that the store is away and a cache answers (RFC 9211 section 2.5): how long ago the store last said that this is
    /// the present version, in seconds below zero.
    /// </summary>
    public static void SetStale(HttpResponse response, TimeSpan age) =>
        response.Headers["Cache-Status"] = string.Create(CultureInfo.InvariantCulture, $"FlixTube; hit; ttl=-{(long)Math.Max(0, age.TotalSeconds)}");

    /// <summary>The media type of a video, when it can stand in a header at all.</summary>
    /// <remarks>Other programs write into clouds as well, and some clouds keep whatever text they are given.</remarks>
    public static string ContentType(VideoProperties video) =>
        video.ContentType.AsSpan().ContainsAnyExceptInRange(' ', '~') ? VideoContentType.Unknown : video.ContentType;

    // Nothing that a browser runs is called so, and in a sandbox it does not play a video that is opened by its address.
    private static bool IsMedia(string contentType) =>
        contentType.StartsWith("video/", StringComparison.OrdinalIgnoreCase)
        || contentType.StartsWith("audio/", StringComparison.OrdinalIgnoreCase);

    public static string ContentRange(ServedRange range, long videoLength) =>
        string.Create(CultureInfo.InvariantCulture, $"bytes {range.Offset}-{range.End - 1}/{videoLength}");
}
