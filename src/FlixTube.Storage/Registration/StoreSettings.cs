using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace FlixTube.Storage;

/// <summary>
/// A copy of the section <c>VideoStorage</c> that no longer changes, seen by one provider: what is judged is what is built.
/// </summary>
internal sealed class StoreSettings
{
    private readonly IReadOnlyDictionary<string, IVideoStoreProvider> _providers;
    private readonly IServiceProvider _services;
    private readonly IConfigurationSection _section;

    /// <param name="configuration">The root as it is now; copied.</param>
    /// <param name="provider">Whose settings; <c>null</c> for the provider that the section itself chooses.</param>
    /// <param name="providers">Those that are known, by names of any case.</param>
    /// <param name="services">What providers build with.</param>
    public StoreSettings(
        IConfiguration configuration, string? provider, IReadOnlyDictionary<string, IVideoStoreProvider> providers, IServiceProvider services)
    {
        _providers = providers;
        _services = services;
        _section = new ConfigurationBuilder()
            .AddInMemoryCollection(configuration.GetSection(VideoStorageOptions.Section).AsEnumerable())
            .Build()
            .GetSection(VideoStorageOptions.Section);
        var name = provider ?? _section[nameof(VideoStorageOptions.Provider)] ?? new VideoStorageOptions().Provider;
        Provider = providers.TryGetValue(name, out var known) ? known.Name : name;
    }

    /// <summary>The provider's own name when it is known, else what it was called.</summary>
    public string Provider { get; }

    /// <summary>Whether there is such a provider.</summary>
    public bool IsKnown => _providers.ContainsKey(Provider);

    /// <summary>Whether the section says which provider serves, or leaves it to the default.</summary>
    public bool NamesProvider => _section[nameof(VideoStorageOptions.Provider)] is not null;

    /// <summary>Whether there is nothing in the section at all.</summary>
    public bool IsEmpty => !_section.Exists();

    /// <summary>What is wrong: one sentence each, none when a store can be built.</summary>
    public IReadOnlyList<string> Problems() =>
        _providers.TryGetValue(Provider, out var provider)
            ? [.. provider.Validate(_section.GetSection(provider.Section))]
            : [$"{_section.Path}:{nameof(VideoStorageOptions.Provider)} is '{Provider}', which is no known provider: set it to one of {string.Join(", ", _providers.Keys)}."];

    /// <exception cref="OptionsValidationException">The settings are not good; it holds the sentences.</exception>
    /// <exception cref="VideoStoreException">The store cannot be built now.</exception>
    public IVideoStore Build()
    {
        var problems = Problems();
        if (problems.Count > 0)
            throw new OptionsValidationException(Options.DefaultName, typeof(VideoStorageOptions), problems);

        var provider = _providers[Provider];
        return provider.Create(_section.GetSection(provider.Section), _services);
    }

    /// <summary>The same for the same provider with the same settings, and only then. Not to be shown: it is made of secrets.</summary>
    public string Fingerprint() =>
        Fingerprint(_providers.TryGetValue(Provider, out var provider) ? _section.GetSection(provider.Section) : null);

    /// <summary>The same as long as nothing in the section changes, of whatever provider.</summary>
    public string SectionFingerprint() => Fingerprint(_section);

    private string Fingerprint(IConfigurationSection? settings)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, Provider);
        foreach (var (key, value) in (settings?.AsEnumerable(makePathsRelative: true) ?? []).OrderBy(setting => setting.Key, StringComparer.OrdinalIgnoreCase))
        {
            Append(hash, key.ToUpperInvariant());
            Append(hash, value);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    // With its length before it, so that no two lists of texts look alike.
    private static void Append(IncrementalHash hash, string? text)
    {
        var bytes = Encoding.UTF8.GetBytes(text ?? "");
        hash.AppendData(BitConverter.GetBytes(text is null ? -1 : bytes.Length));
        hash.AppendData(bytes);
    }
}
