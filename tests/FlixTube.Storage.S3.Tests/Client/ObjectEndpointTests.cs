using Amazon.Runtime;
using Amazon.S3;
using FlixTube.Storage.S3.Client;

namespace FlixTube.Storage.S3.Tests.Client;

/// <summary>Reads go where the SDK's requests go.</summary>
[TestFixture]
public sealed class ObjectEndpointTests
{
    private static readonly BasicAWSCredentials Anybody = new("key", "secret");

    [TestCase("videos", "", "eu-central-1", null, "https://videos.s3.eu-central-1.amazonaws.com/a%20b/%C3%BC%2B.mp4", "eu-central-1")]
    [TestCase("my.videos", "", "eu-central-1", null, "https://s3.eu-central-1.amazonaws.com/my.videos/a%20b/%C3%BC%2B.mp4", "eu-central-1")]
    [TestCase("videos", "", "cn-north-1", null, "https://videos.s3.cn-north-1.amazonaws.com.cn/a%20b/%C3%BC%2B.mp4", "cn-north-1")]
    [TestCase("videos", "", "eu-central-1", true, "https://s3.eu-central-1.amazonaws.com/videos/a%20b/%C3%BC%2B.mp4", "eu-central-1")]
    [TestCase("videos", "https://s3.dualstack.eu-central-1.amazonaws.com", "eu-central-1", null, "https://videos.s3.dualstack.eu-central-1.amazonaws.com/a%20b/%C3%BC%2B.mp4", "eu-central-1")]
    [TestCase("videos", "http://minio.internal:9000", null, null, "http://minio.internal:9000/videos/a%20b/%C3%BC%2B.mp4", "us-east-1")]
    [TestCase("videos", "https://minio.internal", "here", false, "https://videos.minio.internal/a%20b/%C3%BC%2B.mp4", "here")]
    [TestCase("videos", "http://[::1]:9000", null, null, "http://[::1]:9000/videos/a%20b/%C3%BC%2B.mp4", "us-east-1")]
    public void Address_and_region_are_those_of_the_settings(string bucket, string serviceUrl, string? region, bool? pathStyle, string address, string signedFor)
    {
        var endpoint = Endpoint(new S3StoreOptions { Bucket = bucket, ServiceUrl = serviceUrl, Region = region, ForcePathStyle = pathStyle });

        Assert.That(endpoint.AddressOf(VideoPath.Parse("a b/ü+.mp4")).AbsoluteUri, Is.EqualTo(address));
        Assert.That((endpoint.Region, endpoint.Service), Is.EqualTo((signedFor, "s3")));
        Assert.That(endpoint.Host, Is.EqualTo(address.Split('/')[2]));
    }

    [TestCase("videos--use1-az4--x-s3")]
    [TestCase("arn:aws:s3::123456789012:accesspoint:mfzwi23gnjvgw.mrap")]
    public void Bucket_whose_requests_are_signed_in_another_way_is_Unsupported_and_the_setting_is_named(string bucket) =>
        Assert.That(
            () => Endpoint(new S3StoreOptions { Bucket = bucket, Region = "us-east-1" }),
            Throws.InstanceOf<VideoStoreException>()
                .With.Property(nameof(VideoStoreException.Error)).EqualTo(VideoStoreError.Unsupported)
                .And.Message.Contains("VideoStorage:S3:Bucket"));

    private static ObjectEndpoint Endpoint(S3StoreOptions options)
    {
        using var handler = options.Network.CreateHandler();
        using var sockets = new SharedHttpClient(handler);
        using AmazonS3Client client = S3Connection.Open(options, Anybody, sockets);
        return ObjectEndpoint.Of(client, options.Bucket);
    }
}
