namespace FlixTube.Catalog.Discovery;

/// <summary>How the catalogue follows the store: the settings under <c>Catalog:Discovery</c>.</summary>
public sealed class DiscoveryOptions
{
    /// <summary>The longest <see cref="Interval"/>: a plain number is a number of days, and hardly ever meant.</summary>
    public static readonly TimeSpan MaxInterval = TimeSpan.FromDays(1) - TimeSpan.FromSeconds(1);

    /// <summary>
    /// Whether <see cref="StoreDiscovery.EnsureFreshAsync"/> looks into the store at all; <c>true</c> by default.
    /// </summary>
    public bool Enabled { get; set; } = true;

    /// <summary>
    /// How old the last look into the store may be before <see cref="StoreDiscovery.EnsureFreshAsync"/> takes another:
    /// 5 seconds by default, from 0 (look each time) to <see cref="MaxInterval"/>.
    /// </summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(5);
}
