using System.Runtime.CompilerServices;
using FlixTube.Storage;

namespace FlixTube.Catalog;

/// <summary>What can be made of the calls of <see cref="IVideoCatalog"/>, for any catalogue.</summary>
public static class VideoCatalogExtensions
{
    private const int MaxAttempts = 10;

    /// <summary>All entries that <paramref name="filter"/> asks for, in order, one page in memory at a time.</summary>
    /// <exception cref="VideoCatalogException">The catalogue failed.</exception>
    public static async IAsyncEnumerable<CatalogVideo> ListAsync(
        this IVideoCatalog catalog,
        CatalogFilter filter = default,
        CatalogOrder order = CatalogOrder.Path,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        var query = new CatalogQuery { Filter = filter, Order = order };
        do
        {
            var page = await catalog.ListPageAsync(query, cancellationToken).ConfigureAwait(false);
            foreach (var video in page.Videos)
                yield return video;

            query = query with { PageToken = page.NextPageToken };
        }
        while (query.PageToken is not null);
    }

    /// <summary>Makes an entry for <paramref name="path"/>, or finds the one it has. Of several calls at once one creates.</summary>
    /// <exception cref="VideoCatalogException">The catalogue failed.</exception>
    public static async Task<CatalogRegistration> RegisterAsync(
        this IVideoCatalog catalog, VideoPath path, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        for (var attempt = 1; ; attempt++)
        {
            if (await catalog.FindByPathAsync(path, cancellationToken).ConfigureAwait(false) is { } known)
                return new(known, Created: false);

            try
            {
                return new(await catalog.CreateAsync(path, cancellationToken: cancellationToken).ConfigureAwait(false), Created: true);
            }
            catch (VideoCatalogException e) when (e.Error == VideoCatalogError.AlreadyExists && attempt < MaxAttempts)
            {
                // Somebody else made it just now; if it is gone again already, it is our turn once more.
            }
        }
    }

    /// <summary>Changes what is said about a video, again and again until nobody else did so in between.</summary>
    /// <param name="catalog">The catalogue.</param>
    /// <param name="id">Which entry.</param>
    /// <param name="change">From what is said to what shall be said; called once for each attempt.</param>
    /// <param name="cancellationToken">Stops the call; the entry is then changed or not.</param>
    /// <exception cref="VideoCatalogException">
    /// <see cref="VideoCatalogError.NotFound"/>; <see cref="VideoCatalogError.VersionConflict"/> after ten attempts.
    /// </exception>
    public static async Task<CatalogVideo> ChangeAsync(
        this IVideoCatalog catalog, VideoId id, Func<CatalogDetails, CatalogDetails> change, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(change);
        for (var attempt = 1; ; attempt++)
        {
            var video = await catalog.FindAsync(id, cancellationToken).ConfigureAwait(false) ?? throw VideoCatalogException.NotFound(id);
            try
            {
                return await catalog.UpdateAsync(id, video.Version, change(video.Details), cancellationToken).ConfigureAwait(false);
            }
            catch (VideoCatalogException e) when (e.Error == VideoCatalogError.VersionConflict && attempt < MaxAttempts)
            {
                // Somebody else was faster: theirs is what the change begins with now.
            }
        }
    }
}

/// <summary>What came of <see cref="VideoCatalogExtensions.RegisterAsync"/>.</summary>
/// <param name="Video">The entry.</param>
/// <param name="Created">Whether this call made it.</param>
public readonly record struct CatalogRegistration(CatalogVideo Video, bool Created);
