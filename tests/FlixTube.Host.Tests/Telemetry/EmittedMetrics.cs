using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace FlixTube.Host.Tests.Telemetry;

/// <summary>The instruments that code publishes while this listens, and the tags that their measurements come with.</summary>
internal sealed class EmittedMetrics : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, Instrument> _instruments = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _tags = new(StringComparer.Ordinal);

    /// <param name="meters">How the names of the meters begin that are listened to.</param>
    public EmittedMetrics(params string[] meters)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (!meters.Any(meter => instrument.Meter.Name.StartsWith(meter, StringComparison.Ordinal)))
                return;

            _instruments[instrument.Name] = instrument;
            listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<int>((_, _, tags, _) => Remember(tags));
        _listener.SetMeasurementEventCallback<long>((_, _, tags, _) => Remember(tags));
        _listener.SetMeasurementEventCallback<double>((_, _, tags, _) => Remember(tags));
        _listener.Start();
    }

    /// <summary>The series that Prometheus makes of them.</summary>
    public IReadOnlySet<string> Series => _instruments.Values.SelectMany(PrometheusNames.Of).ToHashSet(StringComparer.Ordinal);

    /// <summary>The labels that Prometheus makes of their tags.</summary>
    public IReadOnlySet<string> Labels => _tags.Keys.Select(PrometheusNames.Sanitized).ToHashSet(StringComparer.Ordinal);

    /// <summary>Has observable instruments measured.</summary>
    public void Observe() => _listener.RecordObservableInstruments();

    public void Dispose() => _listener.Dispose();

    private void Remember(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        foreach (var tag in tags)
            _tags.TryAdd(tag.Key, true);
    }
}
