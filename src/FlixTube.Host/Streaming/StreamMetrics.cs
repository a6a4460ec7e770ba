using System.Diagnostics.Metrics;

namespace FlixTube.Host.Streaming;

/// <summary>What viewers get, beside the requests that ASP.NET Core counts. Thread-safe; costs next to nothing while nobody listens.</summary>
internal sealed class StreamMetrics : IDisposable
{
    private static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    };

    private readonly UpDownCounter<int> _active;
    private readonly Histogram<double> _firstByte;
    private readonly Counter<long> _sent;
    private readonly Counter<long> _broken;

    public StreamMetrics()
    {
        Meter = new Meter("FlixTube.Host");
        _active = Meter.CreateUpDownCounter<int>("flixtube.stream.active", "{stream}", "Requests for videos in progress.");
        _firstByte = Meter.CreateHistogram(
            "flixtube.stream.first_byte", "s", "From when it was known which video is wanted until its first bytes were on their way to the viewer.", tags: null, Seconds);
        _sent = Meter.CreateCounter<long>("flixtube.stream.sent", "By", "Bytes of videos that viewers were sent.");
        _broken = Meter.CreateCounter<long>("flixtube.stream.broken", "{stream}", "Streams that ended before their end, by the reason; viewer_left is how players seek.");
    }

    public Meter Meter { get; }

    public void Began() => _active.Add(1);

    public void Ended() => _active.Add(-1);

    public void FirstByte(TimeSpan after) => _firstByte.Record(after.TotalSeconds);

    public void Sent(int bytes) => _sent.Add(bytes);

    /// <param name="reason"><c>viewer_left</c>, <c>viewer_idle</c> or <c>store_failed</c>.</param>
    public void Broke(string reason) => _broken.Add(1, new KeyValuePair<string, object?>("reason", reason));

    public void Dispose() => Meter.Dispose();
}
