using System.Security.Cryptography;
using Azure.Storage.Blobs;
using FlixTube.Storage.Network;
using FlixTube.Testing.Faults;
using FlixTube.Testing.Servers.Azurite;

namespace FlixTube.Storage.Azure.Tests;

/// <summary>A store whose way to Azurite leads over a proxy that breaks things.</summary>
internal sealed class FaultyStore : IAsyncDisposable
{
    public const int PartSize = AzureStoreOptions.MinPartSizeBytes;

    private readonly TestContainer _container;

    private FaultyStore(TestContainer container, FaultProxy proxy, AzureVideoStore store)
    {
        _container = container;
        Proxy = proxy;
        Store = store;
    }

    public FaultProxy Proxy { get; }

    public AzureVideoStore Store { get; }

    public string Container => _container.Options.Container;

    public BlobContainerClient Client => _container.Client;

    public static async Task<FaultyStore> CreateAsync()
    {
        var server = await SharedAzurite.GetAsync();
        var container = await TestContainer.CreateAsync();
        var proxy = await FaultProxy.StartAsync(server.ServiceUri);
        var options = new AzureStoreOptions
        {
            ConnectionString = AzuriteServer.ConnectionStringFor(proxy.Address),
            Container = container.Options.Container,
            PartSizeBytes = PartSize,
            Network = new NetworkOptions
            {
                ResponseTimeout = TimeSpan.FromSeconds(1),
                PartTimeout = TimeSpan.FromSeconds(1),
                IdleTimeout = TimeSpan.FromSeconds(0.3),
                RetryDelay = TimeSpan.FromMilliseconds(1),
                RetryTime = TimeSpan.FromSeconds(10),
            },
        };
        return new FaultyStore(container, proxy, new AzureVideoStore(options));
    }

    /// <summary>Writes a video without a fault and forgets the requests.</summary>
    public async Task<(byte[] Bytes, VideoProperties Video)> PutAsync(VideoPath path, int length)
    {
        var bytes = RandomNumberGenerator.GetBytes(length);
        var video = await Store.WriteAsync(path, new MemoryStream(bytes));
        Proxy.Reset();
        return (bytes, video);
    }

    public async Task<byte[]> ReadAsync(VideoPath path, ReadOptions options = default)
    {
        using var bytes = new MemoryStream();
        await Store.ReadToAsync(path, bytes, options);
        return bytes.ToArray();
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        await Proxy.DisposeAsync();
        await _container.DisposeAsync();
    }
}
