using FlixTube.Host.Streaming;
using Microsoft.Net.Http.Headers;

namespace FlixTube.Host.Viewing;

/// <summary>What an answer is to whoever watches: see docs/decisions/0019-what-a-view-is.md.</summary>
internal enum VideoAnswer
{
    /// <summary>No bytes to watch: a HEAD, a 304, a refusal, a probe, a download, a store's own read.</summary>
    Nothing,

    /// <summary>Bytes from the middle: a seek, or a player that reads on.</summary>
    Part,

    /// <summary>The first byte and those that follow.</summary>
    Beginning,
}

/// <summary>Tells a viewer's answers from all others, by the request and the head of the answer.</summary>
internal static class ViewRule
{
    // Players ask for a byte or two to learn whether there are ranges, and tools for a few more to learn what it is.
    private const long LongestProbe = 1024;

    public static VideoAnswer Judge(HttpRequest request, HttpResponse response)
    {
        if (!HttpMethods.IsGet(request.Method) || StoreTerms.AreSpokenBy(request) || IsPrefetch(request) || IsDownload(request))
            return VideoAnswer.Nothing;

        return response.StatusCode switch
        {
            StatusCodes.Status200OK => response.ContentLength > 0 ? VideoAnswer.Beginning : VideoAnswer.Nothing,
            StatusCodes.Status206PartialContent => JudgePart(request, response),
            _ => VideoAnswer.Nothing,
        };
    }

    private static VideoAnswer JudgePart(HttpRequest request, HttpResponse response)
    {
        if (ContentRangeHeaderValue.TryParse(response.Headers.ContentRange.ToString(), out var range) && range is { From: { } from, To: { } to, Length: { } length })
            return Judge(from, to - from + 1, length);

        // Several parts: what they are is in the body, and what was asked for is in the request.
        return RangeHeader.Parse(request.Headers.Range) is [var first, ..] && first.TryResolve(long.MaxValue, out var asked)
            ? Judge(asked.Offset, asked.Length, long.MaxValue)
            : VideoAnswer.Part;
    }

    private static VideoAnswer Judge(long offset, long count, long length) =>
        count < Math.Min(LongestProbe, length) ? VideoAnswer.Nothing
        : offset == 0 ? VideoAnswer.Beginning
        : VideoAnswer.Part;

    private static bool IsPrefetch(HttpRequest request) =>
        request.Headers["Sec-Purpose"].ToString().Contains("prefetch", StringComparison.OrdinalIgnoreCase)
        || request.Headers["Purpose"].ToString().Contains("prefetch", StringComparison.OrdinalIgnoreCase);

    private static bool IsDownload(HttpRequest request) => request.Query["download"] == "1";
}
