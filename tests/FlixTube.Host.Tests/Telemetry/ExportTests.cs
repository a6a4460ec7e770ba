using FlixTube.Testing.Hosts;
using FlixTube.Testing.Programs;
using FlixTube.Testing.Servers.Otlp;

namespace FlixTube.Host.Tests.Telemetry;

/// <summary>A viewer, video-streaming, video-storage: two processes, as an observer sees them through a collector.</summary>
internal sealed class ExportTests
{
    private const string TraceId = "4bf92f3577b34da6a3ce929d0e0e4736";
    private const string ViewersSpan = "00f067aa0ba902b7";
    private const string Secret = "eyJhbGciOiJIUzI1NiJ9-secret";

    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(30);

    private OtlpCollector _collector = null!;

    // All tests look at what one exchange left behind: a start of two processes is what costs.
    [OneTimeSetUp]
    public async Task Play_a_video_through_both_and_stop_them()
    {
        _collector = await OtlpCollector.StartAsync();
        var sample = Repository.SampleVideo;
        await using var storage = await HostProcess.StartAsync(_collector.Variables("video-storage"), sample);
        await using var streaming = await HostProcess.StartAsync(new Dictionary<string, string>(_collector.Variables("video-streaming"))
        {
            ["VideoStorage:Provider"] = "http",
            ["VideoStorage:Http:BaseAddress"] = storage.BaseAddress.AbsoluteUri,
        });

        using var request = new HttpRequestMessage(HttpMethod.Get, $"video?path={Path.GetFileName(sample)}&token={Secret}");
        request.Headers.Add("traceparent", $"00-{TraceId}-{ViewersSpan}-01");
        using var answer = await streaming.Client.SendAsync(request);
        Assert.That(await answer.Content.ReadAsByteArrayAsync(), Is.EqualTo(await File.ReadAllBytesAsync(sample)));

        foreach (var host in new[] { streaming, storage })
        {
            host.Process.Send(Signal.Terminate);
            Assert.That(await host.Process.ExitAsync(StopLimit), Is.Zero);
        }
    }

    [OneTimeTearDown]
    public ValueTask Stop() => _collector.DisposeAsync();

    [TestCase("video-streaming", "http")]
    [TestCase("video-storage", "file")]
    public void Metrics_say_what_the_viewer_got_and_from_which_provider(string service, string provider)
    {
        var length = new FileInfo(Repository.SampleVideo).Length;

        Assert.That(Last(service, "flixtube.storage.read", "provider", provider).Value, Is.EqualTo(length));
        Assert.That(Last(service, "flixtube.storage.operation.duration", "operation", "read").Count, Is.EqualTo(1));
        Assert.That(Last(service, "flixtube.storage.generation").Value, Is.EqualTo(1));
        Assert.That(Last(service, "flixtube.storage.serving", "provider", provider).Value, Is.EqualTo(1));
        Assert.That(Last(service, "flixtube.storage.leases", "state", "serving").Value, Is.Zero);
        Assert.That(Last(service, "flixtube.stream.sent").Value, Is.EqualTo(length));
        Assert.That(Last(service, "flixtube.stream.first_byte").Count, Is.EqualTo(1));
        Assert.That(Last(service, "flixtube.stream.active").Value, Is.Zero);
        Assert.That(Last(service, "flixtube.catalog.available", "provider", "file").Value, Is.EqualTo(1));
        Assert.That(Last(service, "http.server.request.duration", "http.route", "/video").Count, Is.EqualTo(1));
    }

    [Test]
    public void One_trace_goes_from_the_viewer_through_both_services_to_the_store()
    {
        var spans = _collector.Spans.Where(span => span.TraceId == TraceId).ToDictionary(span => span.SpanId);
        var read = spans.Values.Single(span => span is { Service: "video-storage", Source: "FlixTube.Storage", Name: "storage read" });

        var path = new List<string>();
        for (var span = read; ; span = spans[span.ParentId])
        {
            path.Insert(0, $"{span.Service} {span.Source}");
            if (span.ParentId == ViewersSpan)
                break;
        }

        Assert.That(path, Is.EqualTo((string[])
        [
            "video-streaming Microsoft.AspNetCore",
            "video-streaming FlixTube.Storage",
            "video-streaming System.Net.Http",
            "video-storage Microsoft.AspNetCore",
            "video-storage FlixTube.Storage",
        ]));
        Assert.That(read.Attributes["flixtube.storage.provider"], Is.EqualTo("file"));
    }

    [Test]
    public void Spans_of_requests_have_what_dashboards_look_for()
    {
        var server = _collector.Spans.Single(span => span is { Service: "video-streaming", Source: "Microsoft.AspNetCore" } && span.TraceId == TraceId);

        Assert.That((server.Kind, server.Name), Is.EqualTo((2, "GET /video")));
        Assert.That(server.Attributes, Is.SupersetOf(new Dictionary<string, string>
        {
            ["http.request.method"] = "GET", ["http.response.status_code"] = "200", ["http.route"] = "/video", ["url.path"] = "/video",
        }));
    }

    [Test]
    public void No_token_gets_into_what_is_exported()
    {
        var values = _collector.Spans.SelectMany(span => span.Attributes.Values.Append(span.Name))
            .Concat(_collector.Metrics.SelectMany(metric => metric.Points).SelectMany(point => point.Attributes.Values));

        Assert.That(values.Where(value => value.Contains("secret", StringComparison.Ordinal)), Is.Empty);
    }

    private OtlpPoint Last(string service, string metric, string? attribute = null, string? value = null) =>
        _collector.Metrics.Last(m => m.Service == service && m.Name == metric).Points
            .Single(point => attribute is null || point.Attributes.GetValueOrDefault(attribute) == value);
}
