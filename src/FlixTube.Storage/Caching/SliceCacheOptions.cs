namespace FlixTube.Storage;

/// <summary>
/// The section <c>VideoStorage:Cache</c>: the slices of videos that are kept near, in memory and on a disk, so that a
/// cloud is asked for each byte once. It is for stores at a distance; the provider <c>file</c> is never cached, because
/// the operating system does that.
/// </summary>
public sealed class SliceCacheOptions
{
    /// <summary>The name of the section.</summary>
    public const string Section = "VideoStorage:Cache";

    /// <summary>Whether there is a cache; <c>false</c> unless set.</summary>
    public bool Enabled { get; set; }

    /// <summary>The most memory for slices, in bytes, 16 MiB or more; 256 MiB unless set.</summary>
    public long MemoryBytes { get; set; } = 256L << 20;

    /// <summary>A folder for slices on a disk, created when it is missing; one process uses it. None unless set.</summary>
    public string? DiskPath { get; set; }

    /// <summary>The most that the slices in <see cref="DiskPath"/> take, in bytes, 64 MiB or more; 10 GiB unless set.</summary>
    public long DiskBytes { get; set; } = 10L << 30;

    /// <summary>How much of the disk must stay free, in bytes, 0 or more: slices give way when it is less; 1 GiB unless set.</summary>
    public long DiskFreeBytes { get; set; } = 1L << 30;

    /// <summary>
    /// How long the store's word that a version is the present one is believed: 0 (it is asked for every answer) to 1 day;
    /// 5 seconds unless set. What is written or deleted through this process counts at once.
    /// </summary>
    public TimeSpan RevalidateAfter { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long its word that there is no video is believed: 0 to 1 minute; 1 second unless set. Never longer than <see cref="RevalidateAfter"/>.</summary>
    public TimeSpan MissingFor { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long after the store's last word what is cached may still be served while the store cannot be reached: 0 (never)
    /// to 7 days; 1 hour unless set. Such answers have <see cref="VideoProperties.StaleSince"/>.
    /// </summary>
    public TimeSpan StaleFor { get; set; } = TimeSpan.FromHours(1);
}
