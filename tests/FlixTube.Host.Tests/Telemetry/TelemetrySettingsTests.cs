using FlixTube.Service.Telemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace FlixTube.Host.Tests.Telemetry;

internal sealed class TelemetrySettingsTests
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT=http://collector:4317";

    [TestCase(false, false)]
    [TestCase(true, true, Endpoint)]
    [TestCase(true, true, "OTEL_METRICS_EXPORTER=otlp", "OTEL_TRACES_EXPORTER=otlp")]
    [TestCase(true, false, "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT=http://collector:4318/v1/metrics")]
    [TestCase(false, true, Endpoint, "OTEL_METRICS_EXPORTER=none")]
    [TestCase(false, false, Endpoint, "OTEL_SDK_DISABLED=TRUE")]
    [TestCase(false, false, "OTEL_EXPORTER_OTLP_ENDPOINT=", "OTEL_METRICS_EXPORTER=", "OTEL_EXPORTER_OTLP_PROTOCOL=")]
    public void Variables_switch_signals_on_and_off(bool metrics, bool traces, params string[] variables) =>
        Assert.That(TelemetrySettings.Read(Configuration(variables)), Is.EqualTo(new TelemetrySettings(metrics, traces)));

    [TestCase("OTEL_METRICS_EXPORTER is 'prometheus': set it to otlp or none.", "OTEL_METRICS_EXPORTER=prometheus")]
    [TestCase("OTEL_EXPORTER_OTLP_PROTOCOL is 'http/json': set it to grpc or http/protobuf.", Endpoint, "OTEL_EXPORTER_OTLP_PROTOCOL=http/json")]
    [TestCase("OTEL_EXPORTER_OTLP_ENDPOINT is no address: set it to one such as http://collector:4317.", "OTEL_EXPORTER_OTLP_ENDPOINT=user:secret@collector")]
    public void A_wrong_variable_is_named_in_a_sentence(string sentence, params string[] variables)
    {
        var e = Assert.Throws<OptionsValidationException>(() => TelemetrySettings.Read(Configuration(variables)));

        Assert.That(e!.Failures, Is.EqualTo((string[])[sentence]));
    }

    private static IConfiguration Configuration(string[] variables) => new ConfigurationBuilder()
        .AddInMemoryCollection(variables.Select(variable => variable.Split('=', 2)).Select(pair => KeyValuePair.Create(pair[0], (string?)pair[1])))
        .Build();
}
