using System.Globalization;
using FlixTube.Service.Problems;

namespace FlixTube.Host.Streaming;

/// <summary>The refusals that RFC 9110 asks of a server with ranges and conditions, and the one of a busy server.</summary>
internal static class StreamingProblems
{
    public static readonly Problem PreconditionFailed = new(
        StatusCodes.Status412PreconditionFailed,
        "precondition-failed",
        "The video is not of the version you named",
        "If-Match or If-Unmodified-Since does not hold for the present version.");

    private static readonly Problem RangeNotSatisfiable = new(
        StatusCodes.Status416RangeNotSatisfiable,
        "range-not-satisfiable",
        "The video has none of these bytes",
        "Its length is in the Content-Range header.");

    private static readonly Problem TooManyRanges = new(
        StatusCodes.Status416RangeNotSatisfiable,
        "too-many-ranges",
        "The request asks for too many ranges");

    private static readonly Problem Busy = new(
        StatusCodes.Status503ServiceUnavailable,
        "busy",
        "Too many videos are being streamed",
        "The host streams as many at once as the setting Streaming:MaxConcurrentStreams allows. Try again shortly.");

    /// <summary>416 with the length, which RFC 9110 section 15.5.17 asks for.</summary>
    public static Task WriteRangeNotSatisfiableAsync(HttpContext context, long videoLength) =>
        WriteWithLengthAsync(context, RangeNotSatisfiable, videoLength);

    /// <summary>416 for more ranges than <paramref name="limit"/>.</summary>
    public static Task WriteTooManyRangesAsync(HttpContext context, long videoLength, int limit)
    {
        var detail = string.Create(CultureInfo.InvariantCulture, $"At most {limit} are answered, counted after those that overlap or nearly touch were merged.");
        return WriteWithLengthAsync(context, TooManyRanges with { Detail = detail }, videoLength);
    }

    public static Task WriteBusyAsync(HttpContext context)
    {
        context.Response.Headers.RetryAfter = "1";
        return Busy.WriteAsync(context);
    }

    private static Task WriteWithLengthAsync(HttpContext context, Problem problem, long videoLength)
    {
        context.Response.Headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes */{videoLength}");
        return problem.WriteAsync(context);
    }
}
