using FlixTube.Catalog.Checking;
using FlixTube.Storage;

namespace FlixTube.Catalog.Discovery;

/// <summary>One pass over store and catalogue: what can be made again follows the store, what people wrote stays.</summary>
internal sealed class DiscoveryPass(IVideoStore store, IVideoCatalog catalog)
{
    public async Task<DiscoveryResult> RunAsync(CancellationToken cancellationToken)
    {
        var added = 0;
        var removed = 0;
        await foreach (var (video, entry) in SideBySide.ListAsync(store, catalog, cancellationToken).ConfigureAwait(false))
        {
            if (entry is null)
            {
                if ((await catalog.RegisterAsync(video!.Path, cancellationToken).ConfigureAwait(false)).Created)
                    added++;
            }
            else if (video is null
                && CanBeMadeAgain(entry)
                && !await DanglingEntry.ExistsAsync(store, entry, cancellationToken).ConfigureAwait(false)
                && await DanglingEntry.RemoveAsync(store, catalog, entry, cancellationToken).ConfigureAwait(false))
            {
                removed++;
            }
        }

        return new(added, removed);
    }

    private static bool CanBeMadeAgain(CatalogVideo entry) =>
        entry.Details == CatalogDetails.None && entry.Id == VideoId.ForPath(entry.Path);
}
