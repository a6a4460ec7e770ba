using FlixTube.Storage;

namespace FlixTube.Catalog.Checking;

/// <summary>What to do about an entry whose video a listing of the store did not show.</summary>
internal static class DanglingEntry
{
    public static async Task<bool> ExistsAsync(IVideoStore store, CatalogVideo entry, CancellationToken cancellationToken) =>
        await store.FindPropertiesAsync(entry.Path, cancellationToken).ConfigureAwait(false) is not null;

    /// <summary>Removes the entry of a video that was not there; not one that was changed since it was listed.</summary>
    /// <returns>Whether it is gone.</returns>
    public static async Task<bool> RemoveAsync(IVideoStore store, IVideoCatalog catalog, CatalogVideo entry, CancellationToken cancellationToken)
    {
        try
        {
            await catalog.RemoveAsync(entry.Id, entry.Version, cancellationToken).ConfigureAwait(false);
        }
        catch (VideoCatalogException e) when (e.Error == VideoCatalogError.VersionConflict)
        {
            return false;
        }

        // From here on nobody can cancel: what people wrote is in our hands alone until it is known that nobody needs it.
        if (!await ExistsAsync(store, entry, CancellationToken.None).ConfigureAwait(false))
            return true;

        // An upload ended between the question and the removal, and its uploader was told that it has an entry.
        try
        {
            await catalog.CreateAsync(entry.Path, entry.Details, entry.Id, CancellationToken.None).ConfigureAwait(false);
        }
        catch (VideoCatalogException e) when (e.Error == VideoCatalogError.AlreadyExists)
        {
            // Somebody else gave it one.
        }

        return false;
    }
}
