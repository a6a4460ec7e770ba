using System.Reflection;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace FlixTube.Service.Telemetry;

/// <summary>
/// Collects measurements and activities from when the service starts, and exports them with OTLP until it has stopped.
/// Failures to export are nobody's business but the collector's: they never touch a request.
/// </summary>
internal sealed class TelemetryExport(TelemetrySettings settings, string serviceName, IConfiguration configuration) : IHostedService, IDisposable
{
    private static readonly string[] Meters =
        ["FlixTube.*", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Net.Http", "System.Runtime"];

    private static readonly string[] Sources = ["FlixTube.*", "Microsoft.AspNetCore", "RabbitMQ.Client.*", "System.Net.Http"];

    // For what was measured last, when the collector is away and the orchestrator's grace period runs.
    private static readonly TimeSpan FlushLimit = TimeSpan.FromSeconds(3);

    private OpenTelemetrySdk? _sdk;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _sdk = OpenTelemetrySdk.Create(Configure);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Task.Run(Dispose, CancellationToken.None).WaitAsync(FlushLimit, CancellationToken.None).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // The process ends without it.
        }
    }

    public void Dispose() => Interlocked.Exchange(ref _sdk, null)?.Dispose();

    private void Configure(IOpenTelemetryBuilder telemetry)
    {
        // The variables may come from any source of configuration, as every other setting.
        telemetry.Services.AddSingleton(configuration);
        telemetry.ConfigureResource(resource => resource
            .Clear()
            .AddService(serviceName, serviceNamespace: "flixtube", Version)
            .AddTelemetrySdk()
            .AddEnvironmentVariableDetector());
        if (settings.Metrics)
            telemetry.WithMetrics(metrics => metrics.AddMeter(Meters).AddOtlpExporter());

        if (settings.Traces)
            telemetry.WithTracing(traces => traces.AddSource(Sources).AddOtlpExporter());
    }

    private static string? Version => typeof(TelemetryExport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
}
