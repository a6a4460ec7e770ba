using Microsoft.Extensions.Options;

namespace FlixTube.Service.Telemetry;

/// <summary>
/// Which signals are exported, by OpenTelemetry's own variables: a signal is, when <c>OTEL_METRICS_EXPORTER</c>
/// (<c>OTEL_TRACES_EXPORTER</c>) is <c>otlp</c>, or when there is an endpoint for it and nothing says <c>none</c>.
/// </summary>
/// <param name="Metrics">Whether measurements are exported.</param>
/// <param name="Traces">Whether activities are exported.</param>
/// <seealso href="https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/"/>
internal sealed record TelemetrySettings(bool Metrics, bool Traces)
{
    public bool IsOn => Metrics || Traces;

    /// <exception cref="OptionsValidationException">A variable has a value that is not supported. The message says what to set.</exception>
    public static TelemetrySettings Read(IConfiguration configuration)
    {
        if (string.Equals(configuration["OTEL_SDK_DISABLED"], "true", StringComparison.OrdinalIgnoreCase))
            return new(Metrics: false, Traces: false);

        return new(IsExported(configuration, "METRICS"), IsExported(configuration, "TRACES"));
    }

    private static bool IsExported(IConfiguration configuration, string signal)
    {
        var exporter = configuration[$"OTEL_{signal}_EXPORTER"];
        var endpoint = Endpoint(configuration, $"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT") ?? Endpoint(configuration, "OTEL_EXPORTER_OTLP_ENDPOINT");
        foreach (var variable in new[] { $"OTEL_EXPORTER_OTLP_{signal}_PROTOCOL", "OTEL_EXPORTER_OTLP_PROTOCOL" })
        {
            if (configuration[variable] is { Length: > 0 } protocol and not ("grpc" or "http/protobuf"))
                throw Wrong($"{variable} is '{protocol}': set it to grpc or http/protobuf.");
        }

        return exporter switch
        {
            null or "" => endpoint is not null,
            "otlp" => true,
            "none" => false,
            _ => throw Wrong($"OTEL_{signal}_EXPORTER is '{exporter}': set it to otlp or none."),
        };
    }

    private static string? Endpoint(IConfiguration configuration, string variable)
    {
        if (configuration[variable] is not { Length: > 0 } endpoint)
            return null;

        // The value may hold credentials: it is not repeated.
        return Uri.TryCreate(endpoint, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? endpoint
            : throw Wrong($"{variable} is no address: set it to one such as http://collector:4317.");
    }

    private static OptionsValidationException Wrong(string sentence) => new("OTEL", typeof(TelemetrySettings), [sentence]);
}
