using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using FlixTube.Storage.Azure.Blobs;
using FlixTube.Storage.Azure.Errors;
using FlixTube.Storage.Azure.Reading;

namespace FlixTube.Storage.Azure.Writing;

/// <summary>Deletes videos, with the snapshots that other programs made of them.</summary>
internal sealed class BlobRemover(BlobContainerClient container, BlobReader reader, AzureCalls calls)
{
    public async Task DeleteAsync(VideoPath path, string? ifMatch, CancellationToken cancellationToken)
    {
        var attempts = 0;
        try
        {
            await calls.RunAsync(path, DeleteOnceAsync, cancellationToken).ConfigureAwait(false);
        }
        catch (VideoStoreException e) when (ifMatch is null && e.Error == VideoStoreError.NotFound)
        {
            // There was none.
        }
        catch (VideoStoreException e) when (ifMatch is not null && e.Error is VideoStoreError.NotFound or VideoStoreError.PreconditionFailed)
        {
            // When an answer was lost and the video is gone, it is this call that has deleted it.
            if (attempts == 1 || await reader.FindAsync(path, cancellationToken).ConfigureAwait(false) is not null)
                throw VideoStoreException.PreconditionFailed(path, e.InnerException);
        }

        Task<Response> DeleteOnceAsync(CancellationToken token)
        {
            attempts++;
            return container.GetBlobClient(path.Value).DeleteAsync(DeleteSnapshotsOption.IncludeSnapshots, EntityTag.IfMatch(ifMatch), token);
        }
    }
}
