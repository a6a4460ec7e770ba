using FlixTube.Storage.Files;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace FlixTube.Storage;

/// <summary>Puts the video store that configuration chooses into dependency injection.</summary>
public static class VideoStorageServices
{
    /// <summary>
    /// Registers the one <see cref="IVideoStore"/> under the key <see cref="VideoStorage.ServiceName"/>: a singleton,
    /// built when it is first asked for and disposed with the container. <c>VideoStorage:Provider</c> chooses among
    /// <c>file</c>, which is always there, and the providers added to the answer.
    /// </summary>
    /// <remarks>
    /// The settings are validated when the host starts; a bad one stops it with an
    /// <see cref="OptionsValidationException"/> that says in one sentence what to set.
    /// </remarks>
    /// <param name="services">The services of the application.</param>
    /// <param name="configuration">The root; the section <c>VideoStorage</c> of it is read.</param>
    public static VideoStorageBuilder AddVideoStorage(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);

        services.AddOptions<VideoStorageOptions>()
            .Bind(configuration.GetSection(VideoStorageOptions.Section))
            .ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<VideoStorageOptions>, VideoStorageValidation>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IVideoStoreProvider, FileStoreProvider>());
        services.TryAddSingleton(provider => new VideoStoreFactory(configuration, provider.GetServices<IVideoStoreProvider>(), provider));
        services.TryAddKeyedSingleton(VideoStorage.ServiceName, (provider, _) => provider.GetRequiredService<VideoStoreFactory>().Build());

        return new VideoStorageBuilder(services);
    }
}
