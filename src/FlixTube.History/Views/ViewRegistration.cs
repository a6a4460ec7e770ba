using FlixTube.History.Views.Files;
using FlixTube.History.Views.MongoDB;
using FlixTube.Service.Problems;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace FlixTube.History.Views;

internal static class ViewRegistration
{
    /// <summary>The store that configuration chooses.</summary>
    public static void AddViews(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<ViewStoreOptions>().BindConfiguration(ViewStoreOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ViewStoreOptions>, ViewStoreOptions.Validator>();
        services.AddSingleton<FileViewStore>();
        services.AddSingleton<MongoViewStore>();
        services.AddSingleton<IViewStore>(static provider => provider.GetRequiredService<IOptions<ViewStoreOptions>>().Value.IsMongoDB
            ? provider.GetRequiredService<MongoViewStore>()
            : provider.GetRequiredService<FileViewStore>());
        services.AddSingleton<IProblemTranslation, ViewTranslation>();
    }
}
