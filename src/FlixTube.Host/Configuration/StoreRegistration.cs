using FlixTube.Service.Configuration;
using FlixTube.Service.Configuration.Live;
using FlixTube.Storage;
using FlixTube.Storage.Http.Registration;
using FlixTube.Storage.Network;

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
            .AddProvider(new HttpStoreProvider(static services => AsThisHost(services.GetRequiredService<IConfiguration>())))
            .AddS3();
    }

    // In the tutorial's application all services have one key.
    private static ServiceIdentity? AsThisHost(IConfiguration configuration) =>
        configuration["Access:JwtKey"] is { Length: > 0 } key
            ? new(key, "video-streaming", configuration["Access:Issuer"], configuration["Access:Audience"])
            : null;
}
