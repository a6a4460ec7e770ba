using System.Diagnostics;
using FlixTube.Storage;

namespace FlixTube.Catalog.Measuring;

/// <summary>
/// A layer over a catalogue that measures and traces its calls. While nobody listens it passes them on and allocates
/// nothing. The catalogue is not disposed.
/// </summary>
internal sealed class MeasuredVideoCatalog : IVideoCatalog
{
    private readonly IVideoCatalog _catalog;
    private readonly CatalogMetrics _metrics;
    private volatile bool _isAvailable = true;

    public MeasuredVideoCatalog(IVideoCatalog catalog, string provider, CatalogMetrics metrics)
    {
        _catalog = catalog;
        Provider = provider;
        _metrics = metrics;
        metrics.Observe(this);
    }

    public string Provider { get; }

    /// <summary>Whether it answered when it was last asked.</summary>
    public bool IsAvailable => _isAvailable;

    public Task<CatalogVideo?> FindAsync(VideoId id, CancellationToken cancellationToken = default) =>
        _metrics.AreCallsObserved ? MeasuredFindAsync(id, cancellationToken) : _catalog.FindAsync(id, cancellationToken);

    public Task<CatalogVideo?> FindByPathAsync(VideoPath path, CancellationToken cancellationToken = default) =>
        _metrics.AreCallsObserved ? MeasuredFindByPathAsync(path, cancellationToken) : _catalog.FindByPathAsync(path, cancellationToken);

    public Task<CatalogVideo> CreateAsync(
        VideoPath path, CatalogDetails? details = null, VideoId? id = null, CancellationToken cancellationToken = default) =>
        MeasureAsync("create", () => _catalog.CreateAsync(path, details, id, cancellationToken));

    public Task<CatalogVideo> UpdateAsync(VideoId id, string version, CatalogDetails details, CancellationToken cancellationToken = default) =>
        MeasureAsync("update", () => _catalog.UpdateAsync(id, version, details, cancellationToken));

    public Task<bool> RemoveAsync(VideoId id, string? version = null, CancellationToken cancellationToken = default) =>
        MeasureAsync("remove", () => _catalog.RemoveAsync(id, version, cancellationToken));

    public Task<CatalogPage> ListPageAsync(CatalogQuery query = default, CancellationToken cancellationToken = default) =>
        MeasureAsync("list", () => _catalog.ListPageAsync(query, cancellationToken));

    public Task<long> CountAsync(CatalogFilter filter = default, CancellationToken cancellationToken = default) =>
        MeasureAsync("count", () => _catalog.CountAsync(filter, cancellationToken));

    private Task<CatalogVideo?> MeasuredFindAsync(VideoId id, CancellationToken cancellationToken) =>
        MeasureAsync("find", () => _catalog.FindAsync(id, cancellationToken));

    private Task<CatalogVideo?> MeasuredFindByPathAsync(VideoPath path, CancellationToken cancellationToken) =>
        MeasureAsync("find_by_path", () => _catalog.FindByPathAsync(path, cancellationToken));

    private async Task<T> MeasureAsync<T>(string operation, Func<Task<T>> call)
    {
        using var activity = CatalogMetrics.Source.StartActivity($"catalog {operation}");
        activity?.SetTag("flixtube.catalog.provider", Provider);
        var began = Stopwatch.GetTimestamp();
        try
        {
            var result = await call().ConfigureAwait(false);
            _isAvailable = true;
            _metrics.Called(Provider, operation, began, errorType: null);
            return result;
        }
        catch (Exception e)
        {
            var errorType = CatalogMetrics.ErrorType(e);
            _metrics.Called(Provider, operation, began, errorType);
            activity?.SetTag("error.type", errorType);
            if (CatalogMetrics.IsOutage(e))
            {
                _isAvailable = false;
                activity?.SetStatus(ActivityStatusCode.Error);
            }

            throw;
        }
    }
}
