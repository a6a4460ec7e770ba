using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace FlixTube.Storage.S3.Registration;

/// <summary>Makes S3 available to configuration as the provider <c>s3</c>.</summary>
internal sealed class S3StoreProvider : IVideoStoreProvider
{
    public const string SectionName = "S3";

    public string Name => S3VideoStore.ProviderName;

    public string Section => SectionName;

    public IEnumerable<string> Validate(IConfigurationSection settings)
    {
        S3StoreOptions options;
        try
        {
            options = Options(settings);
        }
        catch (InvalidOperationException e)
        {
            return [$"{settings.Path}: {e.Message} Set it to a value of the right kind."];
        }

        return options.Validate(settings.Path);
    }

    public IVideoStore Create(IConfigurationSection settings, IServiceProvider services) =>
        new S3VideoStore(Options(settings), services.GetService<TimeProvider>());

    private static S3StoreOptions Options(IConfigurationSection settings) => settings.Get<S3StoreOptions>() ?? new S3StoreOptions();
}
