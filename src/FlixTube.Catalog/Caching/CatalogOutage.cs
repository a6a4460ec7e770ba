using Microsoft.Extensions.Logging;

namespace FlixTube.Catalog.Caching;

/// <summary>Whether the catalogue behind the cache answers. Thread-safe.</summary>
internal sealed class CatalogOutage(TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan ProbeInterval = TimeSpan.FromSeconds(1);

    private int _down;
    private long _probedAt;

    public bool IsDown => Volatile.Read(ref _down) != 0;

    /// <summary>While it is down, <c>true</c> for one caller in a second: enough to notice that it is back, and no burden.</summary>
    public bool MayAsk()
    {
        if (!IsDown)
            return true;

        var last = Volatile.Read(ref _probedAt);
        return time.GetElapsedTime(last) >= ProbeInterval
            && Interlocked.CompareExchange(ref _probedAt, time.GetTimestamp(), last) == last;
    }

    public void Failed(string reason)
    {
        if (Interlocked.Exchange(ref _down, 1) != 0)
            return;

        Volatile.Write(ref _probedAt, time.GetTimestamp());
        CacheLog.Down(logger, reason);
    }

    public void Answered()
    {
        if (IsDown && Interlocked.Exchange(ref _down, 0) != 0)
            CacheLog.Back(logger);
    }
}
