using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace FlixTube.Storage;

/// <summary>
/// Builds stores from configuration by the names of their providers, beside the one behind
/// <see cref="VideoStorage.ServiceName"/>: to copy from one cloud to another, or to look whether one would serve.
/// </summary>
/// <remarks>
/// Thread-safe. Each call works on one copy of configuration, so that what is built is what was judged though
/// configuration be reloaded meanwhile. Names may be of any case. <see cref="VideoStorageServices.AddVideoStorage"/>
/// registers it.
/// </remarks>
public sealed class VideoStoreFactory
{
    private readonly IConfiguration _configuration;
    private readonly SortedDictionary<string, IVideoStoreProvider> _providers = new(StringComparer.OrdinalIgnoreCase);
    private readonly IServiceProvider _services;

    internal VideoStoreFactory(IConfiguration configuration, IEnumerable<IVideoStoreProvider> providers, IServiceProvider services)
    {
        _configuration = configuration;
        _services = services;
        foreach (var provider in providers)
            _providers[provider.Name] = provider;
    }

    /// <summary>The names of the providers that are registered, in order.</summary>
    public IReadOnlyCollection<string> Providers => _providers.Keys;

    /// <summary>
    /// What is wrong with the settings of a provider, or that there is none of this name: one sentence each, which names
    /// the full key and says what to set; none when all is well. Never a secret. Asks no service.
    /// </summary>
    public IReadOnlyList<string> Problems(string provider)
    {
        ArgumentNullException.ThrowIfNull(provider);
        return Read(provider).Problems();
    }

    /// <summary>
    /// Builds a store from the settings as they are now. Whoever asked disposes of it, if it is
    /// <see cref="IAsyncDisposable"/>.
    /// </summary>
    /// <exception cref="OptionsValidationException">The settings are not good, or the provider is unknown; it holds the sentences.</exception>
    /// <exception cref="VideoStoreException">The store cannot be built now.</exception>
    public IVideoStore Create(string provider)
    {
        ArgumentNullException.ThrowIfNull(provider);
        return Read(provider).Build();
    }

    /// <summary>Configuration as it is now, for a provider or for the one that it chooses.</summary>
    internal StoreSettings Read(string? provider = null) => new(_configuration, provider, _providers, _services);
}
