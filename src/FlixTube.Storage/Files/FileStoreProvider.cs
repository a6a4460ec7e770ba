using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FlixTube.Storage.Files;

/// <summary>Makes local folders available to configuration as the provider <c>file</c>.</summary>
internal sealed class FileStoreProvider : IVideoStoreProvider
{
    public string Name => FileVideoStore.ProviderName;

    public string Section => "File";

    public IEnumerable<string> Validate(IConfigurationSection settings)
    {
        var root = Options(settings).Root;
        var key = $"{settings.Path}:{nameof(FileStoreOptions.Root)}";
        if (string.IsNullOrWhiteSpace(root))
            yield return $"{key} is empty: set it to the folder that holds the videos.";
        else if (root.Contains('\0', StringComparison.Ordinal))
            yield return $"{key} holds a NUL character: set it to the folder that holds the videos.";
        else if (File.Exists(root))
            yield return $"{key} is '{root}', which is a file: set it to the folder that holds the videos.";
    }

    public IVideoStore Create(IConfigurationSection settings, IServiceProvider services) =>
        new FileVideoStore(Options(settings), services.GetService<TimeProvider>(), services.GetService<ILogger<FileVideoStore>>());

    private static FileStoreOptions Options(IConfigurationSection settings)
    {
        var options = new FileStoreOptions();
        options.Root = settings[nameof(FileStoreOptions.Root)] ?? options.Root;
        return options;
    }
}
