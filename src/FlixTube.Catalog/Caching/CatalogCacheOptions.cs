namespace FlixTube.Catalog.Caching;

/// <summary>How long answers of the catalogue are good for: the settings under <c>Catalog:Cache</c>.</summary>
public sealed class CatalogCacheOptions
{
    /// <summary>The longest time that any of these settings may be.</summary>
    public static readonly TimeSpan MaxTime = TimeSpan.FromDays(365);

    /// <summary>
    /// Whether entries found by id are kept in memory; <c>true</c> by default. The embedded catalogue is in memory already
    /// and is never cached.
    /// </summary>
    public bool Enabled { get; set; } = true;

    /// <summary>
    /// The most entries kept, 1 to 10,000,000; 10,000 by default. A title and a path take about half a kilobyte each.
    /// Ids without an entry are kept besides, a tenth as many and never in the place of an entry.
    /// </summary>
    public int MaxEntries { get; set; } = 10_000;

    /// <summary>
    /// How old an entry may be when it is given out, and so how late a change made elsewhere may show; 30 seconds by
    /// default, more than 0 and at most <see cref="MaxTime"/>. One that is asked for in the second half of this time is looked
    /// up again in the background.
    /// </summary>
    public TimeSpan TimeToLive { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The same for ids without an entry; 5 seconds by default, 0 (keeps none) to <see cref="MaxTime"/>.</summary>
    public TimeSpan NegativeTimeToLive { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How old an entry may be when it is given out because the catalogue is down; 24 hours by default, 0 to <see cref="MaxTime"/>.</summary>
    public TimeSpan StaleLimit { get; set; } = TimeSpan.FromHours(24);

    /// <summary>
    /// How long to wait for a catalogue that does not answer before a stale entry is given out; 1 second by default, 0 to
    /// <see cref="MaxTime"/>. Only the first caller waits: those after it get theirs at once until the catalogue answers again.
    /// </summary>
    public TimeSpan StaleWait { get; set; } = TimeSpan.FromSeconds(1);
}
