using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace FlixTube.Messaging.Revoked;

/// <summary>Shows that revocations of others do not arrive now. It is no reason to serve nobody: tokens are short-lived.</summary>
internal sealed class RevocationBrokerCheck(RevocationBroker broker) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(broker.Trouble is { } trouble ? HealthCheckResult.Degraded(trouble) : HealthCheckResult.Healthy());
}
