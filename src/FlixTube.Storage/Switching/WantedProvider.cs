namespace FlixTube.Storage.Switching;

/// <summary>
/// Which provider should serve, and what was tried already: configuration is followed when it changes, not again and again.
/// Not thread-safe, but for <see cref="RolledBack"/> and what can be read.
/// </summary>
internal sealed class WantedProvider
{
    private readonly Dictionary<string, string> _tried = new(StringComparer.OrdinalIgnoreCase);
    private volatile StoreSettings _configured;
    private volatile string _provider;

    public WantedProvider(StoreSettings configured)
    {
        _configured = configured;
        _provider = configured.Provider;
        Tried(configured);
    }

    /// <summary>What configuration or a request said last.</summary>
    public string Provider => _provider;

    /// <summary>What configuration says.</summary>
    public string ConfiguredProvider => _configured.Provider;

    /// <summary>Configuration was read; it has its way when it names another provider than before.</summary>
    public void Configured(StoreSettings configured)
    {
        if (!string.Equals(configured.Provider, _configured.Provider, StringComparison.OrdinalIgnoreCase))
        {
            _provider = configured.Provider;

            // It is a new wish though these settings were tried before.
            _tried.Remove(_provider);
        }

        _configured = configured;
    }

    /// <summary>
    /// The key that configuration had and has no longer, without which the default would serve: of a file that could not be read
    /// nothing is left, and that must not be taken for a wish.
    /// </summary>
    public string? Vanished(StoreSettings configured) =>
        _configured.NamesProvider && !configured.NamesProvider ? $"{VideoStorageOptions.Section}:{nameof(VideoStorageOptions.Provider)}"
        : !_configured.IsEmpty && configured.IsEmpty ? VideoStorageOptions.Section
        : null;

    /// <summary>A request was carried out.</summary>
    public void Requested(string provider) => _provider = provider;

    /// <summary>A provider was found unfit. What a request wanted is over; what configuration wants is tried again when its settings change.</summary>
    public void RolledBack(string unfit, string serving)
    {
        if (!string.Equals(unfit, _configured.Provider, StringComparison.OrdinalIgnoreCase))
            _provider = serving;
    }

    public void Tried(StoreSettings settings) => _tried[settings.Provider] = settings.Fingerprint();

    public bool IsTried(StoreSettings settings) =>
        _tried.TryGetValue(settings.Provider, out var fingerprint) && string.Equals(fingerprint, settings.Fingerprint(), StringComparison.Ordinal);
}
