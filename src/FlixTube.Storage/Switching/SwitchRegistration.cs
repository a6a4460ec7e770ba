using FlixTube.Storage.Caching;
using FlixTube.Storage.Measuring;
using FlixTube.Storage.Switching.Generations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace FlixTube.Storage.Switching;

internal static class SwitchRegistration
{
    /// <summary>Puts the store behind the constant name, the switch, and what follows configuration into dependency injection.</summary>
    public static void AddSwitch(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<VideoStorageSwitchOptions>()
            .Bind(configuration.GetSection(VideoStorageSwitchOptions.Section))
            .ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<VideoStorageSwitchOptions>, VideoStorageSwitchOptions.Validator>());
        services.TryAddSingleton(static provider => new SwitchLog(
            provider.GetService<ILogger<IVideoStorageSwitch>>() ?? NullLogger<IVideoStorageSwitch>.Instance));
        services.TryAddSingleton<StoreMetrics>();
        services.TryAddSingleton(static provider => new ServingGenerations(Options(provider), Time(provider), provider.GetRequiredService<SwitchLog>()));
        services.TryAddSingleton(static provider => new VideoStorageSwitch(
            provider.GetRequiredService<VideoStoreFactory>(),
            provider.GetRequiredService<ServingGenerations>(),
            provider.GetRequiredService<CacheLayer>(),
            provider.GetRequiredService<StoreMetrics>(),
            Options(provider),
            Time(provider),
            provider.GetRequiredService<SwitchLog>()));
        services.TryAddSingleton(provider => new ConfigurationWatch(
            configuration,
            provider.GetRequiredService<VideoStoreFactory>(),
            provider.GetRequiredService<VideoStorageSwitch>(),
            Options(provider).QuietPeriod,
            Time(provider),
            provider.GetRequiredService<SwitchLog>()));

        // Whoever asks for one of these two wants configuration followed.
        services.TryAddSingleton<IVideoStorageSwitch>(static provider =>
        {
            provider.GetRequiredService<ConfigurationWatch>();
            return provider.GetRequiredService<VideoStorageSwitch>();
        });
        services.TryAddKeyedSingleton<IVideoStore>(VideoStorage.ServiceName, static (provider, _) =>
        {
            provider.GetRequiredService<ConfigurationWatch>();
            return new SwitchingVideoStore(provider.GetRequiredService<ServingGenerations>());
        });
    }

    private static VideoStorageSwitchOptions Options(IServiceProvider provider) => provider.GetRequiredService<IOptions<VideoStorageSwitchOptions>>().Value;

    private static TimeProvider Time(IServiceProvider provider) => provider.GetService<TimeProvider>() ?? TimeProvider.System;
}
