using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FlixTube.Testing.Servers.Otlp;

/// <summary>A collector of OpenTelemetry's protocol, <c>http/protobuf</c>, that keeps what it was sent.</summary>
/// <seealso href="https://opentelemetry.io/docs/specs/otlp/"/>
public sealed class OtlpCollector : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<OtlpMetric> _metrics = new();
    private readonly ConcurrentQueue<OtlpSpan> _spans = new();

    private OtlpCollector(WebApplication app)
    {
        _app = app;
        app.MapPost("/v1/metrics", context => ReceiveAsync(context, OtlpMetric.ReadAll, _metrics));
        app.MapPost("/v1/traces", context => ReceiveAsync(context, OtlpSpan.ReadAll, _spans));
    }

    /// <summary>For <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>.</summary>
    public string Endpoint => _app.Urls.Single();

    /// <summary>Every metric of every export, oldest first.</summary>
    public IReadOnlyList<OtlpMetric> Metrics => [.. _metrics];

    /// <summary>Every span, in the order of their arrival.</summary>
    public IReadOnlyList<OtlpSpan> Spans => [.. _spans];

    /// <summary>The variables that make a process export to this collector, often.</summary>
    public IReadOnlyDictionary<string, string> Variables(string serviceName) => new Dictionary<string, string>
    {
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = Endpoint,
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        ["OTEL_SERVICE_NAME"] = serviceName,
        ["OTEL_METRIC_EXPORT_INTERVAL"] = "200",
        ["OTEL_BSP_SCHEDULE_DELAY"] = "100",
    };

    /// <summary>Starts a collector on a port of its own.</summary>
    public static async Task<OtlpCollector> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var collector = new OtlpCollector(builder.Build());
        await collector._app.StartAsync();
        return collector;
    }

    /// <summary>Stops it.</summary>
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static async Task ReceiveAsync<T>(HttpContext context, Func<ReadOnlyMemory<byte>, IEnumerable<T>> read, ConcurrentQueue<T> received)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        foreach (var item in read(body.ToArray()))
            received.Enqueue(item);

        // An ExportServiceResponse of which every field is absent.
        context.Response.ContentType = "application/x-protobuf";
    }
}
