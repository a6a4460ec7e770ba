using System.Net;
using System.Net.Http.Headers;
using FlixTube.Testing.Hosts;
using FlixTube.Testing.Programs;
using FlixTube.Testing.Servers.Mongo;

namespace FlixTube.Host.Tests.Catalogs;

/// <summary>The host with its catalogue in MongoDB.</summary>
internal sealed class MongoTests
{
    private const string BookId = "5d9e690ad76fe06a3d7ae416";
    private const string UnknownId = "000000000000000000000000";
    private static readonly string SampleName = Path.GetFileName(Repository.SampleVideo);

    private MongoServer _mongo = null!;

    [SetUp]
    public async Task StartAsync() => _mongo = await MongoServer.StartAsync();

    [TearDown]
    public async Task EndAsync() => await _mongo.DisposeAsync();

    [Test]
    public async Task The_tutorial_s_variables_and_document_play_its_video()
    {
        await _mongo.InsertAsync("video-streaming", "videos", Document(BookId));
        await using var host = await HostProcess.StartAsync(
            new Dictionary<string, string> { ["DBHOST"] = _mongo.ConnectionString, ["DBNAME"] = "video-streaming" }, Repository.SampleVideo);

        var video = await host.Client.GetByteArrayAsync($"video?id={BookId}");
        Assert.That(video, Is.EqualTo(await File.ReadAllBytesAsync(Repository.SampleVideo)));
        await ProblemAssert.IsProblemAsync(await host.Client.GetAsync($"video?id={UnknownId}"), HttpStatusCode.NotFound, "video-not-found");
    }

    [Test]
    public async Task While_MongoDB_is_away_everything_seen_plays_and_the_rest_is_asked_to_come_back()
    {
        const int Videos = 20, Playbacks = 1000;
        var ids = Enumerable.Range(1, Videos).Select(i => $"{i:x24}").ToList();
        await using var host = await HostProcess.StartAsync(
            new Dictionary<string, string>
            {
                ["Catalog:Provider"] = "mongodb",
                ["Catalog:MongoDB:ConnectionString"] = _mongo.ConnectionString,
                ["Catalog:MongoDB:Timeout"] = "00:00:02",
                ["Catalog:Cache:TimeToLive"] = "00:00:00.5",
                ["Catalog:Cache:StaleWait"] = "00:00:00.1",
            },
            Repository.SampleVideo);
        for (var i = 0; i < Videos; i++)
        {
            File.Copy(Repository.SampleVideo, Path.Combine(host.Videos, $"{i}.mp4"));
            await _mongo.InsertAsync("flixtube", "videos", Document(ids[i], $"{i}.mp4"));
            Assert.That(await PlayAsync(host, ids[i]), Is.EqualTo(HttpStatusCode.PartialContent));
        }

        await _mongo.KillAsync();
        for (var i = 0; i < Playbacks; i++)
            Assert.That(await PlayAsync(host, ids[i % Videos]), Is.EqualTo(HttpStatusCode.PartialContent), $"playback {i}");

        using var refusal = await host.Client.GetAsync($"video?id={BookId}");
        await ProblemAssert.IsProblemAsync(refusal, HttpStatusCode.ServiceUnavailable, "catalog-unavailable");
        Assert.That(refusal.Headers.RetryAfter?.Delta, Is.GreaterThan(TimeSpan.Zero));
        Assert.That(await host.Client.GetStringAsync("health/ready"), Does.Contain("degraded"));

        await _mongo.StartAgainAsync();
        await _mongo.InsertAsync("flixtube", "videos", Document(BookId));
        while (await PlayAsync(host, BookId) is var status && status != HttpStatusCode.PartialContent)
            Assert.That(status, Is.EqualTo(HttpStatusCode.ServiceUnavailable), "until MongoDB is noticed again");

        Assert.That(await host.Client.GetStringAsync("health/ready"), Does.Contain("healthy"));
        Assert.That(host.Process.Transcript, Does.Not.Contain("   at "), "an absence needs no stack trace");
    }

    [Test]
    public async Task A_catalogue_that_cannot_be_configured_keeps_the_host_from_starting()
    {
        using var folder = new TemporaryFolder();
        await using var process = HostProcess.Launch(
            folder, "http://127.0.0.1:0", new Dictionary<string, string> { ["DBHOST"] = "mongodb://viewer:s3cret-4711@localhost:99999" });
        Assert.That(await process.ExitAsync(TimeSpan.FromSeconds(60)), Is.EqualTo(1));
        Assert.That(process.Transcript, Does.Contain("Catalog:MongoDB:ConnectionString").And.Not.Contain("s3cret-4711").And.Not.Contain("   at "));
    }

    private static string Document(string id, string? path = null) =>
        $$"""{ "_id": { "$oid": "{{id}}" }, "videoPath": "{{path ?? SampleName}}" }""";

    private static async Task<HttpStatusCode> PlayAsync(HostProcess host, string id)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"video?id={id}") { Headers = { Range = new RangeHeaderValue(0, 99) } };
        using var answer = await host.Client.SendAsync(request);
        return answer.StatusCode;
    }
}
