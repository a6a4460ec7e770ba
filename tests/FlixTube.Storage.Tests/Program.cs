using System.Globalization;
using System.Text;
using FlixTube.Storage.Files;

namespace FlixTube.Storage.Tests;

/// <summary>The other processes of the tests that need some: <c>dotnet FlixTube.Storage.Tests.dll (replace|count|cache) folder</c>.</summary>
internal static class Program
{
    public const int Increments = 25;

    public static readonly VideoPath Path = VideoPath.Parse("folder/video");

    /// <summary>The content of a version: its number, long enough to take a while.</summary>
    public static byte[] Content(int version) =>
        Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(version.ToString("d8", CultureInfo.InvariantCulture), 100_000)));

    public static WriteOptions Options(int version) => new()
    {
        ContentType = $"video/x-{version}",
        Metadata = new([KeyValuePair.Create("version", version.ToString(CultureInfo.InvariantCulture))]),
    };

    private static async Task<int> Main(string[] arguments)
    {
        if (arguments[0] == "cache")
            await Caching.DiskCrashTests.ReadForEverAsync(arguments[1]);

        var store = new FileVideoStore(new FileStoreOptions { Root = arguments[1] });
        switch (arguments[0])
        {
            case "replace":
                for (var version = 1; ; version++)
                {
                    await Console.Out.WriteLineAsync(version.ToString(CultureInfo.InvariantCulture));
                    await store.WriteAsync(Path, new MemoryStream(Content(version)), Options(version));
                }

            case "count":
                for (var i = 0; i < Increments;)
                    i += await TryIncrementAsync(store) ? 1 : 0;

                return 0;

            default:
                return 2;
        }
    }

    // The length of the video is the count.
    private static async Task<bool> TryIncrementAsync(FileVideoStore store)
    {
        var old = await store.FindPropertiesAsync(Path);
        var options = new WriteOptions { CreateOnly = old is null, IfMatch = old?.ETag };
        try
        {
            await store.WriteAsync(Path, new MemoryStream(new byte[1 + (old?.Length ?? 0)]), options);
            return true;
        }
        catch (VideoStoreException e) when (e.Error is VideoStoreError.PreconditionFailed or VideoStoreError.AlreadyExists)
        {
            return false;
        }
    }
}
