namespace FlixTube.Storage.Files;

/// <summary>Deletes videos from all the places where they are.</summary>
internal sealed class VideoRemover(StoreFolder folder, VideoPlaces places, Sidecars sidecars, PathLocks locks)
{
    public async Task DeleteAsync(VideoPath path, DeleteOptions options, CancellationToken cancellationToken)
    {
        try
        {
            // Before anything that needs the right to write.
            var present = places.Find(path);
            folder.EnsurePresent();
            EnsureCondition(path, present, options);
            if (present is null && !sidecars.HasAny(path))
                return;

            folder.EnsureWritable();
            using (await locks.AcquireAsync(path, cancellationToken).ConfigureAwait(false))
                await Task.Run(() => Commit(path, options), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not (OperationCanceledException or VideoStoreException))
        {
            throw FileErrors.Translate(e, path);
        }
    }

    private static void EnsureCondition(VideoPath path, PlacedVideo? present, DeleteOptions options)
    {
        if (options.IfMatch is { } tag && !string.Equals(tag, present?.Version.ETag, StringComparison.Ordinal))
            throw VideoStoreException.PreconditionFailed(path);
    }

    private void Commit(VideoPath path, DeleteOptions options)
    {
        var present = places.Find(path);
        EnsureCondition(path, present, options);

        // The hidden one first: the other way round it would come to light for a moment.
        Remove(places.FindObject(path));
        Remove(present);
        sidecars.RemoveOthers(path, version: null);
    }

    private void Remove(PlacedVideo? video)
    {
        if (video is not { } present)
            return;

        var parent = Path.GetDirectoryName(present.File)!;
        try
        {
            File.Delete(present.File);
        }
        catch (DirectoryNotFoundException)
        {
            // Somebody else was quicker, and took the folder too.
            return;
        }

        DurableFolders.Flush(parent);
        DurableFolders.RemoveEmpty(parent, places.RootOf(present.File));
    }
}
