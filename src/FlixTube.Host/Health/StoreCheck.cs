using FlixTube.Storage;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace FlixTube.Host.Health;

/// <summary>Ready means that the store answers: one listing of one video.</summary>
internal sealed class StoreCheck([FromKeyedServices(VideoStorage.ServiceName)] IVideoStore store) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await store.ListPageAsync(new ListOptions { PageSize = 1 }, cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (VideoStoreException e) when (e.Error == VideoStoreError.Unsupported)
        {
            // A server that can only be read from: it has answered.
            return HealthCheckResult.Healthy();
        }
        catch (VideoStoreException e)
        {
            return HealthCheckResult.Unhealthy(e.Message);
        }
    }
}
