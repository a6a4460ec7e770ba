using FlixTube.Catalog;
using FlixTube.Catalog.Files;
using FlixTube.Storage;

namespace FlixTube.Host.Tests.Doubles;

/// <summary>A catalogue as one of another service would be, which a test can take down and bring back.</summary>
internal sealed class SwitchedCatalog(string folder) : IVideoCatalog
{
    private readonly FileVideoCatalog _catalog = new(new() { Root = folder });
    private int _finds;

    /// <summary>How every call ends from now on; <c>null</c> for as it should.</summary>
    public VideoCatalogError? Down { get; set; }

    /// <summary>How many entries were asked for by id.</summary>
    public int Finds => Volatile.Read(ref _finds);

    public Task<CatalogVideo?> FindAsync(VideoId id, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _finds);
        return Down is null ? _catalog.FindAsync(id, cancellationToken) : FailAsync<CatalogVideo?>();
    }

    public Task<CatalogVideo?> FindByPathAsync(VideoPath path, CancellationToken cancellationToken = default) =>
        Down is null ? _catalog.FindByPathAsync(path, cancellationToken) : FailAsync<CatalogVideo?>();

    public Task<CatalogVideo> CreateAsync(
        VideoPath path, CatalogDetails? details = null, VideoId? id = null, CancellationToken cancellationToken = default) =>
        Down is null ? _catalog.CreateAsync(path, details, id, cancellationToken) : FailAsync<CatalogVideo>();

    public Task<CatalogVideo> UpdateAsync(VideoId id, string version, CatalogDetails details, CancellationToken cancellationToken = default) =>
        Down is null ? _catalog.UpdateAsync(id, version, details, cancellationToken) : FailAsync<CatalogVideo>();

    public Task<bool> RemoveAsync(VideoId id, string? version = null, CancellationToken cancellationToken = default) =>
        Down is null ? _catalog.RemoveAsync(id, version, cancellationToken) : FailAsync<bool>();

    public Task<CatalogPage> ListPageAsync(CatalogQuery query = default, CancellationToken cancellationToken = default) =>
        Down is null ? _catalog.ListPageAsync(query, cancellationToken) : FailAsync<CatalogPage>();

    public Task<long> CountAsync(CatalogFilter filter = default, CancellationToken cancellationToken = default) =>
        Down is null ? _catalog.CountAsync(filter, cancellationToken) : FailAsync<long>();

    private Task<T> FailAsync<T>() => Task.FromException<T>(new VideoCatalogException(Down!.Value, "mongodb://user:secret@db is down."));
}
