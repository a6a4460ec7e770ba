using System.Globalization;
using System.Reflection;
using System.Text;
using FlixTube.Storage;
using FlixTube.Storage.Azure;
using FlixTube.Storage.S3;

namespace FlixTube.Packages.Tests.Limitations;

/// <summary>The text of docs/limitations.md, made of the stores' capabilities and of what they say when they refuse.</summary>
internal static class LimitationsPage
{
    private static readonly VideoPath Probe = VideoPath.Parse("folder/video.mp4");

    private static readonly Dictionary<string, string> RefusedNames = new()
    {
        ["azure"] = "folder./video.mp4",
        ["gcp"] = ".well-known/acme-challenge/video.mp4",
    };

    // What each capability is called, and how a store without it is asked for it: its own words are the reason.
    private static readonly Dictionary<string, (string Title, Func<IVideoStore, Task>? Ask)> Capabilities = new()
    {
        [nameof(VideoStoreCapabilities.ConditionalCreate)] =
            ("create only, decided atomically", store => store.WriteAsync(Probe, new MemoryStream(), new WriteOptions { CreateOnly = true })),
        [nameof(VideoStoreCapabilities.ConditionalWrite)] =
            ("write over one version only (`IfMatch`), decided atomically", store => store.WriteAsync(Probe, new MemoryStream(), new WriteOptions { IfMatch = "1" })),
        [nameof(VideoStoreCapabilities.ConditionalDelete)] =
            ("delete one version only (`IfMatch`), decided atomically", store => store.DeleteAsync(Probe, new DeleteOptions { IfMatch = "1" })),
        [nameof(VideoStoreCapabilities.SuffixRange)] = ("the last bytes in one request", null),
        [nameof(VideoStoreCapabilities.AllNames)] =
            ("every `VideoPath` is a name", store => store.WriteAsync(VideoPath.Parse(RefusedNames[store.Capabilities.Provider]), new MemoryStream())),
        [nameof(VideoStoreCapabilities.Remote)] = ("a service keeps the videos", null),
    };

    public static async Task<string> WriteAsync(IReadOnlyList<StoreColumn> columns)
    {
        var text = new StringBuilder();
        text.Append("""
            # Limitations

            What each store can do and what it cannot. This page is made from the stores' `VideoStoreCapabilities` and from their own refusals; a test compares it with them.


            """);
        AppendTable(text, columns);
        await AppendRefusalsAsync(text, columns);
        text.Append(Prose.SkippedTests);
        foreach (var (title, notes) in Prose.Notes)
        {
            text.Append($"\n## {title}\n\n");
            foreach (var note in notes)
                text.Append($"- {note}\n");
        }

        return text.ToString();
    }

    private static void AppendTable(StringBuilder text, IReadOnlyList<StoreColumn> columns)
    {
        text.Append($"| `VideoStoreCapabilities` | | {string.Join(" | ", columns.Select(c => c.Title))} |\n");
        text.Append($"|---|---|{string.Concat(columns.Select(_ => "---|"))}\n");
        foreach (var property in typeof(VideoStoreCapabilities).GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.Name == nameof(VideoStoreCapabilities.Provider))
                continue;

            var (title, cell) = property.Name == nameof(VideoStoreCapabilities.MaxVideoLength)
                ? ("the longest video, with the default `PartSizeBytes` and with the largest", (Func<StoreColumn, string>)Length)
                : (TitleOf(property), column => YesNo((bool)property.GetValue(column.Store.Capabilities)!));
            Row(property.Name, title, cell);
        }

        text.Append($"| | signed links (`{nameof(ISignedUrlSource)}`) | {string.Join(" | ", columns.Select(c => YesNo(c.Store is ISignedUrlSource)))} |\n");

        void Row(string name, string title, Func<StoreColumn, string> cell) =>
            text.Append($"| `{name}` | {title} | {string.Join(" | ", columns.Select(cell))} |\n");
    }

    private static async Task AppendRefusalsAsync(StringBuilder text, IReadOnlyList<StoreColumn> columns)
    {
        text.Append("\nWhat a store cannot do it refuses with `Unsupported`, before it asks the service or reads the content, in these words:\n\n");
        foreach (var column in columns)
        {
            foreach (var (name, (_, ask)) in Capabilities)
            {
                if (ask is null || (bool)typeof(VideoStoreCapabilities).GetProperty(name)!.GetValue(column.Store.Capabilities)!)
                    continue;

                text.Append($"- {column.Title}, `{name}`: {await RefusalAsync(column.Store, ask)}\n");
            }
        }
    }

    private static async Task<string> RefusalAsync(IVideoStore store, Func<IVideoStore, Task> ask)
    {
        try
        {
            await ask(store);
        }
        catch (VideoStoreException e) when (e.Error == VideoStoreError.Unsupported)
        {
            return e.Message;
        }

        throw new InvalidOperationException($"{store.Capabilities.Provider} does what its capabilities deny.");
    }

    private static string TitleOf(PropertyInfo property) =>
        Capabilities.TryGetValue(property.Name, out var known)
            ? known.Title
            : throw new InvalidOperationException($"The capability {property.Name} is new: say in {nameof(LimitationsPage)} what it is.");

    private static string YesNo(bool can) => can ? "yes" : "**no**";

    private static string Length(StoreColumn column)
    {
        var usual = column.Store.Capabilities.MaxVideoLength;
        if (usual == long.MaxValue)
            return "as the disk";

        var largestPart = column.Store.Capabilities.Provider switch
        {
            "azure" => AzureStoreOptions.MaxPartSizeBytes,
            "s3" => S3StoreOptions.MaxPartSizeBytes,
            _ => 0,
        };
        var most = largestPart == 0 ? usual : column.WithPartSize(largestPart).Capabilities.MaxVideoLength;
        return usual == most ? Binary(usual) : $"{Binary(usual)}, {Binary(most)}";
    }

    private static string Binary(long bytes)
    {
        var tebibytes = (double)bytes / (1L << 40);
        return tebibytes >= 1
            ? string.Create(CultureInfo.InvariantCulture, $"{Math.Round(tebibytes, 1):0.#} TiB")
            : string.Create(CultureInfo.InvariantCulture, $"{bytes >> 30} GiB");
    }
}
