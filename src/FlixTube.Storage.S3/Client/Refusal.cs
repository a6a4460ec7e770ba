using System.Net;
using System.Xml;
using Amazon.Runtime;
using Amazon.S3;
using FlixTube.Storage.S3.Objects;

namespace FlixTube.Storage.S3.Client;

/// <summary>What the service answered instead of an object, as the SDK would throw it, with headers that the SDK would lose.</summary>
internal sealed class Refusal : AmazonS3Exception
{
    // Error answers are a few hundred bytes; what is longer comes from something that is no store.
    private const int MaxLength = 16 * 1024;

    private Refusal(HttpResponseMessage answer, string code, string message, string? requestId)
        : base(message, ErrorType.Unknown, code, requestId, answer.StatusCode)
    {
        RetryAfter = answer.Headers.Text("Retry-After");
        BucketRegion = answer.Headers.Text("x-amz-bucket-region");
        VideoLength = answer.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable ? answer.Content.Headers.ContentRange?.Length : null;
    }

    /// <summary>When to ask again: seconds, or a date.</summary>
    public string? RetryAfter { get; }

    /// <summary>Where the bucket really is.</summary>
    public string? BucketRegion { get; }

    /// <summary>The length of the video, where the refusal of a range tells it (<c>bytes */1234</c>).</summary>
    public long? VideoLength { get; }

    public static async Task<Refusal> ReadAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        var said = Elements(await BodyAsync(answer, cancellationToken).ConfigureAwait(false));

        // The answer to HEAD has no body that could name the reason.
        var code = said.GetValueOrDefault("Code") ?? answer.StatusCode.ToString();
        var requestId = said.GetValueOrDefault("RequestId") ?? answer.Headers.Text("x-amz-request-id");
        return new Refusal(answer, code, $"{said.GetValueOrDefault("Message") ?? code} (request id {requestId ?? "unknown"})", requestId);
    }

    private static async Task<MemoryStream> BodyAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        var body = await answer.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var buffer = new byte[MaxLength];
        var length = await body.ReadAtLeastAsync(buffer, MaxLength, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        return new MemoryStream(buffer, 0, length, writable: false);
    }

    // The elements of <Error>; none when the body is something else.
    private static Dictionary<string, string> Elements(Stream body)
    {
        var elements = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            using var xml = XmlReader.Create(body, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            if (xml.MoveToContent() != XmlNodeType.Element || xml.LocalName is not "Error")
                return elements;

            xml.ReadStartElement();
            while (xml.MoveToContent() == XmlNodeType.Element)
            {
                var name = xml.LocalName;
                elements[name] = xml.ReadInnerXml();
            }
        }
        catch (XmlException)
        {
        }

        return elements;
    }
}
