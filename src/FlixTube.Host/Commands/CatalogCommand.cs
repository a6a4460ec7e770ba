using System.CommandLine;
using FlixTube.Catalog;
using FlixTube.Catalog.Checking;
using FlixTube.Storage;

namespace FlixTube.Host.Commands;

/// <summary><c>catalog check</c>: whether the catalogue and the store agree.</summary>
internal static class CatalogCommand
{
    public static Command Make(Stores stores)
    {
        var provider = BulkArguments.Provider();
        var repair = new Option<bool>("--repair")
        {
            Description = "Remove entries whose video is gone, whatever they say, and make entries for videos that have none. Run it without this first.",
        };
        var check = new Command("check", "Lists entries whose video is not in the store, and videos that have no entry.") { provider, repair };
        check.SetAction((parsed, cancellationToken) =>
            RunAsync(stores.Open(parsed.GetValue(provider)), stores.OpenCatalog(), parsed.GetValue(repair), cancellationToken));
        return new Command("catalog", "Looks after the catalogue.") { check };
    }

    private static async Task<int> RunAsync(IVideoStore store, IVideoCatalog catalog, bool repair, CancellationToken cancellationToken)
    {
        var (dangling, unregistered, repaired) = (0, 0, 0);
        try
        {
            await foreach (var found in new ConsistencyCheck(store, catalog).RunAsync(repair, cancellationToken))
            {
                dangling += found.Kind == DisagreementKind.DanglingEntry ? 1 : 0;
                unregistered += found.Kind == DisagreementKind.UnregisteredVideo ? 1 : 0;
                repaired += found.Repaired ? 1 : 0;
                await Console.Out.WriteLineAsync(Line(found));
            }
        }
        catch (Exception e) when (e is VideoCatalogException or VideoStoreException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            await Console.Out.WriteLineAsync($"broken off: {Summary()}");
            return ExitCode.Failure;
        }

        await Console.Out.WriteLineAsync($"done: {Summary()}");
        return dangling + unregistered > repaired ? ExitCode.Failure : ExitCode.Success;

        string Summary() => $"{dangling} dangling entries, {unregistered} unregistered videos, {repaired} repaired";
    }

    private static string Line(Disagreement found) => (found.Kind, found.Repaired) switch
    {
        (DisagreementKind.DanglingEntry, false) => $"dangling {found.Path} ({Name(found.Entry!)})",
        (DisagreementKind.DanglingEntry, true) => $"removed {found.Path} ({Name(found.Entry!)})",
        (_, false) => $"unregistered {found.Path}",
        (_, true) => $"registered {found.Path} ({found.Entry!.Id})",
    };

    private static string Name(CatalogVideo entry) => entry.Details.Title is { } title ? $"{entry.Id}, \"{title}\"" : $"{entry.Id}";
}
