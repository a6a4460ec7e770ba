using System.Diagnostics;
using FlixTube.Storage.Caching;
using FlixTube.Storage.Tests.Caching.Support;
using FlixTube.Testing.Programs;
using Microsoft.Extensions.Logging.Abstractions;

namespace FlixTube.Storage.Tests.Caching;

public sealed class DiskCrashTests
{
    public const int SliceBytes = 64 * 1024;
    public const int Videos = 4;

    private const int MostRounds = 5000;
    private const long Length = (40 * SliceBytes) + 1;

    [Test]
    [CancelAfter(120_000)]
    public Task A_process_killed_while_it_writes_slices_leaves_none_that_is_wrong(CancellationToken timeout) => KillAsync(12, timeout);

    [Test]
    [Category("Soak")]
    public Task A_thousand_kills_while_slices_are_written_leave_none_that_is_wrong([Range(1, 5)] int fifth) => KillAsync(200, CancellationToken.None);

    /// <summary>What the other process does: reads all videos over and over, with room for a third of them, until it is killed.</summary>
    public static async Task ReadForEverAsync(string folder)
    {
        var origin = Cloud();
        await using var cache = new SliceCache(Options(folder), TimeProvider.System, NullLogger.Instance, SliceBytes);
        var store = cache.Over(origin, CacheOfOneTest.Identity);
        // Whoever should kill it may have been killed itself.
        for (var round = 0; round < MostRounds; round++)
        {
            await CacheOfOneTest.ReadAsync(store, path: VideoPath.Parse($"{round % Videos}"));
            await Console.Out.WriteLineAsync($"{round}");
        }
    }

    private static async Task KillAsync(int kills, CancellationToken timeout)
    {
        using var folder = new TemporaryFolder();
        var fromDisk = 0L;
        for (var kill = 0; kill < kills; kill++)
        {
            await ReadUntilKilledAsync(folder.FullPath, kill, timeout);
            fromDisk += await ReadAllAsync(folder.FullPath);
        }

        Assert.That(fromDisk, Is.Positive, "some of it came from the disk");
    }

    /// <returns>How many bytes came from the disk.</returns>
    private static async Task<long> ReadAllAsync(string folder)
    {
        var origin = Cloud();
        await using var cache = new SliceCache(Options(folder), TimeProvider.System, NullLogger.Instance, SliceBytes);
        if (Directory.EnumerateFiles(folder, "*.slice", SearchOption.AllDirectories).Any())
            await Soon.IsTrueAsync(() => cache.Disk!.Bytes > 0, "the folder is looked through");

        var store = cache.Over(origin, CacheOfOneTest.Identity);
        for (var video = 0; video < Videos; video++)
            await CacheOfOneTest.ReadAsync(store, path: VideoPath.Parse($"{video}"));

        return (Videos * Length) - origin.Bytes;
    }

    private static async Task ReadUntilKilledAsync(string folder, int kill, CancellationToken timeout)
    {
        using var reader = Process.Start(new ProcessStartInfo("dotnet", [typeof(Program).Assembly.Location, "cache", folder]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        try
        {
            // Each is killed at another step: writing, renaming, removing what gives way.
            for (var line = 0; line <= kill % 3; line++)
                Assert.That(await reader.StandardOutput.ReadLineAsync(timeout), Is.Not.Null, "it reads until it is killed");

            var start = Stopwatch.GetTimestamp();
            while (Stopwatch.GetElapsedTime(start) < TimeSpan.FromMilliseconds(0.37 * (kill % 40)))
                Thread.SpinWait(100);
        }
        finally
        {
            reader.Kill();
            await reader.WaitForExitAsync(CancellationToken.None);
        }
    }

    private static SliceCacheOptions Options(string folder) =>
        new() { MemoryBytes = 32 * SliceBytes, DiskPath = folder, DiskBytes = Videos * Length / 2, DiskFreeBytes = 0 };

    // The first version in each process, so that all have the same ETags.
    private static Origin Cloud()
    {
        var origin = new Origin();
        for (var video = 0; video < Videos; video++)
            origin.Put(VideoPath.Parse($"{video}"), video, Length);

        return origin;
    }
}
