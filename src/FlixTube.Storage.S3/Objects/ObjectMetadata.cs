using System.Net.Http.Headers;
using Amazon.S3.Model;

namespace FlixTube.Storage.S3.Objects;

/// <summary>
/// What is kept in an object's headers: the writer's metadata, percent-encoded, the hash of the content, and a mark of the
/// write itself.
/// </summary>
internal static class ObjectMetadata
{
    private const string Prefix = "x-amz-meta-";

    // These begin with a digit, so that they can be no keys of VideoMetadata and no caller's.
    private const string WriteKey = "0-write";
    private const string TypeKey = "0-type";

    public static void Set(MetadataCollection headers, VideoMetadata metadata, string contentType, string contentHash, string write)
    {
        foreach (var (key, value) in metadata)
            headers[key] = Uri.EscapeDataString(value);

        headers[VideoMetadata.ContentHashKey] = contentHash;
        headers[WriteKey] = write;
        if (!string.Equals(ContentTypes.Header(contentType), contentType, StringComparison.Ordinal))
            headers[TypeKey] = Uri.EscapeDataString(contentType);
    }

    /// <summary>The mark of the write that made the object; <c>null</c> when it came by another way.</summary>
    public static string? Write(HttpHeaders headers) => headers.Text(Prefix + WriteKey);

    /// <summary>The content type as its writer wrote it, when its header could not be sent so and has not been changed since.</summary>
    public static string? ContentType(HttpHeaders headers, string? header) =>
        headers.Text(Prefix + TypeKey) is { } type && Uri.UnescapeDataString(type) is var written && string.Equals(ContentTypes.Header(written), header, StringComparison.OrdinalIgnoreCase)
            ? written
            : null;

    public static string? ContentHash(HttpHeaders headers) =>
        headers.Text(Prefix + VideoMetadata.ContentHashKey) is { Length: 64 } hash && hash.All(char.IsAsciiHexDigitLower) ? hash : null;

    /// <summary>The metadata of the writer. What other programs have put there and no <see cref="VideoMetadata"/> can hold is passed over.</summary>
    public static VideoMetadata Metadata(HttpHeaders headers)
    {
        Dictionary<string, string>? entries = null;
        foreach (var (name, values) in headers.NonValidated)
        {
            if (!name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
                continue;

            var key = name[Prefix.Length..].ToLowerInvariant();
            if (key is not (VideoMetadata.ContentHashKey or WriteKey or TypeKey))
                (entries ??= new(StringComparer.Ordinal))[key] = Uri.UnescapeDataString(values.ToString());
        }

        if (entries is null)
            return VideoMetadata.Empty;

        return TryMake(entries) ?? TryMake(entries.Where(entry => TryMake([entry]) is not null)) ?? VideoMetadata.Empty;
    }

    private static VideoMetadata? TryMake(IEnumerable<KeyValuePair<string, string>> entries)
    {
        try
        {
            return new VideoMetadata(entries);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
