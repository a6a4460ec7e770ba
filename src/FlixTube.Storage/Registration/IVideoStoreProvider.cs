using Microsoft.Extensions.Configuration;

namespace FlixTube.Storage;

/// <summary>
/// A kind of store that configuration can choose: it judges its settings and builds a store from them, at any time and
/// as often as it is asked, because a store is built anew whenever the settings change.
/// </summary>
/// <remarks>
/// The settings that it is given are a copy that no longer changes. It must read everything from them and must not
/// keep them; members must be safe to call from many threads at once.
/// </remarks>
public interface IVideoStoreProvider
{
    /// <summary>
    /// The value of <c>VideoStorage:Provider</c> that chooses it, in lower case, such as <c>file</c>. Case does not
    /// matter in configuration. Of two providers with one name the one registered last counts.
    /// </summary>
    string Name { get; }

    /// <summary>The section below <c>VideoStorage</c> that holds its settings, such as <c>File</c>.</summary>
    string Section { get; }

    /// <summary>
    /// Says what is wrong with the settings: for each bad or missing one a sentence that begins with its full key
    /// (<see cref="IConfigurationSection.Path"/>, a colon, the name) and says what to set. It must never show a secret,
    /// must not touch the network, and must not object to settings that it does not know.
    /// </summary>
    /// <returns>Nothing when a store can be built.</returns>
    IEnumerable<string> Validate(IConfigurationSection settings);

    /// <summary>Builds a store from settings that <see cref="Validate"/> found good. Whoever asked disposes of it.</summary>
    /// <exception cref="VideoStoreException">The store cannot be built now.</exception>
    IVideoStore Create(IConfigurationSection settings, IServiceProvider services);
}
