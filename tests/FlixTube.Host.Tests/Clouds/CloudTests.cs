using System.Net;
using System.Net.Http.Headers;
using Azure.Storage.Blobs;
using FlixTube.Testing.Hosts;
using FlixTube.Testing.Programs;
using FlixTube.Testing.Servers.Azurite;
using FlixTube.Testing.Servers.Gcs;
using FlixTube.Testing.Servers.Swift;

namespace FlixTube.Host.Tests.Clouds;

/// <summary>The same host with nothing but its configuration changed, over a real server of each cloud.</summary>
internal sealed class CloudTests
{
    private const string Nobody = "http://127.0.0.1:1";
    private const string Missing = "missing-bucket-4711";

    private AzuriteServer _azure = null!;
    private GcsEmulator _gcp = null!;
    private SwiftServer _s3 = null!;
    private string _s3Bucket = "";

    [OneTimeSetUp]
    public async Task Start()
    {
        _azure = await AzuriteServer.StartAsync();
        await new BlobContainerClient(_azure.ConnectionString, "videos").CreateAsync();
        _gcp = await GcsEmulator.StartAsync();
        await _gcp.CreateBucketAsync("videos");
        _s3 = await SwiftServer.StartAsync();
        _s3Bucket = await _s3.CreateBucketAsync();
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

    private Dictionary<string, string> Settings(string cloud) => cloud switch
    {
        "azure" => new()
        {
            ["VideoStorage:Provider"] = "azure",
            ["VideoStorage:Azure:ServiceUri"] = _azure.ServiceUri.AbsoluteUri,
            ["VideoStorage:Azure:AccountName"] = AzuriteServer.AccountName,
            ["VideoStorage:Azure:AccountKey"] = AzuriteServer.AccountKey,
        },
        "gcp" => new()
        {
            ["VideoStorage:Provider"] = "gcp",
            ["VideoStorage:Gcp:EmulatorHost"] = _gcp.Address.AbsoluteUri,
            ["VideoStorage:Gcp:Bucket"] = "videos",
        },
        _ => new()
        {
            ["VideoStorage:Provider"] = "s3",
            ["VideoStorage:S3:ServiceUrl"] = _s3.Address.AbsoluteUri,
            ["VideoStorage:S3:ForcePathStyle"] = "true",
            ["VideoStorage:S3:Region"] = "us-east-1",
            ["VideoStorage:S3:Bucket"] = _s3Bucket,
            ["VideoStorage:S3:AccessKey"] = SwiftServer.AccessKey,
            ["VideoStorage:S3:SecretKey"] = SwiftServer.SecretKey,
        },
    };

    [TestCase("azure")]
    [TestCase("gcp")]
    [TestCase("s3")]
    public async Task A_video_is_uploaded_listed_streamed_in_ranges_and_deleted(string cloud)
    {
        await using var host = await HostProcess.StartAsync(Settings(cloud));
        var sample = await File.ReadAllBytesAsync(Repository.SampleVideo);

        using var created = await host.Client.PostAsync("videos?path=clips/one.mp4", new ByteArrayContent(sample));
        Assert.That(created.StatusCode, Is.EqualTo(HttpStatusCode.Created), await created.Content.ReadAsStringAsync());
        Assert.That(await host.Client.GetStringAsync("videos"), Does.Contain("clips/one.mp4"));
        Assert.That(await host.Client.GetStringAsync("storage"), Does.Contain(cloud));
        Assert.That((await host.Client.GetAsync("health/ready")).StatusCode, Is.EqualTo(HttpStatusCode.OK));

        using var request = new HttpRequestMessage(HttpMethod.Get, host.VideoUri("clips/one.mp4")) { Headers = { Range = new RangeHeaderValue(1000, 1999) } };
        using var range = await host.Client.SendAsync(request);
        Assert.That(range.StatusCode, Is.EqualTo(HttpStatusCode.PartialContent));
        Assert.That(await range.Content.ReadAsByteArrayAsync(), Is.EqualTo(sample[1000..2000]));
        Assert.That(range.Content.Headers.ContentType?.MediaType, Is.EqualTo("video/mp4"));

        Assert.That((await host.Client.DeleteAsync(created.Headers.Location)).StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That((await host.Client.GetAsync(host.VideoUri("clips/one.mp4"))).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [TestCase("azure", "VideoStorage:Azure:AccountKey", "d3Jvbmcga2V5IHdyb25nIGtleSB3cm9uZyBrZXkgd3Jvbmc=", "store-refused", "AccountKey")]
    [TestCase("s3", "VideoStorage:S3:SecretKey", "wrong-secret-4711", "store-refused", "SecretKey")]
    [TestCase("azure", "VideoStorage:Azure:Container", Missing, "store-unavailable", "VideoStorage:Azure:Container")]
    [TestCase("gcp", "VideoStorage:Gcp:Bucket", Missing, "store-unavailable", "VideoStorage:Gcp:Bucket")]
    [TestCase("s3", "VideoStorage:S3:Bucket", Missing, "store-unavailable", "VideoStorage:S3:Bucket")]
    [TestCase("azure", "VideoStorage:Azure:ServiceUri", Nobody + "/devstoreaccount1", "store-unavailable", "127.0.0.1:1")]
    [TestCase("gcp", "VideoStorage:Gcp:EmulatorHost", Nobody, "store-unavailable", "127.0.0.1:1")]
    [TestCase("s3", "VideoStorage:S3:ServiceUrl", Nobody, "store-unavailable", "VideoStorage:S3:ServiceUrl")]
    public async Task A_wrong_setting_is_a_clear_problem_a_failing_readiness_and_a_line_for_the_operator(
        string cloud, string key, string value, string kind, string named)
    {
        var settings = Settings(cloud);
        settings[key] = value;
        await using var host = await HostProcess.StartAsync(settings);

        using var answer = await host.Client.GetAsync(host.VideoUri("a.mp4"));
        var status = kind == "store-refused" ? HttpStatusCode.BadGateway : HttpStatusCode.ServiceUnavailable;
        var problem = await ProblemAssert.IsProblemAsync(answer, status, kind);
        Assert.That(problem, Does.Not.Contain(value).And.Not.Contain(_s3Bucket).And.Not.Contain(AzuriteServer.AccountName));

        await ProblemAssert.IsProblemAsync(await host.Client.GetAsync("health/ready"), HttpStatusCode.ServiceUnavailable, "not-ready");
        await host.Process.LineAsync(line => line.Contains("GET /video failed", StringComparison.Ordinal) && line.Contains(named, StringComparison.Ordinal), TimeSpan.FromSeconds(10));
        Assert.That(host.Process.Transcript, Does.Not.Contain("   at "), "what the store reports needs no stack trace");
        Assert.That(host.Process.Transcript, Does.Not.Contain("wrong-secret-4711").And.Not.Contain("d3Jvbmcg"), "secrets are not logged");
    }
}
