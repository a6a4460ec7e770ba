namespace FlixTube.Host.Commands.Progress;

/// <summary>How fast a growing number has grown lately. Not thread-safe.</summary>
internal sealed class Speed(TimeProvider time)
{
    private static readonly TimeSpan Lately = TimeSpan.FromSeconds(10);

    private readonly Queue<(long Timestamp, long Value)> _past = [];

    /// <summary>Takes the number as it is now.</summary>
    /// <returns>Its growth per second over the last ten seconds, or since the first call.</returns>
    public double Take(long value)
    {
        var now = time.GetTimestamp();
        _past.Enqueue((now, value));
        while (_past.Count > 2 && time.GetElapsedTime(_past.Peek().Timestamp, now) > Lately)
            _past.Dequeue();

        var (began, before) = _past.Peek();
        var elapsed = time.GetElapsedTime(began, now).TotalSeconds;
        return elapsed > 0 ? (value - before) / elapsed : 0;
    }
}
