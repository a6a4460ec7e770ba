using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;

namespace FlixTube.Host.Tests.Telemetry;

/// <summary>What OpenTelemetry's names become in Prometheus.</summary>
/// <seealso href="https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/"/>
internal static partial class PrometheusNames
{
    public static IEnumerable<string> Of(Instrument instrument)
    {
        var kind = instrument.GetType().Name.Split('`')[0];
        var name = Sanitized(instrument.Name);
        var unit = UnitOf(instrument.Unit, kind);
        if (unit.Length > 0 && !name.Split('_').Contains(unit))
            name = $"{name}_{unit}";

        return kind switch
        {
            "Histogram" => [$"{name}_bucket", $"{name}_sum", $"{name}_count"],
            "Counter" or "ObservableCounter" => [$"{name}_total"],
            _ => [name],
        };
    }

    public static string Sanitized(string name) => NotAllowed.Replace(name, "_");

    // Annotations, in braces, are left out.
    private static string UnitOf(string? unit, string kind) => unit switch
    {
        "s" => "seconds",
        "By" => "bytes",
        "1" when kind.EndsWith("Gauge", StringComparison.Ordinal) => "ratio",
        null or "" or "1" => "",
        _ when unit.StartsWith('{') => "",
        _ => throw new ArgumentException($"The unit '{unit}' is new: say what Prometheus calls it."),
    };

    [GeneratedRegex("[^a-zA-Z0-9_:]+", RegexOptions.NonBacktracking)]
    private static partial Regex NotAllowed { get; }
}
