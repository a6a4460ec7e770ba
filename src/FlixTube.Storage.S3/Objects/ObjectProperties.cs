using Amazon.S3.Model;

namespace FlixTube.Storage.S3.Objects;

/// <summary>The properties of a video, read from the headers of its object.</summary>
internal static class ObjectProperties
{
    // What Amazon S3 says of an object whose writer gave no type.
    private const string NoType = "binary/octet-stream";

    public static VideoProperties Of(VideoPath path, GetObjectMetadataResponse answer) =>
        Of(path, answer.ContentLength, answer.ETag, answer.LastModified, answer.Headers.ContentType, answer.Metadata);

    public static VideoProperties Of(VideoPath path, GetObjectResponse answer, long length) =>
        Of(path, length, answer.ETag, answer.LastModified, answer.Headers.ContentType, answer.Metadata);

    private static VideoProperties Of(
        VideoPath path, long length, string? etag, DateTime? lastModified, string? contentType, MetadataCollection metadata)
    {
        var contentHash = ObjectMetadata.ContentHash(metadata);
        contentType = ObjectMetadata.ContentType(metadata, contentType) ?? contentType;
        var isUntyped = string.IsNullOrEmpty(contentType) || (contentHash is null && contentType is NoType);
        return new VideoProperties
        {
            Path = path,
            Length = length,
            ETag = ETags.Unquoted(etag),
            LastModified = UtcTime(lastModified),
            ContentType = isUntyped ? VideoContentType.FromName(path) : contentType!,
            ContentHash = contentHash,
            Metadata = ObjectMetadata.Metadata(metadata),
        };
    }

    public static DateTimeOffset UtcTime(DateTime? time) => time is { } known ? new DateTimeOffset(known.ToUniversalTime()) : DateTimeOffset.UnixEpoch;
}
