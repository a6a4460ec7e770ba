using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using FlixTube.Storage.Http.Protocol;

namespace FlixTube.Storage.Http.Reading;

/// <summary>What an answer with a video, or about one, says in its headers: a gateway's, or that of any server that answers <c>GET /video?path=</c>.</summary>
internal static class VideoAnswer
{
    // No store makes tags that begin so, and a server is not asked about a tag that it has not given.
    private const string MadeUp = "made-up-";

    /// <summary>Whether the tag was made here, for a server that gives none.</summary>
    public static bool IsMadeUp(string etag) => etag.StartsWith(MadeUp, StringComparison.Ordinal);

    /// <summary>The bytes that the answer has, and the length of the whole video.</summary>
    /// <exception cref="FormatException">It does not say so.</exception>
    public static (ServedRange Sent, long VideoLength) Bytes(HttpResponseMessage response)
    {
        var length = response.Content.Headers.ContentLength;
        return response switch
        {
            { StatusCode: HttpStatusCode.PartialContent, Content.Headers.ContentRange: { From: { } from, To: { } to, Length: { } whole } }
                when length is null || length == to - from + 1 => (new ServedRange(from, to - from + 1), whole),
            { StatusCode: HttpStatusCode.OK } when length is { } whole => (new ServedRange(0, whole), whole),
            { StatusCode: HttpStatusCode.OK } => throw new FormatException("The server does not say how long the video is (Content-Length)."),
            _ => throw new FormatException($"The server answered {(int)response.StatusCode} without saying which bytes it sends."),
        };
    }

    /// <param name="path">The video.</param>
    /// <param name="response">The answer.</param>
    /// <param name="length">The length of the whole video.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="FormatException">A header of a gateway is malformed.</exception>
    /// <exception cref="ArgumentException">The metadata breaks a rule.</exception>
    public static VideoProperties Properties(VideoPath path, HttpResponseMessage response, long length, TimeProvider time) => new()
    {
        Path = path,
        Length = length,
        ETag = EntityTag.ParseStrong(Text(response.Headers, "ETag")) ?? MakeUp(response, length),
        LastModified = LastModified(response, time),
        ContentType = Text(response.Content.Headers, "Content-Type") is { Length: > 0 } type ? type : VideoContentType.FromName(path),
        ContentHash = Text(response.Headers, GatewayHeaders.ContentHash),
        Metadata = MetadataHeader.Parse(Text(response.Headers, GatewayHeaders.Metadata)),
    };

    // A weak tag and a date change when a video does, or nearly always; a length is better than nothing.
    private static string MakeUp(HttpResponseMessage response, long length)
    {
        var known = string.Join('\n', Text(response.Headers, "ETag"), Text(response.Content.Headers, "Last-Modified"), length.ToString(CultureInfo.InvariantCulture));
        return MadeUp + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(known)).AsSpan(0, 16));
    }

    // Without a date, the version may be of this very moment; an older one would let a client keep what has changed.
    private static DateTimeOffset LastModified(HttpResponseMessage response, TimeProvider time) =>
        Text(response.Headers, GatewayHeaders.LastModified) is { } exact
            ? DateTimeOffset.ParseExact(exact, "O", CultureInfo.InvariantCulture).ToUniversalTime()
            : response.Content.Headers.LastModified ?? response.Headers.Date ?? time.GetUtcNow();

    private static string? Text(System.Net.Http.Headers.HttpHeaders headers, string name) =>
        headers.NonValidated.TryGetValues(name, out var values) ? values.ToString() : null;
}
