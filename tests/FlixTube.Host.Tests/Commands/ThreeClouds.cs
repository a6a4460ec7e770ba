using Azure.Storage.Blobs;
using FlixTube.Storage;
using FlixTube.Testing.Servers.Azurite;
using FlixTube.Testing.Servers.Gcs;
using FlixTube.Testing.Servers.Swift;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace FlixTube.Host.Tests.Commands;

/// <summary>A real server of each cloud, and as many empty stores in them as a test wants.</summary>
internal sealed class ThreeClouds : IAsyncDisposable
{
    public static readonly string[] Providers = ["azure", "gcp", "s3"];

    private readonly AzuriteServer _azure;
    private readonly GcsEmulator _gcp;
    private readonly SwiftServer _s3;
    private readonly List<ServiceProvider> _services = [];

    private ThreeClouds(AzuriteServer azure, GcsEmulator gcp, SwiftServer s3)
    {
        _azure = azure;
        _gcp = gcp;
        _s3 = s3;
    }

    public GcsEmulator Gcp => _gcp;

    public static async Task<ThreeClouds> StartAsync()
    {
        var azure = AzuriteServer.StartAsync();
        var gcp = GcsEmulator.StartAsync();
        var s3 = SwiftServer.StartAsync();
        return new ThreeClouds(await azure, await gcp, await s3);
    }

    /// <summary>Where a provider's server listens.</summary>
    public Uri AddressOf(string provider) => provider switch
    {
        "azure" => _azure.ServiceUri,
        "gcp" => _gcp.Address,
        _ => _s3.Address,
    };

    /// <summary>Makes an empty container or bucket.</summary>
    /// <param name="provider">In which cloud.</param>
    /// <param name="via">The address of a proxy, when the settings should lead there.</param>
    public async Task<CloudStore> NewAsync(string provider, Uri? via = null)
    {
        var (name, direct) = await ContainerAsync(provider);
        var settings = direct(name, via ?? AddressOf(provider));
        var services = new ServiceCollection();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(direct(name, AddressOf(provider))!).Build();
        services.AddVideoStorage(configuration).AddAzure().AddGcp().AddS3();
        var built = services.BuildServiceProvider();
        _services.Add(built);
        return new CloudStore(provider, name, settings, built.GetRequiredService<VideoStoreFactory>().Create(provider));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var services in _services)
            await services.DisposeAsync();

        await _azure.DisposeAsync();
        await _gcp.DisposeAsync();
        await _s3.DisposeAsync();
    }

    private async Task<(string Name, Func<string, Uri, Dictionary<string, string>> Settings)> ContainerAsync(string provider)
    {
        var name = $"videos-{Guid.NewGuid():n}";
        switch (provider)
        {
            case "azure":
                await new BlobContainerClient(_azure.ConnectionString, name).CreateAsync();
                return (name, static (name, address) => new()
                {
                    ["VideoStorage:Azure:ServiceUri"] = address.AbsoluteUri,
                    ["VideoStorage:Azure:AccountName"] = AzuriteServer.AccountName,
                    ["VideoStorage:Azure:AccountKey"] = AzuriteServer.AccountKey,
                    ["VideoStorage:Azure:Container"] = name,
                });
            case "gcp":
                await _gcp.CreateBucketAsync(name);
                return (name, static (name, address) => new()
                {
                    ["VideoStorage:Gcp:EmulatorHost"] = address.AbsoluteUri,
                    ["VideoStorage:Gcp:Bucket"] = name,
                });
            default:
                return (await _s3.CreateBucketAsync(), static (name, address) => new()
                {
                    ["VideoStorage:S3:ServiceUrl"] = address.AbsoluteUri,
                    ["VideoStorage:S3:Region"] = "us-east-1",
                    ["VideoStorage:S3:Bucket"] = name,
                    ["VideoStorage:S3:AccessKey"] = SwiftServer.AccessKey,
                    ["VideoStorage:S3:SecretKey"] = SwiftServer.SecretKey,
                });
        }
    }
}

/// <summary>A container or bucket of a test's own.</summary>
/// <param name="Provider">What configuration calls its provider.</param>
/// <param name="Name">The name of the container or bucket.</param>
/// <param name="Settings">What a host needs to use it.</param>
/// <param name="Store">The store itself, without any proxy.</param>
internal sealed record CloudStore(string Provider, string Name, IReadOnlyDictionary<string, string> Settings, IVideoStore Store);
