using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using FlixTube.Storage.Azure.Blobs;
using FlixTube.Storage.Azure.Errors;

namespace FlixTube.Storage.Azure.Listing;

/// <summary>Lists videos, one request for a page of ordinary names.</summary>
internal sealed class BlobLister(BlobContainerClient container, AzureCalls calls, BlobNames names)
{
    public async Task<VideoPage> ListAsync(ListOptions options, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var prefix = options.Prefix ?? "";
        var from = options.PageToken is { } token ? PageToken.Parse(token, prefix) : PageToken.Start;
        if (!CanBegin(prefix))
            return new VideoPage([], null);

        var listing = new Utf8Listing((marker, size, stop) => calls.RunAsync(path: null, t => PageAsync(prefix, marker, size, t), stop));
        try
        {
            return await listing.ListAsync(from, options.PageSize, cancellationToken).ConfigureAwait(false);
        }
        catch (VideoStoreException e) when (from.Marker is not null && e.InnerException is RequestFailedException { Status: 400 })
        {
            throw PageToken.Refused(e);
        }
    }

    // A prefix that ends within a name, or at the slash before one.
    private static bool CanBegin(string prefix) => prefix.Length == 0 || VideoPath.TryParse(prefix, out _) || VideoPath.TryParse(prefix + "a", out _);

    private async Task<ServicePage> PageAsync(string prefix, string? marker, int size, CancellationToken cancellationToken)
    {
        var pages = container.GetBlobsAsync(BlobTraits.None, BlobStates.None, prefix, cancellationToken).AsPages(marker, size);
        await foreach (var page in pages.ConfigureAwait(false))
            return new ServicePage([.. page.Values.Select(blob => (blob.Name, Video(blob)))], page.ContinuationToken is { Length: > 0 } next ? next : null);

        return new ServicePage([], null);
    }

    private VideoListItem? Video(BlobItem blob) =>
        VideoPath.TryParse(blob.Name, out var path) && names.CanHold(path)
            ? new VideoListItem(
                path,
                blob.Properties.ContentLength ?? 0,
                EntityTag.Text(blob.Properties.ETag!.Value),
                blob.Properties.LastModified!.Value.ToUniversalTime())
            : null;
}
