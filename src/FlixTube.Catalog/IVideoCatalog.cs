using FlixTube.Storage;

namespace FlixTube.Catalog;

/// <summary>From ids to videos, and what people say about them. An id and a path have at most one entry each.</summary>
/// <remarks>
/// <para>
/// Every member must be safe to call from many threads, must stop when its token is cancelled (and do nothing at all
/// when it was cancelled before the call), must end in bounded time, and must fail with <see cref="VideoCatalogException"/>
/// and nothing else but <see cref="OperationCanceledException"/>, and <see cref="ArgumentException"/> for <c>null</c> or
/// <c>default</c> as an id, a path or a version. What a finished call changed must be seen by every later one and must
/// survive a crash of the process.
/// </para>
/// <para>
/// Others may write to the same storage. What of an entry the catalogue does not know must be kept by an update; what
/// breaks a rule of <see cref="CatalogDetails"/> must be taken as not said (<see cref="CatalogDetails.OfDocument"/>);
/// what has no valid id and path must be passed over.
/// </para>
/// </remarks>
public interface IVideoCatalog
{
    /// <summary>The entry with this id, or <c>null</c>.</summary>
    /// <remarks>It must be at most one request to the catalogue's storage.</remarks>
    Task<CatalogVideo?> FindAsync(VideoId id, CancellationToken cancellationToken = default);

    /// <summary>The entry of this path, or <c>null</c>.</summary>
    Task<CatalogVideo?> FindByPathAsync(VideoPath path, CancellationToken cancellationToken = default);

    /// <summary>Makes an entry. Of several calls at once for one path, or one id, one must succeed.</summary>
    /// <param name="path">Where the store has the video.</param>
    /// <param name="details">What to say about it; nothing when <c>null</c>.</param>
    /// <param name="id">
    /// Its id, for those who take over an installation. When <c>null</c> it must be the first of
    /// <see cref="VideoId.CandidatesFor"/> that no other entry has.
    /// </param>
    /// <param name="cancellationToken">Stops the call; the entry is then there or not.</param>
    /// <returns>The entry, as a later find gives it.</returns>
    /// <exception cref="VideoCatalogException"><see cref="VideoCatalogError.AlreadyExists"/>: the path, or the id that was given, has an entry.</exception>
    Task<CatalogVideo> CreateAsync(VideoPath path, CatalogDetails? details = null, VideoId? id = null, CancellationToken cancellationToken = default);

    /// <summary>Replaces everything that is said about a video, if the entry is still of the version that the caller saw.</summary>
    /// <remarks>The version must be decided atomically: of several calls at once that name one version and change something, one must succeed.</remarks>
    /// <param name="id">Which entry.</param>
    /// <param name="version">The <see cref="CatalogVideo.Version"/> that is to be replaced.</param>
    /// <param name="details">What to say from now on.</param>
    /// <param name="cancellationToken">Stops the call; the entry is then changed or not.</param>
    /// <returns>The entry, as a later find gives it.</returns>
    /// <exception cref="VideoCatalogException">
    /// <see cref="VideoCatalogError.NotFound"/>; <see cref="VideoCatalogError.VersionConflict"/>, for any text that is not
    /// the present version.
    /// </exception>
    Task<CatalogVideo> UpdateAsync(VideoId id, string version, CatalogDetails details, CancellationToken cancellationToken = default);

    /// <summary>Removes an entry; without a version, that there is none is no error. Of several calls at once one removes it.</summary>
    /// <param name="id">Which entry.</param>
    /// <param name="version">The version that is to be removed, decided atomically; any when <c>null</c>.</param>
    /// <param name="cancellationToken">Stops the call; the entry is then removed or not.</param>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="VideoCatalogException">
    /// <see cref="VideoCatalogError.VersionConflict"/> when <paramref name="version"/> names another version, also when
    /// there is no entry.
    /// </exception>
    Task<bool> RemoveAsync(VideoId id, string? version = null, CancellationToken cancellationToken = default);

    /// <summary>One page of the entries that the query asks for.</summary>
    /// <remarks>
    /// Every entry that exists during the whole listing, and neither leaves the filter nor changes its place in the order
    /// meanwhile, must appear exactly once; others may appear or not. Memory in use must not grow with the number of
    /// entries by more than the catalogue holds anyway.
    /// </remarks>
    /// <exception cref="VideoCatalogException"><see cref="VideoCatalogError.InvalidPageToken"/>.</exception>
    Task<CatalogPage> ListPageAsync(CatalogQuery query = default, CancellationToken cancellationToken = default);

    /// <summary>How many entries there are; not an estimate.</summary>
    Task<long> CountAsync(CatalogFilter filter = default, CancellationToken cancellationToken = default);
}
