using FlixTube.Testing.Hosts;
using FlixTube.Testing.Programs;
using FlixTube.Testing.Servers.Otlp;

namespace FlixTube.History.Tests.Telemetry;

/// <summary>A view on its way from the host through the broker into the history, as an observer sees it through a collector.</summary>
internal sealed class ExportTests
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(30);

    private OtlpCollector _collector = null!;

    // All tests look at what one view left behind: a start of two processes is what costs.
    [OneTimeSetUp]
    public async Task Play_a_video_and_stop_both()
    {
        await SharedBroker.StartAsync();
        _collector = await OtlpCollector.StartAsync();
        await using var history = await HostProcess.StartServiceAsync("FlixTube.History", Settings("history"));
        await using var streaming = await HostProcess.StartAsync(Settings("video-streaming"), Repository.SampleVideo);

        Assert.That(await streaming.Client.GetByteArrayAsync(streaming.VideoUri(Path.GetFileName(Repository.SampleVideo))), Is.Not.Empty);
        await HistoryOf.AtLeastAsync(history.Client, 1);
        await using (var tutorial = await TutorialService.ConnectAsync())
            await tutorial.PublishAsync("nonsense");

        await Eventually.IsTrueAsync(() => Task.FromResult(Sum("history", "flixtube.viewed.dead_letters") > 0), "the message is put aside");
        foreach (var process in new[] { streaming.Process, history.Process })
        {
            process.Send(Signal.Terminate);
            Assert.That(await process.ExitAsync(StopLimit), Is.Zero);
        }

        Dictionary<string, string> Settings(string service) => new(_collector.Variables(service)) { ["RABBIT"] = SharedBroker.Server.Uri };
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        if (_collector is not null)
            await _collector.DisposeAsync();
    }

    [TestCase("video-streaming", "flixtube.viewed.views")]
    [TestCase("video-streaming", "flixtube.viewed.delivered")]
    [TestCase("history", "flixtube.viewed.kept")]
    [TestCase("history", "flixtube.viewed.dead_letters")]
    public void Each_service_counts_what_it_did_with_the_view(string service, string metric) =>
        Assert.That(Sum(service, metric), Is.EqualTo(1));

    // The view has waited in the outbox: it is a trace of its own.
    [Test]
    public void Receiving_a_message_is_linked_to_sending_it()
    {
        // Not the question of what is revoked, which goes to the broker as well.
        var sent = _collector.Spans.Single(span => span is { Service: "video-streaming", Source: "RabbitMQ.Client.Publisher" } && span.Attributes.Values.Contains("viewed"));

        Assert.That(
            _collector.Spans.Where(span => span is { Service: "history", Source: "RabbitMQ.Client.Subscriber" }).SelectMany(span => span.Links),
            Does.Contain(sent.SpanId));
    }

    private double Sum(string service, string metric) =>
        _collector.Metrics.LastOrDefault(m => m.Service == service && m.Name == metric)?.Points.Sum(point => point.Value) ?? 0;
}
