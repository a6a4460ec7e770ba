using FlixTube.Storage;

namespace FlixTube.Host.Health;

internal static class HealthRegistration
{
    private static readonly TimeSpan CheckTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Ready is who finds and reads videos.</summary>
    public static void AddHealth(this IServiceCollection services) =>
        services.AddHealthChecks()
            .AddCheck<StoreCheck>(VideoStorage.ServiceName, timeout: CheckTimeout)
            .AddCheck<CatalogCheck>("catalog", timeout: CheckTimeout);
}
