using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using FlixTube.Storage;

namespace FlixTube.Host.Commands;

/// <summary><c>list</c>: the videos of a store, a line for each.</summary>
internal static class ListCommand
{
    public static Command Make(Stores stores)
    {
        var provider = BulkArguments.Provider();
        var prefix = BulkArguments.Prefix();
        var json = new Option<bool>("--json") { Description = "A JSON object for each video, with its path, length, eTag and lastModified." };
        var command = new Command("list", "Lists the videos of a store: length in bytes, time of writing (UTC) and path, separated by tabs.") { provider, prefix, json };
        command.SetAction((parsed, cancellationToken) =>
            RunAsync(stores.Open(parsed.GetValue(provider)), parsed.GetValue(prefix), parsed.GetValue(json), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(IVideoStore store, string? prefix, bool asJson, CancellationToken cancellationToken)
    {
        await using var output = new StreamWriter(Console.OpenStandardOutput());
        await foreach (var video in store.ListAsync(prefix, cancellationToken))
        {
            if (!VideoStoreProbe.IsReserved(video.Path))
                await output.WriteLineAsync(asJson ? Json(video) : Text(video));
        }

        return ExitCode.Success;
    }

    private static string Text(VideoListItem video) =>
        string.Create(CultureInfo.InvariantCulture, $"{video.Length}\t{video.LastModified.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}\t{video.Path}");

    private static string Json(VideoListItem video) =>
        JsonSerializer.Serialize(new ListedVideo(video.Path.Value, video.Length, video.ETag, video.LastModified), CommandJson.Default.ListedVideo);
}
