using FlixTube.Service.Configuration;
using FlixTube.Storage;

namespace FlixTube.Host.Configuration;

/// <summary>The store as a part of the start.</summary>
internal static class StoreStart
{
    /// <summary>Opens the store before anything else starts: what fails then is the operator's to mend.</summary>
    public static void OpenStore(this IServiceProvider services) =>
        services.GetRequiredKeyedService<IVideoStore>(VideoStorage.ServiceName);

    /// <inheritdoc cref="StartFailure.Explain"/>
    public static string? Explain(Exception exception) => StartFailure.Explain(exception, static e =>
        e is VideoStoreException report ? $"{report.Message} Check the settings under VideoStorage." : null);
}
