using FlixTube.Storage.Azure.Connecting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace FlixTube.Storage.Azure;

/// <summary>Makes Azure Blob Storage available to configuration as the provider <c>azure</c>.</summary>
internal sealed class AzureStoreProvider : IVideoStoreProvider
{
    public string Name => AzureVideoStore.ProviderName;

    public string Section => "Azure";

    public IEnumerable<string> Validate(IConfigurationSection settings)
    {
        AzureStoreOptions options;
        try
        {
            options = Bind(settings);
        }
        catch (InvalidOperationException e)
        {
            // Only numbers, times and addresses can be of the wrong kind, so that the message tells no secret.
            return [$"{settings.Path} has a value of the wrong kind: {e.Message}"];
        }

        return OptionsValidation.Problems(options, settings.Path);
    }

    public IVideoStore Create(IConfigurationSection settings, IServiceProvider services) =>
        new AzureVideoStore(Bind(settings), services.GetService<TimeProvider>());

    private static AzureStoreOptions Bind(IConfigurationSection settings)
    {
        var options = new AzureStoreOptions();
        settings.Bind(options);
        return options;
    }
}
