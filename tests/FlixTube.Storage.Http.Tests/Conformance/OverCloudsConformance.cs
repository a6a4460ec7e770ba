using Azure.Storage.Blobs;
using FlixTube.Storage.Http.Tests.Support;
using FlixTube.Testing.Servers.Azurite;
using FlixTube.Testing.Servers.Gcs;
using FlixTube.Testing.Servers.Swift;

namespace FlixTube.Storage.Http.Tests.Conformance;

[TestFixture]
[Category("Soak")]
public sealed class OverAzureConformance : HttpConformanceBase
{
    internal override async Task<Gateway> StartGatewayAsync()
    {
        var server = await AzuriteServer.StartAsync();
        var container = new BlobContainerClient(server.ConnectionString, "videos");
        await container.CreateAsync();
        var host = await Gateway.StartHostAsync(new()
        {
            ["VideoStorage:Provider"] = "azure",
            ["VideoStorage:Azure:ServiceUri"] = server.ServiceUri.AbsoluteUri,
            ["VideoStorage:Azure:AccountName"] = AzuriteServer.AccountName,
            ["VideoStorage:Azure:AccountKey"] = AzuriteServer.AccountKey,
        });
        return new Gateway(host, server);
    }
}

[TestFixture]
[Category("Soak")]
public sealed class OverGcpConformance : HttpConformanceBase
{
    protected override long LargestVideoLength => 32L << 20;

    protected override long? MemoryBound => 14L << 20;

    internal override async Task<Gateway> StartGatewayAsync()
    {
        var server = await GcsEmulator.StartAsync();
        await server.CreateBucketAsync("videos");
        var host = await Gateway.StartHostAsync(new()
        {
            ["VideoStorage:Provider"] = "gcp",
            ["VideoStorage:Gcp:EmulatorHost"] = server.Address.AbsoluteUri,
            ["VideoStorage:Gcp:Bucket"] = "videos",
        });
        return new Gateway(host, server)
        {
            TryPlantAsync = async (name, content) =>
            {
                await server.PutObjectAsync("videos", name, content);
                return true;
            },
        };
    }
}

/// <summary>Over a server that decides conditions as Amazon S3 does.</summary>
[TestFixture]
[Category("Soak")]
public sealed class OverS3Conformance : OverSwiftConformance
{
    protected override bool DecidesConditions => true;
}

/// <summary>Over a server whose conditions are not atomic: they are refused all the way up.</summary>
[TestFixture]
[Category("Soak")]
public sealed class OverS3WithoutConditionsConformance : OverSwiftConformance
{
    protected override bool DecidesConditions => false;
}

public abstract class OverSwiftConformance : HttpConformanceBase
{
    protected abstract bool DecidesConditions { get; }

    internal override async Task<Gateway> StartGatewayAsync()
    {
        var server = await SwiftServer.StartAsync(DecidesConditions);
        var bucket = await server.CreateBucketAsync();
        var conditions = DecidesConditions ? "true" : "false";
        var host = await Gateway.StartHostAsync(new()
        {
            ["VideoStorage:Provider"] = "s3",
            ["VideoStorage:S3:ServiceUrl"] = server.Address.AbsoluteUri,
            ["VideoStorage:S3:ForcePathStyle"] = "true",
            ["VideoStorage:S3:Region"] = "us-east-1",
            ["VideoStorage:S3:Bucket"] = bucket,
            ["VideoStorage:S3:AccessKey"] = SwiftServer.AccessKey,
            ["VideoStorage:S3:SecretKey"] = SwiftServer.SecretKey,
            ["VideoStorage:S3:ConditionalCreate"] = conditions,
            ["VideoStorage:S3:ConditionalWrite"] = conditions,
            ["VideoStorage:S3:ConditionalDelete"] = conditions,
        });
        return new Gateway(host, server) { TryPlantAsync = (name, content) => server.TryPutAsync(bucket, name, content) };
    }
}
