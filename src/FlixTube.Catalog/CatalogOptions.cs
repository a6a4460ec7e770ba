using FlixTube.Catalog.Caching;
using FlixTube.Catalog.Discovery;
using FlixTube.Catalog.Files;

namespace FlixTube.Catalog;

/// <summary>The settings under <c>Catalog</c>.</summary>
public sealed class CatalogOptions
{
    /// <summary>The section of the configuration that these settings are read from.</summary>
    public const string Section = "Catalog";

    /// <summary>
    /// Which catalogue serves: <c>file</c>, which is the default, or the name that a package registered. Upper case is lowered.
    /// </summary>
    public string Provider
    {
        get;
        set => field = value?.ToLowerInvariant() ?? VideoCatalogServices.FileProvider;
    } = VideoCatalogServices.FileProvider;

    /// <summary>Whether the embedded catalogue serves.</summary>
    internal bool IsEmbedded => string.Equals(Provider, VideoCatalogServices.FileProvider, StringComparison.Ordinal);

    /// <summary>The embedded catalogue.</summary>
    public FileCatalogOptions File { get; } = new();

    /// <summary>What of another catalogue is kept in memory.</summary>
    public CatalogCacheOptions Cache { get; } = new();

    /// <summary>How the catalogue follows the store.</summary>
    public DiscoveryOptions Discovery { get; } = new();
}
