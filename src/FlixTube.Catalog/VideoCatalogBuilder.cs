using Microsoft.Extensions.DependencyInjection;

namespace FlixTube.Catalog;

/// <summary>Where packages add their catalogues, for <c>Catalog:Provider</c> to choose from.</summary>
public sealed class VideoCatalogBuilder
{
    internal VideoCatalogBuilder(IServiceCollection services) => Services = services;

    /// <summary>The services of the application.</summary>
    public IServiceCollection Services { get; }

    /// <summary>Adds a catalogue: a singleton that is made when it is first asked for and disposed with the container.</summary>
    /// <param name="name">Its name in <c>Catalog:Provider</c>, in lower case.</param>
    /// <param name="make">Makes it.</param>
    public VideoCatalogBuilder AddCatalog(string name, Func<IServiceProvider, IVideoCatalog> make)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(make);
        Services.AddKeyedSingleton(name, (provider, _) => make(provider));
        return this;
    }
}
