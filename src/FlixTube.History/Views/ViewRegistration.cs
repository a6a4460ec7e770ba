using FlixTube.Catalog.MongoDB;
using FlixTube.History.Views.Files;
using FlixTube.History.Views.MongoDB;
using FlixTube.Service.Problems;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace FlixTube.History.Views;

internal static class ViewRegistration
{
    private const string MongoSection = ViewStoreOptions.Section + ":MongoDB";

    /// <summary>The store that configuration chooses.</summary>
    public static void AddViews(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<ViewStoreOptions>().BindConfiguration(ViewStoreOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ViewStoreOptions>, ViewStoreOptions.Validator>();
        services.AddOptions<MongoCatalogOptions>()
            .Configure(static mongo => (mongo.Key, mongo.Database) = (MongoSection, "history"))
            .BindConfiguration(MongoSection)
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<MongoCatalogOptions>, MongoOptionsValidator>();
        services.AddSingleton<FileViewStore>();
        services.AddSingleton<MongoViewStore>();
        services.AddSingleton<IViewStore>(static provider => provider.GetRequiredService<IOptions<ViewStoreOptions>>().Value.IsMongoDB
            ? provider.GetRequiredService<MongoViewStore>()
            : provider.GetRequiredService<FileViewStore>());
        services.AddSingleton<IProblemTranslation, ViewTranslation>();
    }
}
