using FlixTube.Storage.Network;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace FlixTube.Storage.Http.Registration;

/// <summary>Builds stores over another gateway from configuration.</summary>
/// <param name="shared">As whom stores sign tokens when their settings do not say; as nobody without it.</param>
internal sealed class HttpStoreProvider(Func<IServiceProvider, ServiceIdentity?>? shared = null) : IVideoStoreProvider
{
    public string Name => HttpVideoStore.ProviderName;

    public string Section => HttpStoreOptions.Section;

    public IEnumerable<string> Validate(IConfigurationSection settings)
    {
        HttpStoreOptions options;
        try
        {
            options = Bind(settings);
        }
        catch (InvalidOperationException e)
        {
            return [$"{settings.Path} cannot be read: {e.Message} {e.InnerException?.Message}".TrimEnd()];
        }

        return HttpOptionsValidation.Validate(options, settings.Path);
    }

    public IVideoStore Create(IConfigurationSection settings, IServiceProvider services) =>
        HttpVideoStore.Create(
            Bind(settings), settings.Path, services.GetService<TimeProvider>() ?? TimeProvider.System, () => shared?.Invoke(services));

    private static HttpStoreOptions Bind(IConfigurationSection settings)
    {
        var options = new HttpStoreOptions();
        settings.Bind(options);
        return options;
    }
}
