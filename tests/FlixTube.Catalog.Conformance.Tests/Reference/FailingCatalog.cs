using FlixTube.Storage;

namespace FlixTube.Catalog.Conformance.Tests.Reference;

/// <summary>A catalogue whose storage answers nothing but one error.</summary>
public class FailingCatalog(VideoCatalogError always) : IVideoCatalog
{
    public Task<CatalogVideo?> FindAsync(VideoId id, CancellationToken cancellationToken = default) => FailAsync<CatalogVideo?>(cancellationToken);

    public Task<CatalogVideo?> FindByPathAsync(VideoPath path, CancellationToken cancellationToken = default) =>
        FailAsync<CatalogVideo?>(cancellationToken);

    public Task<CatalogVideo> CreateAsync(
        VideoPath path, CatalogDetails? details = null, VideoId? id = null, CancellationToken cancellationToken = default) =>
        FailAsync<CatalogVideo>(cancellationToken);

    public Task<CatalogVideo> UpdateAsync(VideoId id, string version, CatalogDetails details, CancellationToken cancellationToken = default) =>
        FailAsync<CatalogVideo>(cancellationToken);

    public Task<bool> RemoveAsync(VideoId id, string? version = null, CancellationToken cancellationToken = default) => FailAsync<bool>(cancellationToken);

    public Task<CatalogPage> ListPageAsync(CatalogQuery query = default, CancellationToken cancellationToken = default) =>
        FailAsync<CatalogPage>(cancellationToken);

    public Task<long> CountAsync(CatalogFilter filter = default, CancellationToken cancellationToken = default) => FailAsync<long>(cancellationToken);

    protected virtual Exception Failure() => new VideoCatalogException(always, "The storage says no.");

    protected virtual Task<T> FailAsync<T>(CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested ? Task.FromCanceled<T>(cancellationToken) : Task.FromException<T>(Failure());
}
