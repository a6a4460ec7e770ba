using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace FlixTube.Storage.Gcp.Registration;

/// <summary>Builds stores over Google Cloud Storage from configuration.</summary>
/// <param name="variable">Reads an environment variable; of the process unless a test says otherwise.</param>
internal sealed class GcpStoreProvider(Func<string, string?> variable) : IVideoStoreProvider
{
    // Every client of Google's heeds it.
    private const string EmulatorVariable = "STORAGE_EMULATOR_HOST";

    public string Name => GcpVideoStore.ProviderName;

    public string Section => GcpStoreOptions.Section;

    public IEnumerable<string> Validate(IConfigurationSection settings)
    {
        GcpStoreOptions options;
        try
        {
            options = Bind(settings);
        }
        catch (InvalidOperationException e)
        {
            return [$"{settings.Path} cannot be read: {e.Message} {e.InnerException?.Message}".TrimEnd()];
        }

        return GcpOptionsValidation.Validate(options, settings.Path);
    }

    public IVideoStore Create(IConfigurationSection settings, IServiceProvider services) =>
        GcpVideoStore.Create(Bind(settings), settings.Path, services.GetService<TimeProvider>() ?? TimeProvider.System);

    private GcpStoreOptions Bind(IConfigurationSection settings)
    {
        var options = new GcpStoreOptions();
        settings.Bind(options);
        if (string.IsNullOrEmpty(options.EmulatorHost))
            options.EmulatorHost = variable(EmulatorVariable);

        return options;
    }
}
