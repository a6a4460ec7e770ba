using FlixTube.Catalog.Caching;
using FlixTube.Catalog.Checking;
using FlixTube.Catalog.Discovery;
using FlixTube.Catalog.Files;
using FlixTube.Catalog.Measuring;
using FlixTube.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FlixTube.Catalog;

/// <summary>Adds the catalogue to a service collection.</summary>
public static class VideoCatalogServices
{
    /// <summary>The name of the embedded catalogue in <c>Catalog:Provider</c>.</summary>
    public const string FileProvider = "file";

    /// <summary>
    /// Adds the <see cref="IVideoCatalog"/> that <c>Catalog:Provider</c> names, a <see cref="StoreDiscovery"/> that keeps it
    /// in agreement with the store <see cref="VideoStorage.ServiceName"/>, and a <see cref="ConsistencyCheck"/> of both.
    /// </summary>
    /// <remarks>
    /// The settings are those of <see cref="CatalogOptions"/>, checked when the host starts. <c>file</c> is always there;
    /// others are added to the answer, or as a keyed singleton <see cref="IVideoCatalog"/> whose key is the name in lower
    /// case. Those are served through a <see cref="CachingVideoCatalog"/>, unless that is switched off.
    /// </remarks>
    /// <param name="services">Where to add them.</param>
    /// <param name="configuration">The whole configuration, with a section <c>Catalog</c> or without.</param>
    public static VideoCatalogBuilder AddVideoCatalog(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);

        services.AddOptions<CatalogOptions>()
            .Bind(configuration.GetSection(CatalogOptions.Section))
            .PostConfigure(static options => options.Discovery.Enabled ??= options.IsEmbedded)
            .ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<CatalogOptions>, CatalogOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);

        services.TryAddKeyedSingleton<IVideoCatalog>(FileProvider, static (provider, _) => new FileVideoCatalog(
            Options(provider).File, provider.GetRequiredService<TimeProvider>(), provider.GetService<ILogger<FileVideoCatalog>>()));
        services.TryAddSingleton<CatalogMetrics>();
        services.TryAddSingleton(Serving);
        services.TryAddSingleton(static provider => new StoreDiscovery(
            provider.GetRequiredKeyedService<IVideoStore>(VideoStorage.ServiceName),
            provider.GetRequiredService<IVideoCatalog>(),
            Options(provider).Discovery,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetService<ILogger<StoreDiscovery>>()));
        services.TryAddSingleton(static provider => new ConsistencyCheck(
            provider.GetRequiredKeyedService<IVideoStore>(VideoStorage.ServiceName), provider.GetRequiredService<IVideoCatalog>()));
        return new VideoCatalogBuilder(services);
    }

    private static IVideoCatalog Serving(IServiceProvider provider)
    {
        var options = Options(provider);
        var catalog = new MeasuredVideoCatalog(
            provider.GetRequiredKeyedService<IVideoCatalog>(options.Provider), options.Provider, provider.GetRequiredService<CatalogMetrics>());
        return options.IsEmbedded || !options.Cache.Enabled
            ? catalog
            : new CachingVideoCatalog(
                catalog, options.Cache, provider.GetRequiredService<TimeProvider>(), provider.GetService<ILogger<CachingVideoCatalog>>());
    }

    private static CatalogOptions Options(IServiceProvider provider) => provider.GetRequiredService<IOptions<CatalogOptions>>().Value;
}
