using FlixTube.Storage;

namespace FlixTube.Catalog;

/// <summary>From ids to videos. A path has at most one entry.</summary>
/// <remarks>
/// Every member must be safe to call from many threads, must stop when its token is cancelled (and do nothing at all
/// when it was cancelled before the call), and must fail with <see cref="CatalogException"/> and nothing else but
/// <see cref="OperationCanceledException"/>, and <see cref="ArgumentException"/> for <c>default</c> as an id or a path
/// and for a number out of its documented bounds. What a finished call changed must be seen by every later one and must
/// survive a crash of the process.
/// </remarks>
public interface IVideoCatalog
{
    /// <summary>The most videos that one page holds.</summary>
    const int MaxPageSize = 1000;

    /// <summary>The entry with this id, or <c>null</c>.</summary>
    Task<CatalogVideo?> FindAsync(VideoId id, CancellationToken cancellationToken = default);

    /// <summary>The entry of this path, or <c>null</c>.</summary>
    Task<CatalogVideo?> FindByPathAsync(VideoPath path, CancellationToken cancellationToken = default);

    /// <summary>Makes an entry for <paramref name="path"/>, or finds the one it has. Of several calls at once one creates.</summary>
    Task<CatalogRegistration> RegisterAsync(VideoPath path, CancellationToken cancellationToken = default);

    /// <summary>Removes an entry; that there is none is no error.</summary>
    /// <returns>Whether there was one.</returns>
    Task<bool> RemoveAsync(VideoId id, CancellationToken cancellationToken = default);

    /// <summary>One page of all entries in ascending order of their paths' UTF-8 bytes.</summary>
    /// <remarks>
    /// Every entry that exists during the whole listing must appear exactly once; one that is made or removed meanwhile
    /// may appear or not.
    /// </remarks>
    /// <param name="pageSize">1 to <see cref="MaxPageSize"/>.</param>
    /// <param name="pageToken">The <see cref="CatalogPage.NextPageToken"/> of a page; <c>null</c> for the first.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="CatalogException"><see cref="CatalogError.InvalidPageToken"/>.</exception>
    Task<CatalogPage> ListPageAsync(int pageSize = MaxPageSize, string? pageToken = null, CancellationToken cancellationToken = default);
}

/// <summary>What came of <see cref="IVideoCatalog.RegisterAsync"/>.</summary>
/// <param name="Video">The entry.</param>
/// <param name="Created">Whether this call made it.</param>
public readonly record struct CatalogRegistration(CatalogVideo Video, bool Created);
