using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace FlixTube.Catalog.MongoDB.Registration;

/// <summary>
/// Makes the indexes when the host starts and MongoDB is the catalogue, or as soon as MongoDB can be reached. The host does
/// not wait for it.
/// </summary>
internal sealed class IndexesAtStart(IServiceProvider services, IOptions<CatalogOptions> catalog, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!string.Equals(catalog.Value.Provider, MongoVideoCatalog.ProviderName, StringComparison.Ordinal)
            || services.GetRequiredKeyedService<IVideoCatalog>(MongoVideoCatalog.ProviderName) is not MongoVideoCatalog mongo)
        {
            return;
        }

        using var timer = new PeriodicTimer(Period, time);
        while (!await mongo.PrepareAsync(stoppingToken).ConfigureAwait(false))
            await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false);
    }
}
