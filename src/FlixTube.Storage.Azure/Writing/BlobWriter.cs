using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Specialized;
using FlixTube.Storage.Azure.Errors;
using FlixTube.Storage.Azure.Reading;
using FlixTube.Storage.Uploads;

namespace FlixTube.Storage.Azure.Writing;

/// <summary>Writes videos: one request for a short one, blocks and their list for a longer one.</summary>
internal sealed class BlobWriter(BlobContainerClient container, BlobReader reader, AzureCalls calls, int partSize)
{
    public async Task<VideoProperties> WriteAsync(VideoPath path, Stream content, WriteOptions options, CancellationToken cancellationToken)
    {
        await RefuseEarlyAsync(path, options, cancellationToken).ConfigureAwait(false);

        var upload = new BlobUpload(path, options, container.GetBlockBlobClient(path.Value), reader, calls);
        await PartPump.RunAsync(content, partSize, upload.SendAsync, cancellationToken).ConfigureAwait(false);
        return upload.Written;
    }

    // The service judges a condition when all the content has been sent. What is known not to hold need not be sent.
    private async Task RefuseEarlyAsync(VideoPath path, WriteOptions options, CancellationToken cancellationToken)
    {
        if (!options.CreateOnly && options.IfMatch is null)
            return;

        var present = await reader.FindAsync(path, cancellationToken).ConfigureAwait(false);
        if (options.CreateOnly && present is not null)
            throw VideoStoreException.AlreadyExists(path);

        if (options.IfMatch is { } etag && !string.Equals(present?.ETag, etag, StringComparison.Ordinal))
            throw VideoStoreException.PreconditionFailed(path);
    }
}
