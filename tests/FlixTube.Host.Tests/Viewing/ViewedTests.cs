using System.Net;
using System.Net.Http.Headers;
using FlixTube.Messaging.Publishing;
using FlixTube.Testing.Programs;
using Microsoft.Extensions.DependencyInjection;

namespace FlixTube.Host.Tests.Viewing;

/// <summary>What the host tells of what its viewers ask for, by HTTP on both sides.</summary>
internal sealed class ViewedTests
{
    private const string Video = "a video.mp4";

    private TemporaryFolder _folder;
    private HistoryListener _history;
    private RunningHost _host;

    [SetUp]
    public async Task Start()
    {
        _folder = new TemporaryFolder();
        _history = await HistoryListener.StartAsync();
        _host = new RunningHost(Settings());
        await File.WriteAllBytesAsync(Path.Combine(_host.Videos, Video), new byte[5000]);
    }

    [TearDown]
    public async Task Stop()
    {
        await _host.DisposeAsync();
        await _history.DisposeAsync();
        _folder.Dispose();
    }

    [Test]
    public async Task A_view_is_told_with_path_time_and_an_id_of_its_own()
    {
        var before = DateTimeOffset.UtcNow.AddMilliseconds(-1);
        await GetAsync(viewer: "one", range: "bytes=0-");
        await GetAsync(viewer: "two");

        await Eventually.IsTrueAsync(() => _history.Received.Count == 2, "both are told");
        foreach (var (body, _) in _history.Received)
        {
            Assert.That(body.GetProperty("videoPath").GetString(), Is.EqualTo(Video));
            Assert.That(body.TryGetProperty("videoId", out _), Is.False, "nobody said it");
            Assert.That(body.GetProperty("at").GetDateTimeOffset(), Is.InRange(before, DateTimeOffset.UtcNow));
        }

        Assert.That(_history.Received.Select(told => told.Id).Distinct().Count(), Is.EqualTo(2));
        Assert.That(_history.Received.Select(told => told.Id), Has.All.Match("^\"[0-9a-f-]{36}\"$"));
    }

    [Test]
    public async Task A_view_by_id_is_told_with_the_id()
    {
        var videos = System.Text.Json.JsonDocument.Parse(await _host.Client.GetStringAsync("videos")).RootElement;
        var id = videos.GetProperty("videos")[0].GetProperty("id").GetString()!;
        using var answer = await _host.Client.GetAsync($"video?id={id.ToUpperInvariant()}");
        answer.EnsureSuccessStatusCode();

        await Eventually.IsTrueAsync(() => !_history.Received.IsEmpty, "it is told");
        var told = _history.Received.Single().Body;
        Assert.That(told.GetProperty("videoId").GetString(), Is.EqualTo(id));
        Assert.That(told.GetProperty("videoPath").GetString(), Is.EqualTo(Video));
    }

    [Test]
    public async Task Seeks_probes_heads_revalidations_refusals_and_errors_are_not_told_and_a_play_is_told_once()
    {
        var first = await GetAsync(range: "bytes=0-1");
        await GetAsync(range: "bytes=4000-");
        await GetAsync(method: HttpMethod.Head);
        await GetAsync(ifNoneMatch: first.Headers.ETag);
        await GetAsync(range: "bytes=9999-");
        await GetAsync(path: "missing.mp4");
        await GetAsync(path: Video, query: "&download=1");
        Assert.That(_history.Received, Is.Empty);

        await GetAsync(range: "bytes=0-");
        await GetAsync(range: "bytes=4000-");
        await GetAsync(range: "bytes=0-");
        await GetAsync();

        // The last of another viewer, so that it is known when all were told.
        await GetAsync(viewer: "last");
        await Eventually.IsTrueAsync(() => _history.Received.Count >= 2, "both plays are told");
        Assert.That(_history.Received, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task A_host_behind_another_host_is_no_viewers_host()
    {
        await using var behind = new RunningHost(Settings("behind"));
        await File.WriteAllBytesAsync(Path.Combine(behind.Videos, Video), new byte[5000]);
        await using var streaming = new RunningHost(new(Settings("streaming"))
        {
            ["VideoStorage:Provider"] = "http",
            ["VideoStorage:Http:BaseAddress"] = behind.ClientOptions.BaseAddress.AbsoluteUri,
        });
        using var answer = await streaming.Client.GetAsync($"video?path={Uri.EscapeDataString(Video)}");
        answer.EnsureSuccessStatusCode();
        using var last = await behind.Client.GetAsync($"video?path={Uri.EscapeDataString(Video)}");

        await Eventually.IsTrueAsync(() => _history.Received.Count >= 2, "the viewers of both are told");
        Assert.That(_history.Received, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task A_history_that_is_away_costs_the_viewer_nothing_and_is_shown_and_gets_all_later()
    {
        _history.Status = HttpStatusCode.ServiceUnavailable;
        for (var viewer = 0; viewer < 20; viewer++)
            Assert.That((await GetAsync(viewer: $"{viewer}")).StatusCode, Is.EqualTo(HttpStatusCode.OK));

        var publisher = _host.Services.GetRequiredService<ViewPublisher>();
        await Eventually.IsTrueAsync(() => publisher.Troubles.Any(), "the trouble is known");
        Assert.That(await _host.Client.GetStringAsync("health/ready"), Is.EqualTo("""{"status":"degraded","degraded":["viewed"]}"""), "and shown");
        _history.Status = HttpStatusCode.OK;

        await Eventually.IsTrueAsync(() => _history.Received.Count == 20, "all are told");
        Assert.That(_history.Received.Select(told => told.Id).Distinct().Count(), Is.EqualTo(20));
        await Eventually.IsTrueAsync(() => !publisher.Troubles.Any(), "the trouble is over");
    }

    private Dictionary<string, string?> Settings(string outbox = "outbox") => new()
    {
        ["Viewed:Http:BaseAddress"] = _history.Address,
        ["Viewed:Outbox:Root"] = _folder.PathOf(outbox),
    };

    private async Task<HttpResponseMessage> GetAsync(
        string path = Video, string viewer = "viewer", string? range = null, HttpMethod? method = null, EntityTagHeaderValue? ifNoneMatch = null, string query = "")
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, $"video?path={Uri.EscapeDataString(path)}{query}");
        request.Headers.TryAddWithoutValidation("User-Agent", viewer);
        if (range is not null)
            request.Headers.TryAddWithoutValidation("Range", range);

        if (ifNoneMatch is not null)
            request.Headers.IfNoneMatch.Add(ifNoneMatch);

        var answer = await _host.Client.SendAsync(request);
        await answer.Content.ReadAsByteArrayAsync();
        return answer;
    }
}
