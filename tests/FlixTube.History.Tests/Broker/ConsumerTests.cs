using System.Text;
using FlixTube.Testing.Hosts;
using FlixTube.Testing.Programs;
using FlixTube.Testing.Servers.Mongo;

namespace FlixTube.History.Tests.Broker;

/// <summary>The history as one of the tutorial's services sees it by the broker.</summary>
internal sealed class ConsumerTests
{
    private TutorialService _tutorial;

    [SetUp]
    public async Task Connect()
    {
        await SharedBroker.StartAsync();
        _tutorial = await TutorialService.ConnectAsync();
        await _tutorial.AssertAsync();
    }

    [TearDown]
    public async Task Disconnect()
    {
        if (_tutorial is not null)
            await _tutorial.DisposeAsync();
    }

    [Test]
    public async Task What_was_published_before_and_after_the_start_is_recorded_each_once()
    {
        await _tutorial.PublishAsync("""{ "videoPath": "before.mp4" }""");
        await using var history = await HostProcess.StartServiceAsync("FlixTube.History", Settings());
        await _tutorial.PublishAsync("""{ "videoPath": "after.mp4", "videoId": "7" }""", id: "one");
        await _tutorial.PublishAsync("""{ "videoPath": "after.mp4", "videoId": "7" }""", id: "one");
        await _tutorial.PublishAsync("""{ "videoPath": "last.mp4" }""");

        await HistoryOf.AtLeastAsync(history.Client, 3);
        Assert.That(await HistoryOf.PathsAsync(history.Client), Is.EquivalentTo(new[] { "before.mp4", "after.mp4", "last.mp4" }));
        await Eventually.IsTrueAsync(async () => await _tutorial.CountAsync("viewed") == 0, "all is acknowledged");
        Assert.That(await history.Client.GetStringAsync("health/ready"), Is.EqualTo("""{"status":"healthy"}"""));
    }

    [Test]
    public async Task What_cannot_be_understood_is_put_aside_with_the_reason_and_what_follows_is_recorded()
    {
        await using var history = await HostProcess.StartServiceAsync("FlixTube.History", Settings());
        await _tutorial.PublishAsync("nonsense", id: "poison");
        await _tutorial.PublishAsync("""{ "path": "a.mp4" }""");
        await _tutorial.PublishAsync(new string(' ', 100_000));
        await _tutorial.PublishAsync("""{ "videoPath": "good.mp4" }""");

        await HistoryOf.AtLeastAsync(history.Client, 1);
        await Eventually.IsTrueAsync(async () => await _tutorial.CountAsync("viewed.dead-letter") == 3, "three are put aside");
        var dead = await _tutorial.GetAsync("viewed.dead-letter");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Encoding.UTF8.GetString(dead!.Body.Span), Is.EqualTo("nonsense"), "as it came");
            Assert.That(dead.BasicProperties.MessageId, Is.EqualTo("poison"));
            Assert.That(Encoding.UTF8.GetString((byte[])dead.BasicProperties.Headers!["x-death-reason"]!), Does.Contain("JSON"));
            Assert.That(await HistoryOf.PathsAsync(history.Client), Is.EqualTo(new[] { "good.mp4" }));
        }
    }

    [Test]
    public async Task A_broadcast_reaches_everyone_who_listens()
    {
        var settings = Settings();
        settings["Viewed:RabbitMQ:Mode"] = "broadcast";
        await using var first = await HostProcess.StartServiceAsync("FlixTube.History", settings);
        await using var second = await HostProcess.StartServiceAsync("FlixTube.History", settings);
        foreach (var history in new[] { first, second })
            await Eventually.IsTrueAsync(async () => await history.Client.GetStringAsync("health/ready") == """{"status":"healthy"}""", "it listens");

        await _tutorial.PublishAsync("""{ "videoPath": "a.mp4" }""", id: "one", exchange: "viewed");
        foreach (var history in new[] { first, second })
            Assert.That(await HistoryOf.AtLeastAsync(history.Client, 1), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_history_that_is_killed_and_comes_back_has_every_view_once()
    {
        using var folder = new TemporaryFolder();
        await using (var killed = await HostProcess.StartServiceAsync("FlixTube.History", Settings(), folder))
        {
            var publishing = PublishManyAsync(0, 300);
            await HistoryOf.AtLeastAsync(killed.Client, 50);
            killed.Process.Send(Signal.Kill);
            await publishing;
        }

        await using var again = await HostProcess.StartServiceAsync("FlixTube.History", Settings(), folder);
        Assert.That(await HistoryOf.AtLeastAsync(again.Client, 300), Has.Count.EqualTo(300));

        async Task PublishManyAsync(int from, int count)
        {
            foreach (var number in Enumerable.Range(from, count))
                await _tutorial.PublishAsync("""{ "videoPath": "a.mp4" }""", id: $"m{number}");
        }
    }

    [Test]
    public async Task While_its_database_is_away_views_wait_and_none_is_lost()
    {
        await using var mongo = await MongoServer.StartAsync();
        var settings = Settings();
        settings["DBHOST"] = mongo.ConnectionString;
        settings["History:MongoDB:Timeout"] = "00:00:01";
        await using var history = await HostProcess.StartServiceAsync("FlixTube.History", settings);
        await _tutorial.PublishAsync("""{ "videoPath": "before.mp4" }""");
        await HistoryOf.AtLeastAsync(history.Client, 1);

        await mongo.KillAsync();
        await _tutorial.PublishAsync("""{ "videoPath": "meanwhile.mp4" }""");
        await history.Process.LineAsync(static line => line.Contains("could not be kept", StringComparison.Ordinal), TimeSpan.FromSeconds(60));
        await mongo.StartAgainAsync();

        await HistoryOf.AtLeastAsync(history.Client, 2);
        Assert.That(await HistoryOf.PathsAsync(history.Client), Is.EqualTo(new[] { "meanwhile.mp4", "before.mp4" }));
    }

    private static Dictionary<string, string> Settings() => new() { ["RABBIT"] = SharedBroker.Server.Uri };
}
