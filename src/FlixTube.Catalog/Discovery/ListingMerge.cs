using FlixTube.Storage;

namespace FlixTube.Catalog.Discovery;

/// <summary>
/// One pass over the listings of store and catalogue side by side: both are in the order of their paths' UTF-8 bytes.
/// </summary>
internal sealed class ListingMerge(IVideoStore store, IVideoCatalog catalog)
{
    public async Task<DiscoveryResult> RunAsync(CancellationToken cancellationToken)
    {
        var added = 0;
        var removed = 0;
        var videos = new Listing<VideoListItem>(store.ListAsync(cancellationToken: cancellationToken));
        await using var endOfVideos = videos.ConfigureAwait(false);
        var entries = new Listing<CatalogVideo>(catalog.ListAsync(cancellationToken));
        await using var endOfEntries = entries.ConfigureAwait(false);
        await videos.AdvanceAsync().ConfigureAwait(false);
        await entries.AdvanceAsync().ConfigureAwait(false);

        while (true)
        {
            switch (videos.Current, entries.Current)
            {
                case (null, null):
                    return new(added, removed);

                case ({ } video, var entry) when entry is null || video.Path < entry.Path:
                    if ((await catalog.RegisterAsync(video.Path, cancellationToken).ConfigureAwait(false)).Created)
                        added++;
                    await videos.AdvanceAsync().ConfigureAwait(false);
                    break;

                case (var video, { } entry) when video is null || video.Path > entry.Path:
                    if (await RemoveIfGoneAsync(entry, cancellationToken).ConfigureAwait(false))
                        removed++;
                    await entries.AdvanceAsync().ConfigureAwait(false);
                    break;

                default:
                    await videos.AdvanceAsync().ConfigureAwait(false);
                    await entries.AdvanceAsync().ConfigureAwait(false);
                    break;
            }
        }
    }

    private async Task<bool> RemoveIfGoneAsync(CatalogVideo entry, CancellationToken cancellationToken)
    {
        if (await ExistsAsync().ConfigureAwait(false))
            return false;

        var removed = await catalog.RemoveAsync(entry.Id, cancellationToken).ConfigureAwait(false);
        if (!removed || !await ExistsAsync().ConfigureAwait(false))
            return removed;

        // An upload ended between the question and the removal, and its uploader was told that it has an entry.
        await catalog.RegisterAsync(entry.Path, cancellationToken).ConfigureAwait(false);
        return false;

        async Task<bool> ExistsAsync() =>
            await store.FindPropertiesAsync(entry.Path, cancellationToken).ConfigureAwait(false) is not null;
    }

    /// <summary>A listing with the item that comes next in sight; <c>null</c> at its end.</summary>
    private sealed class Listing<T>(IAsyncEnumerable<T> items) : IAsyncDisposable
        where T : class
    {
        private readonly IAsyncEnumerator<T> _items = items.GetAsyncEnumerator();

        public T? Current { get; private set; }

        public async ValueTask AdvanceAsync()
        {
            try
            {
                Current = await _items.MoveNextAsync().ConfigureAwait(false) ? _items.Current : null;
            }
            catch (ArgumentException e)
            {
                // The only argument is the token of the page before: it came from a store that is not there any more.
                throw new VideoStoreException(VideoStoreError.Unavailable, "The store was changed while its videos were listed.", e);
            }
        }

        public ValueTask DisposeAsync() => _items.DisposeAsync();
    }
}
