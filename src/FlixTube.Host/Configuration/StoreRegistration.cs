using FlixTube.Service.Configuration;
using FlixTube.Service.Configuration.Live;
using FlixTube.Storage;

namespace FlixTube.Host.Configuration;

internal static class StoreRegistration
{
    /// <summary>The settings that serving and commands have in common, and the stores that they describe.</summary>
    public static void AddStores(this WebApplicationBuilder builder)
    {
        builder.AddLiveFiles();
        builder.Configuration.AddShippedSettings();
        builder.Configuration.AddBookVariables(Environment.GetEnvironmentVariables());
        builder.Services.AddVideoStorage(builder.Configuration)
            .AddAzure()
            .AddGcp()
            .AddHttp()
            .AddS3();
    }
}
