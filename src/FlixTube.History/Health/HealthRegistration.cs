using FlixTube.History.Receiving;
using FlixTube.History.Views;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace FlixTube.History.Health;

internal static class HealthRegistration
{
    private static readonly TimeSpan CheckTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Ready is who keeps views. A broker that is away is shown and no more: what comes directly is taken all the same.</summary>
    public static void AddHealth(this IServiceCollection services) =>
        services.AddHealthChecks()
            .AddCheck<ViewStoreCheck>("history", timeout: CheckTimeout)
            .AddCheck<BrokerCheck>("broker");
}

internal sealed class ViewStoreCheck(IViewStore store) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await store.ListAsync(new ViewQuery(Limit: 1), cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (ViewStoreException e)
        {
            return HealthCheckResult.Unhealthy(e.Message);
        }
    }
}

internal sealed class BrokerCheck(ViewConsumer consumer) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(consumer.Trouble is { } trouble ? HealthCheckResult.Degraded(trouble) : HealthCheckResult.Healthy());
}
