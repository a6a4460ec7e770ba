using FlixTube.Catalog;
using FlixTube.Host.Configuration;
using FlixTube.Service.Configuration;
using FlixTube.Storage;
using Microsoft.Extensions.Options;

namespace FlixTube.Host.Commands;

/// <summary>The stores that configuration describes, for commands. It disposes of those that it opened.</summary>
/// <param name="settings">Settings from the command line.</param>
internal sealed class Stores(string[] settings) : IAsyncDisposable
{
    private readonly List<IVideoStore> _opened = [];
    private WebApplication? _application;

    private VideoStoreFactory Factory => Services.GetRequiredService<VideoStoreFactory>();

    // Nothing of it is started: it is how the host that serves reads its settings.
    private IServiceProvider Services => (_application ??= Build()).Services;

    // The one that would serve.
    private string DefaultProvider =>
        Services.GetRequiredService<IConfiguration>()[$"{VideoStorageOptions.Section}:{nameof(VideoStorageOptions.Provider)}"] ?? new VideoStorageOptions().Provider;

    /// <summary>Opens the store of a provider, or that which would serve when it is <c>null</c>.</summary>
    /// <exception cref="OptionsValidationException">There is no such provider, or its settings are wrong.</exception>
    /// <exception cref="VideoStoreException">The store cannot be opened.</exception>
    public IVideoStore Open(string? provider)
    {
        if (provider is not null && !Factory.Providers.Contains(provider, StringComparer.OrdinalIgnoreCase))
            throw new OptionsValidationException(provider, typeof(VideoStoreFactory), [$"'{provider}' is no known provider: name one of {string.Join(", ", Factory.Providers)}."]);

        var store = Factory.Create(provider ?? DefaultProvider);
        _opened.Add(store);
        return store;
    }

    /// <summary>Opens the catalogue that would serve, without the cache in front of it.</summary>
    /// <exception cref="OptionsValidationException">There is no such catalogue, or its settings are wrong.</exception>
    public IVideoCatalog OpenCatalog() =>
        Services.GetRequiredKeyedService<IVideoCatalog>(Services.GetRequiredService<IOptions<CatalogOptions>>().Value.Provider);

    public async ValueTask DisposeAsync()
    {
        foreach (var store in _opened.OfType<IAsyncDisposable>())
            await store.DisposeAsync();

        if (_application is not null)
            await _application.DisposeAsync();
    }

    private WebApplication Build()
    {
        var builder = ServiceStart.CreateBuilder(settings);
        builder.AddStores();
        builder.AddCatalog();

        // What is wrong with a store reaches the operator as a result; a log would be mixed with the results.
        builder.Logging.ClearProviders();
        return builder.Build();
    }
}
