using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text.Json;

namespace FlixTube.Catalog.Measuring;

/// <summary>
/// What catalogues are asked for and how they answer, and whether the one that serves answers at all. Thread-safe; costs
/// next to nothing while nobody listens.
/// </summary>
internal sealed class CatalogMetrics : IDisposable
{
    /// <summary>The name of the meter and of the source of activities.</summary>
    public const string Name = "FlixTube.Catalog";

    public static readonly ActivitySource Source = new(Name);

    private static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries = [0.0001, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    };

    private readonly Histogram<double> _operations;

    public CatalogMetrics()
    {
        Meter = new Meter(Name);
        _operations = Meter.CreateHistogram(
            "flixtube.catalog.operation.duration", "s", "How long calls of the catalogue took; what the cache before it knew is no call.", tags: null, Seconds);
    }

    public Meter Meter { get; }

    /// <summary>Whether anybody wants to know about calls.</summary>
    public bool AreCallsObserved => _operations.Enabled || Source.HasListeners();

    /// <summary>Whether a failure says that the catalogue is not there, rather than that it refused the call.</summary>
    public static bool IsOutage(Exception exception) => exception is VideoCatalogException
    {
        Error: VideoCatalogError.PermissionDenied or VideoCatalogError.Throttled or VideoCatalogError.Unavailable or VideoCatalogError.Timeout or VideoCatalogError.Internal,
    };

    /// <summary>The value of <c>error.type</c>: one word of a closed set.</summary>
    public static string ErrorType(Exception exception) => exception switch
    {
        VideoCatalogException e => JsonNamingPolicy.SnakeCaseLower.ConvertName(e.Error.ToString()),
        OperationCanceledException => "canceled",
        _ => "internal",
    };

    public void Called(string provider, string operation, long began, string? errorType)
    {
        var tags = new TagList { { "provider", provider }, { "operation", operation } };
        if (errorType is not null)
            tags.Add("error.type", errorType);

        _operations.Record(Stopwatch.GetElapsedTime(began).TotalSeconds, tags);
    }

    /// <summary>Makes the state of the catalogue that serves observable.</summary>
    public void Observe(MeasuredVideoCatalog catalog) => Meter.CreateObservableGauge(
        "flixtube.catalog.available",
        () => new Measurement<int>(catalog.IsAvailable ? 1 : 0, [new("provider", catalog.Provider)]),
        unit: null,
        "1 while the catalogue answers, 0 since it last did not.");

    public void Dispose() => Meter.Dispose();
}
