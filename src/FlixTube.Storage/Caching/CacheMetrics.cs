using System.Diagnostics.Metrics;
using FlixTube.Storage.Measuring;

namespace FlixTube.Storage.Caching;

/// <summary>What the cache counts, on the meter <c>FlixTube.Storage</c>.</summary>
internal sealed class CacheMetrics : IDisposable
{
    public static readonly KeyValuePair<string, object?> Memory = new("tier", "memory");
    public static readonly KeyValuePair<string, object?> Disk = new("tier", "disk");
    public static readonly KeyValuePair<string, object?> Store = new("tier", "store");

    private readonly Counter<long> _slices;
    private readonly Counter<long> _servedBytes;
    private readonly Counter<long> _fetches;
    private readonly Counter<long> _fetchedBytes;
    private readonly Counter<long> _evictions;
    private readonly Counter<long> _evictedBytes;
    private readonly Counter<long> _validations;
    private readonly Counter<long> _stale;
    private readonly Counter<long> _bypasses;
    private readonly Counter<long> _corruptions;

    public CacheMetrics()
    {
        Meter = new Meter(StorageTelemetry.Name);
        _slices = Meter.CreateCounter<long>("flixtube.cache.slices", "{slice}", "Slices that viewers came to, by the tier that had them: memory and disk are hits, store is a miss.");
        _servedBytes = Meter.CreateCounter<long>("flixtube.cache.served", "By", "Bytes that viewers were given, by the tier that had them: memory and disk are bytes saved.");
        _fetches = Meter.CreateCounter<long>("flixtube.cache.fetches", "{request}", "Reads that the cache opened in the store.");
        _fetchedBytes = Meter.CreateCounter<long>("flixtube.cache.fetched", "By", "Bytes that the cache took from the store.");
        _evictions = Meter.CreateCounter<long>("flixtube.cache.evictions", "{slice}", "Slices that gave way to others, by tier.");
        _evictedBytes = Meter.CreateCounter<long>("flixtube.cache.evicted", "By", "Bytes that gave way to others, by tier.");
        _validations = Meter.CreateCounter<long>("flixtube.cache.validations", "{request}", "Requests that asked the store only whether a version is still the present one.");
        _stale = Meter.CreateCounter<long>("flixtube.cache.stale", "{answer}", "Answers given without the store's word, because it could not be asked.");
        _bypasses = Meter.CreateCounter<long>("flixtube.cache.bypasses", "{request}", "Reads that went past the cache because all its memory was in use.");
        _corruptions = Meter.CreateCounter<long>("flixtube.cache.corruptions", "{slice}", "Slices on disk that were not what was written; they were fetched again.");
    }

    public Meter Meter { get; }

    public void Used(KeyValuePair<string, object?> tier) => _slices.Add(1, tier);

    public void Served(KeyValuePair<string, object?> tier, long bytes) => _servedBytes.Add(bytes, tier);

    public void Fetching() => _fetches.Add(1);

    public void Fetched(long bytes) => _fetchedBytes.Add(bytes);

    public void Evicted(KeyValuePair<string, object?> tier, long bytes)
    {
        _evictions.Add(1, tier);
        _evictedBytes.Add(bytes, tier);
    }

    public void Validating() => _validations.Add(1);

    public void ServedStale() => _stale.Add(1);

    public void Bypassed() => _bypasses.Add(1);

    public void Corrupted() => _corruptions.Add(1);

    /// <summary>Shows how many bytes a tier holds.</summary>
    public void Observe(KeyValuePair<string, object?> tier, Func<long> bytes) =>
        Meter.CreateObservableGauge($"flixtube.cache.{tier.Value}", bytes, "By", $"Bytes that the cache holds in the tier {tier.Value}.");

    public void Dispose() => Meter.Dispose();
}
