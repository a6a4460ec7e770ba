using System.Net;
using System.Net.Http.Headers;
using Azure.Storage.Blobs;
using FlixTube.Testing.Hosts;
using FlixTube.Testing.Programs;
using FlixTube.Testing.Servers.Azurite;

namespace FlixTube.Host.Tests.Chain;

/// <summary>The tutorial's Node services, unchanged, in front of our host and behind it: each can be replaced by itself.</summary>
internal sealed class NodeBookTests
{
    private const string Sample = "SampleVideo_1280x720_1mb.mp4";
    private static readonly byte[] Content = File.ReadAllBytes(Repository.SampleVideo);

    [Test]
    public async Task Their_video_streaming_works_in_front_of_our_video_storage_and_seeks_now()
    {
        await using var storage = await HostProcess.StartAsync(videos: Repository.SampleVideo);
        await using var streaming = await NodeService.StartAsync("video-streaming.js", Upstream(storage.BaseAddress));
        using var viewer = new HttpClient { BaseAddress = streaming.Address };

        Assert.That((await viewer.GetByteArrayAsync("video")).AsSpan().SequenceEqual(Content), Is.True);

        using var request = new HttpRequestMessage(HttpMethod.Get, "video") { Headers = { Range = new RangeHeaderValue(1000, 1999) } };
        using var range = await viewer.SendAsync(request);
        Assert.That(range.StatusCode, Is.EqualTo(HttpStatusCode.PartialContent));
        Assert.That(await range.Content.ReadAsByteArrayAsync(), Is.EqualTo(Content[1000..2000]));

        using var again = new HttpRequestMessage(HttpMethod.Get, "video") { Headers = { IfNoneMatch = { range.Headers.ETag! } } };
        Assert.That((await viewer.SendAsync(again)).StatusCode, Is.EqualTo(HttpStatusCode.NotModified));
    }

    [Test]
    public async Task Our_video_streaming_works_in_front_of_their_azure_storage_and_gives_it_ranges()
    {
        await using var azure = await AzuriteServer.StartAsync();
        var container = new BlobContainerClient(azure.ConnectionString, "videos");
        await container.CreateAsync();
        await container.UploadBlobAsync(Sample, new BinaryData(Content));
        await using var storage = await NodeService.StartAsync("azure-storage.js", new()
        {
            ["STORAGE_ACCOUNT_NAME"] = AzuriteServer.AccountName,
            ["STORAGE_ACCESS_KEY"] = AzuriteServer.AccountKey,
            ["STORAGE_SERVICE_URL"] = azure.ServiceUri.AbsoluteUri,
        });
        await using var streaming = await HostProcess.StartAsync(Upstream(storage.Address));
        var url = streaming.VideoUri(Sample);

        using var whole = await streaming.Client.GetAsync(url);
        Assert.That(whole.Content.Headers.ContentType?.MediaType, Is.EqualTo("video/mp4"));
        Assert.That((await whole.Content.ReadAsByteArrayAsync()).AsSpan().SequenceEqual(Content), Is.True);

        using var request = new HttpRequestMessage(HttpMethod.Get, url) { Headers = { Range = new RangeHeaderValue(500_000, 500_999) } };
        using var range = await streaming.Client.SendAsync(request);
        Assert.That(range.StatusCode, Is.EqualTo(HttpStatusCode.PartialContent));
        Assert.That(await range.Content.ReadAsByteArrayAsync(), Is.EqualTo(Content[500_000..501_000]));

        using var head = await streaming.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, url));
        Assert.That(head.Content.Headers.ContentLength, Is.EqualTo(Content.Length));

        await ProblemAssert.IsProblemAsync(await streaming.Client.GetAsync(streaming.VideoUri("missing.mp4")), HttpStatusCode.ServiceUnavailable, "store-unavailable");
        await ProblemAssert.IsProblemAsync(
            await streaming.Client.PostAsync("videos?path=new.mp4", new ByteArrayContent([1])), HttpStatusCode.NotImplemented, "unsupported");
        await ProblemAssert.IsProblemAsync(
            await streaming.Client.GetAsync("video?id=ffffffffffffffffffffffff"), HttpStatusCode.NotFound, "video-not-found");
        Assert.That((await streaming.Client.GetAsync("health/ready")).StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    // The tutorial's own variables are all that it takes.
    private static Dictionary<string, string> Upstream(Uri storage) => new()
    {
        ["VIDEO_STORAGE_HOST"] = storage.Host,
        ["VIDEO_STORAGE_PORT"] = $"{storage.Port}",
    };
}
