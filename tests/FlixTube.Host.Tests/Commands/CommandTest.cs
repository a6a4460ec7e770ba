using System.Security.Cryptography;
using FlixTube.Storage;
using FlixTube.Testing.Hosts;
using FlixTube.Testing.Programs;

namespace FlixTube.Host.Tests.Commands;

/// <summary>Runs commands of the built host as processes.</summary>
internal static class CommandTest
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    /// <summary>Runs a command to its end.</summary>
    public static async Task<Command> RunAsync(IReadOnlyDictionary<string, string> settings, params string[] arguments)
    {
        using var folder = new TemporaryFolder();
        return await RunAsync(folder, settings, arguments);
    }

    /// <summary>Runs a command to its end in a folder, whose <c>videos</c> is the store <c>file</c>.</summary>
    public static async Task<Command> RunAsync(TemporaryFolder folder, IReadOnlyDictionary<string, string> settings, params string[] arguments)
    {
        await using var process = HostProcess.Run(folder, arguments, settings);
        var exitCode = await process.ExitAsync(Limit);
        return new Command(exitCode, process.Output, process.Transcript);
    }

    /// <summary>The settings of several stores at once.</summary>
    public static IReadOnlyDictionary<string, string> Settings(params CloudStore[] stores) =>
        stores.SelectMany(store => store.Settings).ToDictionary(setting => setting.Key, setting => setting.Value);

    public static byte[] Content(int length, int seed)
    {
        var content = new byte[length];
        new Random(seed).NextBytes(content);
        return content;
    }

    public static async Task<VideoProperties> WriteAsync(this IVideoStore store, string path, byte[] content, WriteOptions? options = null) =>
        await store.WriteAsync(VideoPath.Parse(path), new MemoryStream(content), options);

    /// <summary>The SHA-256 of each video's bytes, as they are read now.</summary>
    public static async Task<SortedDictionary<string, string>> HashesAsync(this IVideoStore store)
    {
        var hashes = new SortedDictionary<string, string>(StringComparer.Ordinal);
        await foreach (var video in store.ListAsync())
        {
            await using var read = await store.OpenReadAsync(video.Path);
            hashes.Add(video.Path.Value, Convert.ToHexStringLower(await SHA256.HashDataAsync(read.Body)));
        }

        return hashes;
    }
}
