using System.Text.Json;
using FlixTube.Testing.Programs;

namespace FlixTube.Host.Tests.Telemetry;

/// <summary>What deploy/ asks of Prometheus is what the host emits: names from the running meters, not from a list.</summary>
internal sealed class DashboardTests
{
    // What the collector adds, and what Prometheus itself has.
    private static readonly string[] LabelsOfPrometheus = ["job", "instance", "le"];

    private EmittedMetrics _emitted = null!;

    // One host with its cache before another, that answers, then refuses, then is gone: everything that there is to count.
    [OneTimeSetUp]
    public async Task Emit_everything()
    {
        _emitted = new("FlixTube.", "Microsoft.AspNetCore.Hosting", "System.Net.Http", "System.Runtime");
        using var disk = new TemporaryFolder();
        var storage = new RunningHost();
        await using var streaming = new RunningHost(new()
        {
            ["VideoStorage:Provider"] = "http",
            ["VideoStorage:Http:BaseAddress"] = storage.ClientOptions.BaseAddress.AbsoluteUri,
            ["VideoStorage:Http:Network:RetryDelay"] = "00:00:00.001",
            ["VideoStorage:Cache:Enabled"] = "true",
            ["VideoStorage:Cache:DiskPath"] = disk.PathOf("cache"),
            ["Viewed:Http:BaseAddress"] = "http://127.0.0.1:1",
            ["Viewed:Outbox:Root"] = disk.PathOf("outbox"),
        });
        await using (storage)
        {
            await File.WriteAllBytesAsync(Path.Combine(storage.Videos, "film.mp4"), new byte[1000]);
            using var played = await streaming.Client.GetAsync("/video?path=film.mp4");
            Assert.That((int)played.StatusCode, Is.EqualTo(200));
            using var dry = new StringContent("""{"provider": "file", "dryRun": true}""", new System.Net.Http.Headers.MediaTypeHeaderValue("application/json"));
            using var tried = await streaming.Client.PostAsync("/storage/switch", dry);
            _emitted.Observe();

            await using (var film = File.Create(Path.Combine(storage.Videos, "long.mp4")))
                film.SetLength(64 << 20);
            using (await streaming.Client.GetAsync("/video?path=long.mp4", HttpCompletionOption.ResponseHeadersRead))
            {
                // A viewer who leaves in the middle.
            }

            await Eventually.IsTrueAsync(() => _emitted.Labels.Contains("reason"), "the stream that broke is counted");
        }

        using var refused = await streaming.Client.GetAsync("/video?path=other.mp4");
        Assert.That((int)refused.StatusCode, Is.EqualTo(503));
    }

    [OneTimeTearDown]
    public void Stop() => _emitted.Dispose();

    [TestCaseSource(nameof(Queries))]
    public void Query_names_what_is_emitted(string query)
    {
        var names = new PromQuery(query);

        Assert.That(names.Series, Is.Not.Empty);
        Assert.That(names.Series.Except(_emitted.Series), Is.Empty, $"series; there are {string.Join(", ", _emitted.Series.Order(StringComparer.Ordinal))}");
        Assert.That(names.Labels.Except(_emitted.Labels).Except(LabelsOfPrometheus), Is.Empty, $"labels; there are {string.Join(", ", _emitted.Labels.Order(StringComparer.Ordinal))}");
    }

    [Test]
    public void Every_metric_of_ours_is_on_the_dashboard()
    {
        var shown = Dashboard().SelectMany(query => new PromQuery(query).Series).ToHashSet(StringComparer.Ordinal);

        // A histogram is shown when one of its three series is.
        var missing = _emitted.Series.Where(series => series.StartsWith("flixtube_", StringComparison.Ordinal))
            .GroupBy(series => series.Replace("_bucket", "", StringComparison.Ordinal).Replace("_sum", "", StringComparison.Ordinal).Replace("_count", "", StringComparison.Ordinal))
            .Where(metric => !metric.Any(shown.Contains))
            .Select(metric => metric.Key);

        Assert.That(missing, Is.Empty);
    }

    [Test]
    public void Names_in_a_query_are_told_from_functions_labels_and_texts()
    {
        var query = new PromQuery("""sum by (le, provider) (rate(a_total{job=~"$job", state!="x y"}[5m])) / on (job) b_count > 0.5 and c offset 1h""");

        Assert.That(query.Series, Is.EquivalentTo((string[])["a_total", "b_count", "c"]));
        Assert.That(query.Labels, Is.EquivalentTo((string[])["le", "provider", "job", "state"]));
    }

    private static IEnumerable<string> Queries() => Dashboard().Concat(Alerts()).Distinct(StringComparer.Ordinal);

    private static IEnumerable<string> Dashboard()
    {
        using var dashboard = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("deploy", "grafana", "flixtube.json")));
        return [.. Expressions(dashboard.RootElement)];
    }

    private static IEnumerable<string> Expressions(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(property =>
            property is { Name: "expr", Value.ValueKind: JsonValueKind.String } ? [property.Value.GetString()!] : Expressions(property.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Expressions),
        _ => [],
    };

    private static IEnumerable<string> Alerts() => File.ReadLines(Repository.PathOf("deploy", "prometheus", "alerts.yaml"))
        .Select(line => line.Trim())
        .Where(line => line.StartsWith("expr: ", StringComparison.Ordinal))
        .Select(line => line["expr: ".Length..]);
}
