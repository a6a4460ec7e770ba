using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace FlixTube.Storage.Tests.Measuring;

/// <summary>Listens to some meters and adds up what they measure, by name and tags.</summary>
internal sealed class Measurements : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, double> _sums = new();

    public Measurements(params Meter[] meters)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (meters.Contains(instrument.Meter))
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Take(instrument, value, tags));

        // How long things took is no result: they are counted.
        _listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Take(instrument, 1, tags));
        _listener.Start();
    }

    /// <summary>The sum under a name such as <c>flixtube.storage.read a</c>: the instrument's and the tags' values in order.</summary>
    public double this[string name] => _sums.GetValueOrDefault(name);

    /// <summary>The present values of observable instruments, by the same names.</summary>
    public Measurements Observe()
    {
        _sums.Clear();
        _listener.RecordObservableInstruments();
        return this;
    }

    public void Dispose() => _listener.Dispose();

    private void Take(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var name = instrument.Name;
        foreach (var tag in tags)
            name += $" {tag.Value}";

        _sums.AddOrUpdate(name, value, (_, sum) => sum + value);
    }
}
