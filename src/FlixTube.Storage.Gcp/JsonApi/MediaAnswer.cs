using System.Globalization;
using System.Net;
using System.Text.Json;
using FlixTube.Storage.Gcp.Objects;

namespace FlixTube.Storage.Gcp.JsonApi;

/// <summary>Reads from the headers of a download what object it is of and which bytes it has.</summary>
internal static class MediaAnswer
{
    private const string MetadataPrefix = "x-goog-meta-";

    /// <param name="name">The object.</param>
    /// <param name="response">The answer, successful.</param>
    /// <param name="body">Its body.</param>
    /// <exception cref="JsonException">The answer does not say what it must, or has other bytes than are stored.</exception>
    public static ObjectMedia Read(string name, HttpResponseMessage response, Stream body)
    {
        var sent = response.Content.Headers.ContentLength
            ?? throw new JsonException("The service sends a body of unknown length: it is not the stored bytes.");
        var (range, length) = response switch
        {
            { StatusCode: HttpStatusCode.PartialContent, Content.Headers.ContentRange: { From: { } from, To: { } to, Length: { } whole } } =>
                (new ServedRange(from, to - from + 1), whole),
            { StatusCode: HttpStatusCode.OK } => (new ServedRange(0, sent), sent),
            _ => throw new JsonException($"The service answered {(int)response.StatusCode} without saying which bytes it sends."),
        };
        if (range.Length != sent)
            throw new JsonException("The service sends more or fewer bytes than it says.");

        // Where the two differ the service has unpacked the object on the way.
        if (Number(response, "x-goog-stored-content-length") is { } stored && stored != length)
            throw new JsonException("The service sends other bytes than it has stored.");

        return new ObjectMedia(
            new StoredObject(
                name,
                Number(response, "x-goog-generation") ?? throw new JsonException("The service does not say which generation it sends."),
                length,
                response.Content.Headers.LastModified ?? throw new JsonException("The service does not say when the object was modified."),
                ContentType(response),
                Crc32C(response),
                Metadata(response)),
            range,
            body);
    }

    private static string? ContentType(HttpResponseMessage response) =>
        response.Content.Headers.NonValidated.TryGetValues("Content-Type", out var values) ? values.ToString() : null;

    // crc32c=AAAAAA==,md5=… in one header or in two.
    private static string? Crc32C(HttpResponseMessage response) =>
        Text(response, "x-goog-hash")?
            .Split(',', StringSplitOptions.TrimEntries)
            .FirstOrDefault(hash => hash.StartsWith("crc32c=", StringComparison.Ordinal))?["crc32c=".Length..];

    private static Dictionary<string, string> Metadata(HttpResponseMessage response)
    {
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (header, values) in response.Headers.NonValidated)
        {
            if (header.StartsWith(MetadataPrefix, StringComparison.OrdinalIgnoreCase))
                metadata[header[MetadataPrefix.Length..]] = values.ToString();
        }

        return metadata;
    }

    private static long? Number(HttpResponseMessage response, string header) =>
        long.TryParse(Text(response, header), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string? Text(HttpResponseMessage response, string header) =>
        response.Headers.NonValidated.TryGetValues(header, out var values) ? values.ToString() : null;
}
