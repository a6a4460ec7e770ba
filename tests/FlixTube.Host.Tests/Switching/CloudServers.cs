using Azure.Storage.Blobs;
using FlixTube.Testing.Servers.Azurite;
using FlixTube.Testing.Servers.Gcs;
using FlixTube.Testing.Servers.Swift;

namespace FlixTube.Host.Tests.Switching;

/// <summary>A real server of each cloud, for all tests of this namespace.</summary>
[SetUpFixture]
internal sealed class CloudServers
{
    public const string Container = "videos";

    private static AzuriteServer? _azure;
    private static GcsEmulator? _gcp;
    private static SwiftServer? _s3;

    public static Uri Azure => _azure!.ServiceUri;

    public static Uri Gcp => _gcp!.Address;

    public static Uri S3 => _s3!.Address;

    public static string Bucket { get; private set; } = "";

    [OneTimeSetUp]
    public async Task Start()
    {
        var (azure, gcp, s3) = (AzuriteServer.StartAsync(), GcsEmulator.StartAsync(), SwiftServer.StartAsync());
        _azure = await azure;
        _gcp = await gcp;
        _s3 = await s3;
        await new BlobContainerClient(_azure.ConnectionString, Container).CreateAsync();
        await _gcp.CreateBucketAsync(Container);
        Bucket = await _s3.CreateBucketAsync();
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        foreach (var server in new IAsyncDisposable?[] { _azure, _gcp, _s3 })
        {
            if (server is not null)
                await server.DisposeAsync();
        }
    }

    /// <summary>Settings of all clouds at once, at these addresses instead of the servers' own.</summary>
    public static Dictionary<string, string> Settings(Uri? azure = null, Uri? gcp = null, Uri? s3 = null) => new()
    {
        ["VideoStorage:Azure:ServiceUri"] = (azure ?? Azure).AbsoluteUri,
        ["VideoStorage:Azure:AccountName"] = AzuriteServer.AccountName,
        ["VideoStorage:Azure:AccountKey"] = AzuriteServer.AccountKey,
        ["VideoStorage:Azure:Container"] = Container,
        ["VideoStorage:Gcp:EmulatorHost"] = (gcp ?? Gcp).AbsoluteUri,
        ["VideoStorage:Gcp:Bucket"] = Container,
        ["VideoStorage:S3:ServiceUrl"] = (s3 ?? S3).AbsoluteUri,
        ["VideoStorage:S3:ForcePathStyle"] = "true",
        ["VideoStorage:S3:Region"] = "us-east-1",
        ["VideoStorage:S3:Bucket"] = Bucket,
        ["VideoStorage:S3:AccessKey"] = SwiftServer.AccessKey,
        ["VideoStorage:S3:SecretKey"] = SwiftServer.SecretKey,
    };
}
