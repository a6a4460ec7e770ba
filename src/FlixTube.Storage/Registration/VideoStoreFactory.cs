using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace FlixTube.Storage;

/// <summary>
/// Builds the store that configuration describes at this moment. Each call works on one copy of the settings, so that
/// what is built is what was validated though configuration be reloaded meanwhile.
/// </summary>
internal sealed class VideoStoreFactory
{
    private readonly IConfiguration _configuration;
    private readonly SortedDictionary<string, IVideoStoreProvider> _providers = new(StringComparer.OrdinalIgnoreCase);
    private readonly IServiceProvider _services;

    public VideoStoreFactory(IConfiguration configuration, IEnumerable<IVideoStoreProvider> providers, IServiceProvider services)
    {
        _configuration = configuration;
        _services = services;
        foreach (var provider in providers)
            _providers[provider.Name] = provider;
    }

    /// <summary>What is wrong with the settings of the chosen provider: one sentence each, none when all is well.</summary>
    public IReadOnlyList<string> Problems() => Problems(Snapshot());

    /// <exception cref="OptionsValidationException">The settings are not good; it holds the sentences.</exception>
    /// <exception cref="VideoStoreException">The store cannot be built now.</exception>
    public IVideoStore Build()
    {
        var section = Snapshot();
        var problems = Problems(section);
        if (problems.Count > 0)
            throw new OptionsValidationException(Options.DefaultName, typeof(VideoStorageOptions), problems);

        var provider = _providers[ProviderName(section)];
        return provider.Create(section.GetSection(provider.Section), _services);
    }

    private List<string> Problems(IConfigurationSection section)
    {
        var name = ProviderName(section);
        return _providers.TryGetValue(name, out var provider)
            ? [.. provider.Validate(section.GetSection(provider.Section))]
            : [$"{section.Path}:{nameof(VideoStorageOptions.Provider)} is '{name}', which is no known provider: set it to one of {string.Join(", ", _providers.Keys)}."];
    }

    private static string ProviderName(IConfigurationSection section) =>
        section[nameof(VideoStorageOptions.Provider)] ?? new VideoStorageOptions().Provider;

    private IConfigurationSection Snapshot() =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(_configuration.GetSection(VideoStorageOptions.Section).AsEnumerable())
            .Build()
            .GetSection(VideoStorageOptions.Section);
}
