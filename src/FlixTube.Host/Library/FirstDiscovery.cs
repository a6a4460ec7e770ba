using FlixTube.Catalog.Discovery;

namespace FlixTube.Host.Library;

/// <summary>Looks the store through as soon as the host runs, so that the first viewer of a large store need not wait for it.</summary>
internal sealed class FirstDiscovery(StoreDiscovery discovery) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await discovery.EnsureFreshAsync(stoppingToken);
        }
        catch (Exception) when (!stoppingToken.IsCancellationRequested)
        {
            // It is logged, and tried again when somebody asks for the list. An exception that left here would stop the
            // host, which can serve videos all the same.
        }
    }
}
