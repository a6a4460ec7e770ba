using System.Runtime.CompilerServices;
using FlixTube.Storage;

namespace FlixTube.Catalog.Checking;

/// <summary>What store and catalogue have at one path: one of the two at least.</summary>
internal readonly record struct Pair(VideoListItem? Video, CatalogVideo? Entry);

/// <summary>
/// One pass over the listings of store and catalogue side by side: both are in the order of their paths' UTF-8 bytes, so
/// that one page of each is enough memory.
/// </summary>
internal static class SideBySide
{
    public static async IAsyncEnumerable<Pair> ListAsync(
        IVideoStore store, IVideoCatalog catalog, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var videos = new Listing<VideoListItem>(store.ListAsync(cancellationToken: cancellationToken));
        await using var endOfVideos = videos.ConfigureAwait(false);
        var entries = new Listing<CatalogVideo>(catalog.ListAsync(cancellationToken: cancellationToken));
        await using var endOfEntries = entries.ConfigureAwait(false);
        await videos.AdvanceAsync().ConfigureAwait(false);
        await entries.AdvanceAsync().ConfigureAwait(false);

        while ((videos.Current, entries.Current) is var (video, entry) && (video is not null || entry is not null))
        {
            var order = video is null ? 1 : entry is null ? -1 : video.Path.CompareTo(entry.Path);
            if (order <= 0)
                await videos.AdvanceAsync().ConfigureAwait(false);
            if (order >= 0)
                await entries.AdvanceAsync().ConfigureAwait(false);

            yield return new(order <= 0 ? video : null, order >= 0 ? entry : null);
        }
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
