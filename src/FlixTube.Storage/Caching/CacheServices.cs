using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FlixTube.Storage.Caching;

/// <summary>Puts the <see cref="CacheLayer"/> into dependency injection.</summary>
internal static class CacheServices
{
    /// <summary>Registers the cache as the section <c>VideoStorage:Cache</c> has it, which is judged when the host starts.</summary>
    public static IServiceCollection AddSliceCache(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<SliceCacheOptions>()
            .Bind(configuration.GetSection(SliceCacheOptions.Section))
            .ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SliceCacheOptions>, SliceCacheValidation>());
        services.TryAddSingleton(static provider => new CacheLayer(
            provider.GetRequiredService<IOptions<SliceCacheOptions>>(), provider.GetService<TimeProvider>(), provider.GetService<ILogger<SliceCache>>()));
        return services;
    }
}
