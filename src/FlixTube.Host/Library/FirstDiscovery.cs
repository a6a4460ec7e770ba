using FlixTube.Catalog.Discovery;

namespace FlixTube.Host.Library;

/// <summary>Looks the store through as soon as the host runs, so that the first viewer of a large store need not wait for it.</summary>
internal sealed partial class FirstDiscovery(StoreDiscovery discovery, ILogger<FirstDiscovery> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await discovery.EnsureFreshAsync(stoppingToken);
        }
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
        {
            // Whatever it is, videos can be served; an exception that left here would stop the host.
            LogFailed(e, e.Message);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "The store could not be looked through for new videos at start; it is tried again when somebody asks for the list: {Reason}")]
    private partial void LogFailed(Exception exception, string reason);
}
