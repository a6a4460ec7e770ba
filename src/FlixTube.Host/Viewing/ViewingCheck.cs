using FlixTube.Messaging.Publishing;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace FlixTube.Host.Viewing;

/// <summary>Shows that views do not reach somebody now. It is never a reason not to play: they wait in the outbox.</summary>
internal sealed class ViewingCheck(ViewPublisher publisher) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var troubles = string.Join(' ', publisher.Troubles);
        return Task.FromResult(troubles.Length == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded(troubles));
    }
}
