using Microsoft.Extensions.DependencyInjection;

namespace FlixTube.Storage;

/// <summary>Where the packages of the clouds add their providers, for configuration to choose from.</summary>
public sealed class VideoStorageBuilder
{
    internal VideoStorageBuilder(IServiceCollection services) => Services = services;

    /// <summary>The services of the application.</summary>
    public IServiceCollection Services { get; }

    /// <summary>Adds a provider. One of the same name that was added before is replaced.</summary>
    public VideoStorageBuilder AddProvider(IVideoStoreProvider provider)
    {
        ArgumentNullException.ThrowIfNull(provider);
        Services.AddSingleton(provider);
        return this;
    }
}
