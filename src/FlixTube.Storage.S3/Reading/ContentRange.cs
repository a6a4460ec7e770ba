using System.Net.Http.Headers;
using Amazon.Runtime.Internal;

namespace FlixTube.Storage.S3.Reading;

/// <summary>The header of RFC 9110 section 14.4.</summary>
internal static class ContentRange
{
    public static bool TryParse(string? text, out ServedRange range, out long length)
    {
        if (ContentRangeHeaderValue.TryParse(text, out var header) && header is { From: { } from, To: { } to, Length: { } total })
        {
            range = new ServedRange(from, to - from + 1);
            length = total;
            return true;
        }

        range = default;
        length = 0;
        return false;
    }

    /// <summary>The length of the video, where the refusal of a range tells it (<c>bytes */1234</c>).</summary>
    public static long? LengthOf(VideoStoreException refusal)
    {
        var answer = (refusal.InnerException?.InnerException as HttpErrorResponseException)?.Response;
        return answer is not null
            && answer.IsHeaderPresent("Content-Range")
            && ContentRangeHeaderValue.TryParse(answer.GetHeaderValue("Content-Range"), out var header)
                ? header.Length
                : null;
    }
}
