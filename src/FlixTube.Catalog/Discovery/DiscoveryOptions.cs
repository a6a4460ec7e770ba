namespace FlixTube.Catalog.Discovery;

/// <summary>How the catalogue follows the store: the settings under <c>Catalog:Discovery</c>.</summary>
public sealed class DiscoveryOptions
{
    /// <summary>The longest <see cref="Interval"/>: a plain number is a number of days, and hardly ever meant.</summary>
    public static readonly TimeSpan MaxInterval = TimeSpan.FromDays(1) - TimeSpan.FromSeconds(1);

    /// <summary>
    /// Whether the store is looked through for videos that came in, or went, by other ways. When it is not said, the embedded
    /// catalogue does and any other does not, for several services share that and not all of them may see the same store.
    /// </summary>
    public bool? Enabled { get; set; }

    /// <summary>
    /// How old the last look into the store may be before who asks for a list, or for an unknown id, causes another: 0 (look
    /// each time) to <see cref="MaxInterval"/>; 5 seconds by default.
    /// </summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(5);
}
