using FlixTube.Catalog.MongoDB;
using FlixTube.Catalog.MongoDB.Registration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FlixTube.Catalog;

/// <summary>Adds MongoDB to the catalogues that configuration can choose.</summary>
public static class MongoVideoCatalogServices
{
    /// <summary>
    /// Adds the catalogue <c>mongodb</c>: <c>Catalog:Provider</c> chooses it and the section <c>Catalog:MongoDB</c>
    /// (<see cref="MongoCatalogOptions"/>) describes it. Its indexes are made when the host starts.
    /// </summary>
    public static VideoCatalogBuilder AddMongoDB(this VideoCatalogBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddOptions<MongoCatalogOptions>().BindConfiguration(MongoCatalogOptions.Section).ValidateOnStart();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<MongoCatalogOptions>, MongoOptionsValidator>());
        builder.Services.AddHostedService<IndexesAtStart>();
        return builder.AddCatalog(MongoVideoCatalog.ProviderName, static provider => new MongoVideoCatalog(
            provider.GetRequiredService<IOptions<MongoCatalogOptions>>().Value,
            provider.GetService<TimeProvider>(),
            provider.GetService<ILogger<MongoVideoCatalog>>()));
    }
}
