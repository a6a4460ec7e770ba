using FlixTube.Storage.Caching;
using FlixTube.Storage.Files;
using FlixTube.Storage.Switching;
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
    /// <c>file</c>, which is always there, and the providers added to the answer. Registers
    /// <see cref="IVideoStorageSwitch"/> and <see cref="VideoStoreFactory"/>, too.
    /// </summary>
    /// <remarks>
    /// <para>
    /// The settings are validated when the host starts; a bad one stops it with an
    /// <see cref="OptionsValidationException"/> that says in one sentence what to set.
    /// </para>
    /// <para>
    /// From the first use on, the service follows configuration: see <see cref="IVideoStorageSwitch"/>. It stays the same
    /// object, and hides from its users that the store behind it changes, but for these: its capabilities are those of
    /// the present store; a version's ETag is known to the store that gave it only, so that a read pinned by it fails with
    /// <see cref="VideoStoreError.PreconditionFailed"/> after a switch (<see cref="VideoStoreExtensions.OpenVersionAsync"/>
    /// goes by the content's hash then); and it is an <see cref="ISignedUrlSource"/> whatever the store, which refuses with
    /// <see cref="VideoStoreError.Unsupported"/> where the present store cannot sign.
    /// </para>
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
        services.AddSliceCache(configuration);
        services.AddSwitch(configuration);

        return new VideoStorageBuilder(services);
    }
}
