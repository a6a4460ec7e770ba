using FlixTube.Catalog;
using FlixTube.Catalog.Caching;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace FlixTube.Host.Health;

/// <summary>
/// Ready means that the catalogue answers: one page of one video. When it does not, videos that were asked for before are
/// found from memory, which is degraded; with nothing in memory it is not ready.
/// </summary>
internal sealed class CatalogCheck(IVideoCatalog catalog, TimeProvider time) : IHealthCheck
{
    // Shorter than the limit of the check itself, after which it would not be asked whether there is anything in memory.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(3);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        using var limit = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            await catalog.ListPageAsync(new() { PageSize = 1 }, either.Token);
            return HealthCheckResult.Healthy();
        }
        catch (VideoCatalogException e)
        {
            return WithoutCatalog(e.Message);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return WithoutCatalog($"The catalogue did not answer within {Limit.TotalSeconds} s.");
        }
    }

    private HealthCheckResult WithoutCatalog(string reason) =>
        catalog is CachingVideoCatalog { HasEntries: true } ? HealthCheckResult.Degraded(reason) : HealthCheckResult.Unhealthy(reason);
}
