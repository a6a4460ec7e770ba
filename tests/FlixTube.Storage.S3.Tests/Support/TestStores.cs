using Amazon.Runtime;
using Amazon.S3;
using FlixTube.Testing.Servers.Swift;

namespace FlixTube.Storage.S3.Tests.Support;

/// <summary>Options and clients for a server of this test run.</summary>
internal static class TestStores
{
    public static S3StoreOptions Options(Uri address, string bucket) => new()
    {
        ServiceUrl = address.GetLeftPart(UriPartial.Authority),
        Bucket = bucket,
        AccessKey = SwiftServer.AccessKey,
        SecretKey = SwiftServer.SecretKey,
        PartSizeBytes = S3StoreOptions.MinPartSizeBytes,
    };

    /// <summary>Amazon's own client, for a look behind the back of the store.</summary>
    public static AmazonS3Client Client(Uri address) => new(
        new BasicAWSCredentials(SwiftServer.AccessKey, SwiftServer.SecretKey),
        new AmazonS3Config { ServiceURL = address.AbsoluteUri, ForcePathStyle = true, AuthenticationRegion = "us-east-1" });
}
