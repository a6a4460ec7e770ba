using Amazon.S3.Model;
using FlixTube.Storage.S3.Client;
using FlixTube.Storage.S3.Objects;

namespace FlixTube.Storage.S3.Writing;

/// <summary>One call of <see cref="IVideoStore.WriteAsync"/>, with a mark by which its object can be told from all others.</summary>
internal sealed record VideoWrite(VideoPath Path, WriteOptions Options, string Id)
{
    public string ContentType => Options.ContentType ?? VideoContentType.FromName(Path);

    public VideoProperties Properties(long length, string contentHash, string etag, DateTimeOffset lastModified) => new()
    {
        Path = Path,
        Length = length,
        ETag = ETags.Unquoted(etag),
        LastModified = lastModified,
        ContentType = ContentType,
        ContentHash = contentHash,
        Metadata = Options.Metadata,
    };

    /// <summary>The condition of a create-only write, as a header; else <c>null</c>.</summary>
    public string? IfNoneMatch => Options.CreateOnly ? "*" : null;

    /// <summary>The condition of a write over one version only, as a header; else <c>null</c>.</summary>
    public string? IfMatch => Options.IfMatch is { } etag ? ETags.Quoted(etag) : null;

    /// <summary>Puts what is kept with the video into the headers of a request.</summary>
    public void Describe(string contentHash, MetadataCollection metadata, Action<string> setContentType)
    {
        setContentType(ContentTypes.Header(ContentType));
        ObjectMetadata.Set(metadata, Options.Metadata, ContentType, contentHash, Id);
    }

    /// <summary>The properties of the object if this write made it, else <c>null</c>.</summary>
    public async Task<VideoProperties?> FindAsync(Bucket bucket, CancellationToken cancellationToken)
    {
        try
        {
            var present = await bucket.StatAsync(Path, cancellationToken).ConfigureAwait(false);
            return string.Equals(present.Write, Id, StringComparison.Ordinal) ? present.Properties : null;
        }
        catch (VideoStoreException e) when (e.Error == VideoStoreError.NotFound)
        {
            return null;
        }
    }

    /// <summary>The failure as the writer's conditions make it: what the service says of a precondition in general.</summary>
    public VideoStoreException Refusal(VideoStoreException failure) => failure.Error switch
    {
        VideoStoreError.PreconditionFailed when Options.CreateOnly => VideoStoreException.AlreadyExists(Path, failure.InnerException),
        VideoStoreError.NotFound when Options.IfMatch is not null => VideoStoreException.PreconditionFailed(Path, failure.InnerException),
        _ => failure,
    };
}
