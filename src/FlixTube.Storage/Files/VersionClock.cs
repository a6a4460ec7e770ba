namespace FlixTube.Storage.Files;

/// <summary>Gives every version a modification time of its own, however fast versions follow each other and whatever the clock does.</summary>
internal sealed class VersionClock(TimeProvider time)
{
    private long _last;

    /// <summary>A time in ticks (UTC) that this clock never gave before and is later than <paramref name="replaced"/>.</summary>
    public long Next(FileVersion? replaced)
    {
        var now = time.GetUtcNow().UtcTicks;
        long last, next;
        do
        {
            last = Volatile.Read(ref _last);
            next = Math.Max(now, last + 1);
        }
        while (Interlocked.CompareExchange(ref _last, next, last) != last);

        // A file from the future must not push the times of all the others there.
        return Math.Max(next, (replaced?.Ticks ?? 0) + 1);
    }
}
