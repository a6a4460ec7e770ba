using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;
using Amazon.S3;
using Amazon.S3.Model;
using BenchmarkDotNet.Attributes;
using FlixTube.Storage;
using FlixTube.Storage.S3.Client;
using FlixTube.Storage.S3.Signing;

namespace FlixTube.Benchmarks.Signing;

/// <summary>
/// What it costs to make and sign a request for a range of an object: ours, beside the SDK's signer alone, without what its
/// client does around it.
/// </summary>
[MemoryDiagnoser]
public class SigningBenchmarks
{
    private const string Root = "http://127.0.0.1:9000/videos/";
    private const string Range = "bytes=1048576-1114111";

    private static readonly VideoPath Path = VideoPath.Parse("trailers/a video.mp4");

    private readonly ImmutableCredentials _credentials = new("key", "secret", null);
    private readonly ObjectEndpoint _endpoint = new(Root, "eu-central-1", "s3");
    private readonly RequestSigner _signer = new("eu-central-1", "s3", TimeProvider.System);
    private readonly AWS4Signer _sdk = new();
    private readonly AmazonS3Config _config = new() { AuthenticationRegion = "eu-central-1" };
    private readonly Uri _server = new("http://127.0.0.1:9000");

    [Benchmark(Baseline = true)]
    public object Sdk()
    {
        var request = new DefaultRequest(new GetObjectRequest(), "AmazonS3")
        {
            HttpMethod = "GET",
            Endpoint = _server,
            ResourcePath = "/videos/{Key+}",
            OverrideSigningServiceName = "s3",
            AuthenticationRegion = "eu-central-1",
            UseDoubleEncoding = false,
        };
        request.AddPathResource("{Key+}", Path.Value);
        request.Headers["Range"] = Range;
        request.Headers["Authorization"] = _sdk.SignRequest(request, _config, metrics: null, _credentials.AccessKey, _credentials.SecretKey).ForAuthorizationHeader;
        return request;
    }

    [Benchmark]
    public HttpRequestMessage Ours()
    {
        var request = new HttpRequestMessage(HttpMethod.Get, _endpoint.AddressOf(Path));
        _signer.Sign(request, _endpoint.Host, _credentials, ifMatch: null, Range);
        return request;
    }
}
