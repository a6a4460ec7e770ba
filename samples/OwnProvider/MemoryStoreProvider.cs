using FlixTube.Storage;
using Microsoft.Extensions.Configuration;

namespace OwnProvider;

/// <summary>Lets configuration choose the store: <c>VideoStorage:Provider=memory</c>.</summary>
public sealed class MemoryStoreProvider : IVideoStoreProvider
{
    private const string MaxMegabytes = "MaxMegabytes";

    public string Name => "memory";

    public string Section => "Memory";

    public IEnumerable<string> Validate(IConfigurationSection settings)
    {
        if (settings[MaxMegabytes] is { } text && !(int.TryParse(text, out var megabytes) && megabytes is >= 1 and <= 1024))
            yield return $"{settings.Path}:{MaxMegabytes} is '{text}': set it to a number from 1 to 1024.";
    }

    public IVideoStore Create(IConfigurationSection settings, IServiceProvider services) =>
        new MemoryVideoStore((settings.GetValue<int?>(MaxMegabytes) ?? 64) * 1024L * 1024);
}
