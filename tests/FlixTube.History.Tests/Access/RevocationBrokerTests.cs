using System.Diagnostics;
using System.Net;
using FlixTube.Testing.Access;
using FlixTube.Testing.Hosts;
using FlixTube.Testing.Servers.RabbitMQ;

namespace FlixTube.History.Tests.Access;

/// <summary>A revocation that one service is asked for, or that anybody publishes, is in force in every other.</summary>
internal sealed class RevocationBrokerTests
{
    // The promise is a second; the rest is for a machine on which several test runs compete.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private HostProcess _host;
    private HostProcess _history;

    [OneTimeSetUp]
    public async Task Start()
    {
        await SharedBroker.StartAsync();
        _host = await Revoking.StartHostAsync(SharedBroker.Server.Uri);
        _history = await Revoking.StartHistoryAsync(SharedBroker.Server.Uri);
        await Revoking.HearAsync(_host, _history);
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        foreach (var one in new[] { _host, _history })
        {
            if (one is not null)
                await one.DisposeAsync();
        }
    }

    [Test]
    public async Task What_one_service_revokes_ends_the_stream_of_another_and_leaves_the_others()
    {
        var (ann, bob) = (SignedToken.Link(Revoking.Film, "ann"), SignedToken.Link(Revoking.Film, "bob"));
        using var anns = await WatchAsync(ann);
        using var bobs = await WatchAsync(bob);
        var end = EndAsync(await anns.Content.ReadAsStreamAsync());

        var since = Stopwatch.GetTimestamp();
        Assert.That(await Revoking.RevokeAsync(_history, "ann"), Is.True, "announced");
        await end.WaitAsync(Limit);

        await TestContext.Out.WriteLineAsync($"It took {Stopwatch.GetElapsedTime(since).TotalMilliseconds:0} ms.");
        await ProblemAssert.IsProblemAsync(await Revoking.AskAsync(_host, ann), HttpStatusCode.Unauthorized, "token-revoked");
        await (await bobs.Content.ReadAsStreamAsync()).ReadExactlyAsync(new byte[10_000_000]);
        Assert.That(await Revoking.IsRefusedAsync(_host, bob), Is.False);
    }

    [Test]
    public async Task A_message_that_nobody_understands_is_logged_without_what_it_says_and_the_next_counts()
    {
        var link = SignedToken.Link(Revoking.Film, "carl");
        await using var somebody = await TutorialService.ConnectAsync();
        foreach (var nonsense in new[] { "secret-4711", "null", "[]", """{"sub":"secret-4711","until":"2020-01-01T00:00:00Z"}""", """{"secret-4711":1}""", new string(' ', 9000) })
            await somebody.PublishAsync(nonsense, exchange: "revoked");

        await somebody.PublishAsync("""{ "sub": "carl" }""", exchange: "revoked");

        await Eventually.IsTrueAsync(() => Revoking.IsRefusedAsync(_host, link), "it is revoked");
        Assert.That(_host.Process.Transcript, Does.Contain("cannot be understood").And.Not.Contain("secret-4711"));
        await Revoking.HearAsync(_host, _history);
    }

    [Test]
    public async Task A_service_that_starts_later_learns_what_was_revoked_before()
    {
        Assert.That(await Revoking.RevokeAsync(_history, "dora"), Is.True);

        await using var later = await Revoking.StartHostAsync(SharedBroker.Server.Uri);

        var link = SignedToken.Link(Revoking.Film, "dora");
        await Eventually.IsTrueAsync(() => Revoking.IsRefusedAsync(later, link), "it is revoked there, too");
        Assert.That(await Revoking.IsRefusedAsync(later, SignedToken.Link(Revoking.Film, "eve")), Is.False);
    }

    [Test]
    public async Task While_the_broker_is_away_a_revocation_counts_where_it_was_made_and_elsewhere_when_it_is_back()
    {
        await using var broker = RabbitMQServer.Prepare();
        await using var first = await Revoking.StartHostAsync(broker.Uri);
        await using var second = await Revoking.StartHostAsync(broker.Uri);
        var link = SignedToken.Link(Revoking.Film, "ann");

        Assert.That(await Revoking.RevokeAsync(first, "ann"), Is.False, "announced");
        Assert.That(await Revoking.IsRefusedAsync(first, link), Is.True);
        Assert.That(await Revoking.IsRefusedAsync(second, link), Is.False);
        Assert.That(await second.Client.GetStringAsync("health/ready"), Does.Contain("degraded").And.Contain("revocations"));

        await broker.StartAgainAsync();
        await Eventually.IsTrueAsync(() => Revoking.IsRefusedAsync(second, link), "the second is told");
        await Revoking.HearAsync(first, second);
    }

    private async Task<HttpResponseMessage> WatchAsync(string link)
    {
        var answer = await _host.Client.GetAsync($"video?path={Revoking.Film}&token={link}", HttpCompletionOption.ResponseHeadersRead);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        await (await answer.Content.ReadAsStreamAsync()).ReadExactlyAsync(new byte[100_000]);
        return answer;
    }

    private static Task EndAsync(Stream stream) => Task.Run(async () =>
    {
        var piece = new byte[1 << 20];
        try
        {
            while (await stream.ReadAsync(piece) > 0)
            {
            }
        }
        catch (IOException)
        {
        }
    });
}
