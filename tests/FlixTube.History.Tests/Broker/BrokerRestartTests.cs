using System.Net;
using FlixTube.Testing.Hosts;
using FlixTube.Testing.Programs;

namespace FlixTube.History.Tests.Broker;

internal sealed class BrokerRestartTests
{
    private const int Plays = 500;

    [Test]
    public async Task While_the_broker_is_killed_and_comes_back_no_play_fails_every_view_arrives_and_none_twice()
    {
        await SharedBroker.StartAsync();
        var settings = new Dictionary<string, string> { ["RABBIT"] = SharedBroker.Server.Uri };
        await using var history = await HostProcess.StartServiceAsync("FlixTube.History", settings);
        await using var streaming = await HostProcess.StartAsync(settings, Repository.SampleVideo);

        // A third of the plays before, a third while the broker is away, a third while it starts.
        await PlayAsync(streaming, 0, Plays / 3);
        await HistoryOf.AtLeastAsync(history.Client, 50);
        var during = PlayAsync(streaming, Plays / 3, Plays / 3);
        await SharedBroker.Server.KillAsync();
        await during;
        Assert.That((await history.Client.GetAsync("health/ready")).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        await Task.WhenAll(SharedBroker.Server.StartAgainAsync(), PlayAsync(streaming, 2 * (Plays / 3), Plays - (2 * (Plays / 3))));

        var views = await HistoryOf.AtLeastAsync(history.Client, Plays);
        Assert.That(views, Has.Count.EqualTo(Plays));
        Assert.That(views.Select(static view => view.GetProperty("id").GetString()).Distinct().Count(), Is.EqualTo(Plays));
        await Eventually.IsTrueAsync(
            async () => await streaming.Client.GetStringAsync("health/ready") == """{"status":"healthy"}""", "the host says that it tells views again");
    }

    [Test]
    public async Task A_broadcast_waits_until_somebody_listens()
    {
        await SharedBroker.StartAsync();
        var settings = new Dictionary<string, string> { ["RABBIT"] = SharedBroker.Server.Uri, ["Viewed:RabbitMQ:Mode"] = "broadcast" };
        await using var streaming = await HostProcess.StartAsync(settings, Repository.SampleVideo);
        await PlayAsync(streaming, 0, 3);
        await Eventually.IsTrueAsync(
            async () => await streaming.Client.GetStringAsync("health/ready") == """{"status":"degraded","degraded":["viewed"]}""", "the host says that they wait");

        await using var history = await HostProcess.StartServiceAsync("FlixTube.History", settings);
        Assert.That(await HistoryOf.AtLeastAsync(history.Client, 3), Has.Count.EqualTo(3));
        Assert.That(streaming.Process.Transcript, Does.Contain("Views cannot be told to rabbitmq").And.Contain("nobody listens"));
    }

    private static async Task PlayAsync(HostProcess streaming, int from, int count) =>
        await Parallel.ForAsync(from, from + count, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (viewer, cancellationToken) =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, streaming.VideoUri(Path.GetFileName(Repository.SampleVideo)));
            request.Headers.TryAddWithoutValidation("User-Agent", $"viewer {viewer}");
            request.Headers.TryAddWithoutValidation("Range", "bytes=0-9999");
            using var answer = await streaming.Client.SendAsync(request, cancellationToken);
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.PartialContent));
            Assert.That(await answer.Content.ReadAsByteArrayAsync(cancellationToken), Has.Length.EqualTo(10_000));
        });
}
