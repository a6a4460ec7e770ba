using Azure.Storage.Blobs;

namespace FlixTube.Storage.Azure.Tests;

/// <summary>A container of a test's own, which goes away with it.</summary>
internal sealed class TestContainer : IAsyncDisposable
{
    private TestContainer(BlobContainerClient client, AzureStoreOptions options)
    {
        Client = client;
        Options = options;
    }

    /// <summary>The service as any other program sees it.</summary>
    public BlobContainerClient Client { get; }

    /// <summary>Settings of a store on it, with short waits.</summary>
    public AzureStoreOptions Options { get; }

    public static async Task<TestContainer> CreateAsync()
    {
        var server = await SharedAzurite.GetAsync();
        var options = new AzureStoreOptions { ConnectionString = server.ConnectionString, Container = $"videos-{Guid.NewGuid():n}" };
        var client = new BlobServiceClient(server.ConnectionString, new BlobClientOptions { TrimBlobNameSlashes = false }).GetBlobContainerClient(options.Container);
        await client.CreateAsync();
        return new TestContainer(client, options);
    }

    public async ValueTask DisposeAsync() => await Client.DeleteIfExistsAsync();
}
