using System.Net.Http.Headers;
using FlixTube.Testing.Browsers;
using FlixTube.Testing.Hosts;
using FlixTube.Testing.Programs;
using FlixTube.Testing.Servers.Gcs;
using FlixTube.Testing.Servers.Mongo;
using Microsoft.Playwright;

namespace FlixTube.History.Tests.Application;

/// <summary>
/// The tutorial's application of our services, each a process, with its variables: a cloud, <c>video-storage</c>,
/// <c>video-streaming</c> with its database, <c>history</c> with its own, and the broker. A browser plays.
/// </summary>
internal sealed class ApplicationTests
{
    private const string Bucket = "videos";
    private const string Id = "5d9e690ad76fe06a3d7ae416";
    private const string VideoPath = "long.mp4";

    private readonly TemporaryFolder _folder = new();
    private Chromium _browser;
    private GcsEmulator _cloud;
    private MongoServer _mongo;
    private HostProcess _storage;

    [OneTimeSetUp]
    public async Task Start()
    {
        var starting = SharedBroker.StartAsync();
        _browser = await Chromium.StartAsync();
        _mongo = await MongoServer.StartAsync();
        await _mongo.InsertAsync("video-streaming", "videos", $$"""{ "_id": { "$oid": "{{Id}}" }, "videoPath": "{{VideoPath}}" }""");
        _cloud = await GcsEmulator.StartAsync();
        await _cloud.CreateBucketAsync(Bucket);
        await _cloud.PutObjectAsync(Bucket, VideoPath, await LongVideoAsync());
        _storage = await HostProcess.StartAsync(new Dictionary<string, string>
        {
            ["VideoStorage:Gcp:EmulatorHost"] = _cloud.Address.AbsoluteUri,
            ["GCP_BUCKET_NAME"] = Bucket,
        });
        await starting;
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        foreach (var one in new IAsyncDisposable?[] { _storage, _browser, _cloud, _mongo })
        {
            if (one is not null)
                await one.DisposeAsync();
        }

        _folder.Dispose();
    }

    [Test]
    public async Task Directly_every_play_is_one_view()
    {
        await using var history = await HistoryAsync("history-direct");
        await using var streaming = await StreamingAsync(new() { ["Viewed:Http:BaseAddress"] = history.BaseAddress.AbsoluteUri });

        await PlayTwiceAsync(streaming);

        await HasOneViewPerPlayAsync(history);
    }

    [Test]
    public async Task By_the_broker_every_play_is_one_view_of_one_recipient()
    {
        await using var streaming = await StreamingAsync(new() { ["RABBIT"] = SharedBroker.Server.Uri });
        await using var history = await HistoryAsync("history-queue", new() { ["RABBIT"] = SharedBroker.Server.Uri });

        await PlayTwiceAsync(streaming);

        await HasOneViewPerPlayAsync(history);
    }

    [Test]
    public async Task By_broadcast_every_play_is_one_view_of_each_recipient()
    {
        var settings = new Dictionary<string, string> { ["RABBIT"] = SharedBroker.Server.Uri, ["Viewed:RabbitMQ:Mode"] = "broadcast" };
        await using var first = await HistoryAsync("history-first", settings);
        await using var second = await HistoryAsync("history-second", settings);
        foreach (var history in new[] { first, second })
            await Eventually.IsTrueAsync(async () => await history.Client.GetStringAsync("health/ready") == """{"status":"healthy"}""", "it listens");

        await using var streaming = await StreamingAsync(settings);
        await PlayTwiceAsync(streaming);

        await HasOneViewPerPlayAsync(first);
        await HasOneViewPerPlayAsync(second);
    }

    // Its index is at the end of the file, so that a browser asks for the beginning, the end, and the beginning again.
    private async Task<byte[]> LongVideoAsync()
    {
        var path = _folder.PathOf(VideoPath);
        await Command.OutputOfAsync(
            Tool.Require("ffmpeg", "apt-get install ffmpeg"),
            ["-v", "error", "-stream_loop", "39", "-i", Repository.SampleVideo, "-c", "copy", path]);
        return await File.ReadAllBytesAsync(path);
    }

    private Task<HostProcess> HistoryAsync(string database, Dictionary<string, string>? settings = null) =>
        HostProcess.StartServiceAsync("FlixTube.History", new Dictionary<string, string>(settings ?? [])
        {
            ["DBHOST"] = _mongo.ConnectionString,
            ["DBNAME"] = database,
        });

    private Task<HostProcess> StreamingAsync(Dictionary<string, string> settings) => HostProcess.StartAsync(new Dictionary<string, string>(settings)
    {
        ["VIDEO_STORAGE_HOST"] = _storage.BaseAddress.Host,
        ["VIDEO_STORAGE_PORT"] = $"{_storage.BaseAddress.Port}",
        ["DBHOST"] = _mongo.ConnectionString,
        ["DBNAME"] = "video-streaming",
    });

    /// <summary>Two viewers, whom an ingress would tell apart, and a last one without a browser, so that it is known when all were told.</summary>
    private async Task PlayTwiceAsync(HostProcess streaming)
    {
        await Task.WhenAll(PlayAsync(streaming, "192.0.2.1"), PlayAsync(streaming, "192.0.2.2"));

        using var request = new HttpRequestMessage(HttpMethod.Get, $"video?id={Id}") { Headers = { Range = new RangeHeaderValue(0, 9999) } };
        (await streaming.Client.SendAsync(request)).EnsureSuccessStatusCode();
    }

    private async Task PlayAsync(HostProcess streaming, string viewer)
    {
        var page = await _browser.NewPageAsync();
        var requests = new List<string>();
        page.Request += (_, request) => requests.Add($"{request.Method} {request.Headers.GetValueOrDefault("range")}");
        await page.SetExtraHTTPHeadersAsync(new Dictionary<string, string> { ["X-Forwarded-For"] = viewer });
        await page.GotoAsync(new Uri(streaming.BaseAddress, $"video?id={Id}").AbsoluteUri);
        await PlayerIsAsync(page, "player.currentTime > 0.5 && !player.error");
        foreach (var seconds in new[] { 200, 390, 0 })
        {
            await page.EvaluateAsync($"() => {{ const player = document.querySelector('video'); player.currentTime = {seconds}; return player.play(); }}");
            await PlayerIsAsync(page, $"!player.seeking && player.currentTime > {seconds} && player.currentTime < {seconds} + 5");
        }

        await TestContext.Out.WriteLineAsync($"The browser asked for {string.Join(", ", requests)}");
        await page.CloseAsync();
    }

    private static async Task HasOneViewPerPlayAsync(HostProcess history)
    {
        var views = await HistoryOf.AtLeastAsync(history.Client, 3);
        Assert.That(views, Has.Count.EqualTo(3), "two plays in the browser and one without");
        foreach (var view in views)
        {
            Assert.That(view.GetProperty("videoPath").GetString(), Is.EqualTo(VideoPath));
            Assert.That(view.GetProperty("videoId").GetString(), Is.EqualTo(Id));
        }
    }

    private static Task PlayerIsAsync(IPage page, string condition) =>
        page.WaitForFunctionAsync($"() => {{ const player = document.querySelector('video'); return {condition}; }}");
}
