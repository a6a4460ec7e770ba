namespace FlixTube.Storage.S3.Objects;

/// <summary>The properties of a video, read from the headers of its object.</summary>
internal static class ObjectProperties
{
    // What Amazon S3 says of an object whose writer gave no type.
    private const string NoType = "binary/octet-stream";

    /// <param name="path">The video.</param>
    /// <param name="answer">The answer to GET or HEAD.</param>
    /// <param name="length">The length of the whole video.</param>
    public static VideoProperties Of(VideoPath path, HttpResponseMessage answer, long length)
    {
        var headers = answer.Headers;
        var contentHash = ObjectMetadata.ContentHash(headers);
        var contentType = answer.Content.Headers.Text("Content-Type");
        contentType = ObjectMetadata.ContentType(headers, contentType) ?? contentType;
        var isUntyped = string.IsNullOrEmpty(contentType) || (contentHash is null && contentType is NoType);
        return new VideoProperties
        {
            Path = path,
            Length = length,
            ETag = ETags.Unquoted(headers.Text("ETag")),
            LastModified = answer.Content.Headers.LastModified ?? DateTimeOffset.UnixEpoch,
            ContentType = isUntyped ? VideoContentType.FromName(path) : contentType!,
            ContentHash = contentHash,
            Metadata = ObjectMetadata.Metadata(headers),
        };
    }

    public static DateTimeOffset UtcTime(DateTime? time) => time is { } known ? new DateTimeOffset(known.ToUniversalTime()) : DateTimeOffset.UnixEpoch;
}
