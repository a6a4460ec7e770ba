using Azure;
using Azure.Storage.Blobs.Models;

namespace FlixTube.Storage.Azure.Blobs;

/// <summary>What the service says of a blob, in the contract's words.</summary>
internal static class BlobFacts
{
    public static VideoProperties Of(VideoPath path, BlobProperties blob) =>
        Of(path, blob.ContentLength, blob.ETag, blob.LastModified, blob.ContentType, blob.Metadata);

    public static VideoProperties Of(VideoPath path, long length, BlobDownloadDetails blob) =>
        Of(path, length, blob.ETag, blob.LastModified, blob.ContentType, blob.Metadata);

    private static VideoProperties Of(
        VideoPath path, long length, ETag etag, DateTimeOffset lastModified, string? contentType, IDictionary<string, string> metadata)
    {
        if (etag == default)
        {
            throw new VideoStoreException(
                VideoStoreError.Internal, $"The answer about '{path}' has no ETag: is VideoStorage:Azure:ServiceUri the address of a blob service?")
            {
                Path = path,
            };
        }

        return new VideoProperties
        {
            Path = path,
            Length = length,
            ETag = EntityTag.Text(etag),
            LastModified = lastModified.ToUniversalTime(),
            ContentType = string.IsNullOrEmpty(contentType) ? VideoContentType.FromName(path) : contentType,
            ContentHash = BlobMetadata.Hash(metadata),
            Metadata = BlobMetadata.FromService(metadata),
        };
    }
}
