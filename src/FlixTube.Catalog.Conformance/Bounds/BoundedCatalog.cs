using FlixTube.Storage;
using NUnit.Framework;

namespace FlixTube.Catalog.Conformance;

/// <summary>Makes a call that hangs a failed test instead of a test run that never ends.</summary>
internal sealed class BoundedCatalog(IVideoCatalog catalog, TimeSpan limit) : IVideoCatalog
{
    public Task<CatalogVideo?> FindAsync(VideoId id, CancellationToken cancellationToken = default) =>
        WithinAsync(catalog.FindAsync(id, cancellationToken));

    public Task<CatalogVideo?> FindByPathAsync(VideoPath path, CancellationToken cancellationToken = default) =>
        WithinAsync(catalog.FindByPathAsync(path, cancellationToken));

    public Task<CatalogVideo> CreateAsync(
        VideoPath path, CatalogDetails? details = null, VideoId? id = null, CancellationToken cancellationToken = default) =>
        WithinAsync(catalog.CreateAsync(path, details, id, cancellationToken));

    public Task<CatalogVideo> UpdateAsync(VideoId id, string version, CatalogDetails details, CancellationToken cancellationToken = default) =>
        WithinAsync(catalog.UpdateAsync(id, version, details, cancellationToken));

    public Task<bool> RemoveAsync(VideoId id, string? version = null, CancellationToken cancellationToken = default) =>
        WithinAsync(catalog.RemoveAsync(id, version, cancellationToken));

    public Task<CatalogPage> ListPageAsync(CatalogQuery query = default, CancellationToken cancellationToken = default) =>
        WithinAsync(catalog.ListPageAsync(query, cancellationToken));

    public Task<long> CountAsync(CatalogFilter filter = default, CancellationToken cancellationToken = default) =>
        WithinAsync(catalog.CountAsync(filter, cancellationToken));

    private async Task<T> WithinAsync<T>(Task<T> call)
    {
        try
        {
            return await call.WaitAsync(limit);
        }
        catch (TimeoutException e) when (!call.IsCompleted)
        {
            throw new AssertionException($"The call did not end within {limit}.", e);
        }
    }
}
