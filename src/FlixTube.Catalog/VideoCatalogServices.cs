using FlixTube.Catalog.Discovery;
using FlixTube.Catalog.Files;
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
    /// Adds the <see cref="IVideoCatalog"/> that <c>Catalog:Provider</c> names, and a <see cref="StoreDiscovery"/> that keeps
    /// it in agreement with the store <see cref="VideoStorage.ServiceName"/>.
    /// </summary>
    /// <remarks>
    /// The settings are those of <see cref="CatalogOptions"/>, checked when the host starts. Another package adds its
    /// catalogue as a keyed singleton <see cref="IVideoCatalog"/>: the key is its name in <c>Catalog:Provider</c>,
    /// in lower case.
    /// </remarks>
    /// <param name="services">Where to add them.</param>
    /// <param name="configuration">The whole configuration, with a section <c>Catalog</c> or without.</param>
    public static IServiceCollection AddVideoCatalog(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);

        services.AddOptions<CatalogOptions>()
            .Bind(configuration.GetSection(CatalogOptions.Section))
            .ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<CatalogOptions>, CatalogOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);

        services.TryAddKeyedSingleton<IVideoCatalog>(FileProvider, static (provider, _) => new FileVideoCatalog(
            Options(provider).File, provider.GetRequiredService<TimeProvider>(), provider.GetService<ILogger<FileVideoCatalog>>()));
        services.TryAddSingleton(static provider => provider.GetRequiredKeyedService<IVideoCatalog>(Options(provider).Provider));
        services.TryAddSingleton(static provider => new StoreDiscovery(
            provider.GetRequiredKeyedService<IVideoStore>(VideoStorage.ServiceName),
            provider.GetRequiredService<IVideoCatalog>(),
            Options(provider).Discovery,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetService<ILogger<StoreDiscovery>>()));
        return services;
    }

    private static CatalogOptions Options(IServiceProvider provider) => provider.GetRequiredService<IOptions<CatalogOptions>>().Value;
}
