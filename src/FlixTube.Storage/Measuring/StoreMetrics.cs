using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using FlixTube.Storage.Switching.Generations;

namespace FlixTube.Storage.Measuring;

/// <summary>
/// What providers are asked for and how they answer, which generation serves, and how switches end. Thread-safe; costs
/// next to nothing while nobody listens.
/// </summary>
internal sealed class StoreMetrics : IDisposable
{
    private static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 120],
    };

    private readonly ConcurrentDictionary<string, bool> _providers = new(StringComparer.Ordinal);
    private readonly Histogram<double> _operations;
    private readonly Counter<long> _read;
    private readonly Counter<long> _written;
    private readonly Counter<long> _switches;

    public StoreMetrics()
    {
        Meter = new Meter(StorageTelemetry.Name);
        _operations = Meter.CreateHistogram(
            "flixtube.storage.operation.duration", "s", "How long calls of a provider took, retries included; of a read, until its body was open.", tags: null, Seconds);
        _read = Meter.CreateCounter<long>("flixtube.storage.read", "By", "Bytes of videos that came from a provider.");
        _written = Meter.CreateCounter<long>("flixtube.storage.written", "By", "Bytes of videos that a provider was given and kept.");
        _switches = Meter.CreateCounter<long>("flixtube.storage.switches", "{switch}", "Attempts to switch, by their result, and ways back.");
    }

    public Meter Meter { get; }

    /// <summary>Whether anybody wants to know about calls. While nobody does, a store need not be measured.</summary>
    public bool AreCallsObserved => _operations.Enabled || _read.Enabled || _written.Enabled || StorageTelemetry.Source.HasListeners();

    /// <param name="provider">Who was asked.</param>
    /// <param name="operation">For what.</param>
    /// <param name="began">A time stamp of <see cref="Stopwatch"/>.</param>
    /// <param name="errorType">How it failed; <c>null</c> when it did not.</param>
    public void Called(string provider, string operation, long began, string? errorType)
    {
        var tags = new TagList { { "provider", provider }, { "operation", operation } };
        if (errorType is not null)
            tags.Add("error.type", errorType);

        _operations.Record(Stopwatch.GetElapsedTime(began).TotalSeconds, tags);
    }

    public void Read(string provider, int bytes) => _read.Add(bytes, new KeyValuePair<string, object?>("provider", provider));

    public void Written(string provider, long bytes) => _written.Add(bytes, new KeyValuePair<string, object?>("provider", provider));

    public void Switched(SwitchAttempt attempt) => _switches.Add(
        1,
        new("provider", attempt.Outcome.Provider),
        new("result", StorageTelemetry.Word(attempt.Outcome.Result)),
        new("trigger", StorageTelemetry.Word(attempt.Trigger)));

    /// <summary>Makes the state of the generations observable, from the moment that one serves.</summary>
    public void Observe(ServingGenerations generations)
    {
        Meter.CreateObservableGauge(
            "flixtube.storage.generation", () => generations.Current.Number, "{generation}", "The number of the generation that serves.");
        Meter.CreateObservableGauge(
            "flixtube.storage.serving", () => Serving(generations), unit: null, "1 for the provider that serves, 0 for those that served before.");
        Meter.CreateObservableUpDownCounter(
            "flixtube.storage.leases", () => Leases(generations), "{lease}", "Calls in progress and open bodies, in the generation that serves and in those that drain.");
    }

    public void Dispose() => Meter.Dispose();

    private IEnumerable<Measurement<int>> Serving(ServingGenerations generations)
    {
        var current = generations.Current.Provider;
        return Known(current).Select(provider => new Measurement<int>(string.Equals(provider, current, StringComparison.Ordinal) ? 1 : 0, [new("provider", provider)]));
    }

    private IEnumerable<Measurement<int>> Leases(ServingGenerations generations)
    {
        var current = generations.Current;
        var draining = generations.Draining.ToLookup(static old => old.Generation.Provider, static old => old.Generation.Leases, StringComparer.Ordinal);
        foreach (var provider in Known([current.Provider, .. draining.Select(static old => old.Key)]))
        {
            yield return Of(provider, "serving", string.Equals(provider, current.Provider, StringComparison.Ordinal) ? current.Leases : 0);
            yield return Of(provider, "draining", draining[provider].Sum());
        }

        static Measurement<int> Of(string provider, string state, int leases) => new(leases, [new("provider", provider), new("state", state)]);
    }

    // Whoever collects keeps the last value of a provider that is not mentioned any more, so that all are mentioned for ever.
    private IEnumerable<string> Known(params IEnumerable<string> present)
    {
        foreach (var provider in present)
            _providers.TryAdd(provider, true);

        return _providers.Keys;
    }
}
