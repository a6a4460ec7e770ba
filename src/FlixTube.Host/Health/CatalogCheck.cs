using FlixTube.Catalog;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace FlixTube.Host.Health;

/// <summary>Ready means that the catalogue answers: one page of one video.</summary>
internal sealed class CatalogCheck(IVideoCatalog catalog) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await catalog.ListPageAsync(pageSize: 1, cancellationToken: cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (CatalogException e)
        {
            return HealthCheckResult.Unhealthy(e.Message);
        }
    }
}
