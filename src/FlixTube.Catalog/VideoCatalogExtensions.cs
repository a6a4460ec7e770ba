using System.Runtime.CompilerServices;

namespace FlixTube.Catalog;

/// <summary>What can be made of the calls of <see cref="IVideoCatalog"/>, for any catalogue.</summary>
public static class VideoCatalogExtensions
{
    /// <summary>All entries in ascending order of their paths' UTF-8 bytes, one page in memory at a time.</summary>
    /// <exception cref="CatalogException">The catalogue failed.</exception>
    public static async IAsyncEnumerable<CatalogVideo> ListAsync(
        this IVideoCatalog catalog, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        string? token = null;
        do
        {
            var page = await catalog.ListPageAsync(IVideoCatalog.MaxPageSize, token, cancellationToken).ConfigureAwait(false);
            foreach (var video in page.Videos)
                yield return video;

            token = page.NextPageToken;
        }
        while (token is not null);
    }
}
