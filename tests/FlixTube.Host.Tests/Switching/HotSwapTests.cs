using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using FlixTube.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace FlixTube.Host.Tests.Switching;

/// <summary>The promise: the cloud changes under playing videos, and nobody notices.</summary>
internal sealed class HotSwapTests
{
    private static readonly string[] Round = ["azure", "s3", "gcp", "file"];
    private static readonly TimeSpan WatchTime = TimeSpan.FromSeconds(0.2);

    [TestCase(300, 60)]
    [TestCase(300, 400, Category = "Soak")]
    public async Task Nobody_in_a_large_audience_notices_that_the_cloud_changes_again_and_again(int viewers, int switches)
    {
        var recorded = new RecordedStores();
        var settings = CloudServers.Settings().ToDictionary(s => s.Key, s => (string?)s.Value);
        settings["VideoStorage:Switch:WatchTime"] = WatchTime.ToString();
        await using var host = new RunningHost(settings, recorded.Decorate);
        var videos = await VideosAsync(host);
        var factory = host.Services.GetRequiredService<IVideoStorageSwitch>();

        // Once round before anything is counted: connections of the runtime's own, compiled code, pools.
        await using (var first = new Audience(host.Client.BaseAddress!, videos, 8))
        {
            foreach (var provider in Round)
                await host.Client.SwitchToAsync(provider);

            await first.FinishAsync();
        }

        await UntilQuietAsync(factory);
        var handlesBefore = await HandlesAsync(host);
        var connectionsBefore = CloudConnections();
        var livesBefore = recorded.Lives.Count;
        var replaced = new List<(RecordedStores.Life Life, long At)>();
        var clock = Stopwatch.StartNew();

        await using var audience = new Audience(host.Client.BaseAddress!, videos, viewers);
        await Eventually.IsTrueAsync(() => audience.Disturbed is not null || audience.Answers >= viewers, "everybody watches");
        for (var i = 0; i < switches && audience.Disturbed is null; i++)
        {
            var serving = recorded.Lives.Last();
            await host.Client.SwitchToAsync(Round[i % Round.Length]);
            replaced.Add((serving, Stopwatch.GetTimestamp()));
        }

        await audience.FinishAsync();
        clock.Stop();
        await UntilQuietAsync(factory);
        await Eventually.IsTrueAsync(() => replaced.TrueForAll(old => old.Life.IsClosed), "every old store is closed");

        // What held a store last: a reader, or the watch over the one after it.
        var lingering = replaced
            .Select(old => Stopwatch.GetElapsedTime(Math.Max(old.Life.LastUsed, old.At), old.Life.Closed) - WatchTime)
            .Max();
        await TestContext.Out.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{viewers} viewers, {switches} switches in {clock.Elapsed.TotalSeconds:0.0} s: {audience.Answers} answers, {audience.Bytes >> 20} MiB, none failed; a store was closed at most {Math.Max(0, lingering.TotalMilliseconds):0} ms after its last lease."));

        Assert.That(recorded.Lives, Has.Count.EqualTo(livesBefore + switches), "one store for each switch");
        Assert.That(replaced.Select(old => old.Life.Users), Has.All.Zero, "no body is left open");
        Assert.That(lingering, Is.LessThan(TimeSpan.FromSeconds(1)));

        await audience.DisposeAsync();
        await Eventually.IsTrueAsync(() => CloudConnections() <= connectionsBefore, "the local store serves, and no connection to a cloud is left");
        await Eventually.IsTrueAsync(() => HandlesNow() <= handlesBefore + 20, $"the handles are as many as before ({handlesBefore}, now {HandlesNow()})");
        await Eventually.IsTrueAsync(() => Collected(replaced) == replaced.Count, "no old store is held in memory");
    }

    private static int Collected(List<(RecordedStores.Life Life, long At)> replaced)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return replaced.Count(static old => old.Life.IsCollected);
    }

    private static async Task<List<Audience.Video>> VideosAsync(RunningHost host)
    {
        var videos = new List<Audience.Video>();
        foreach (var length in new[] { 1, 1000, 30_000, 200_000, 600_000 })
            videos.Add(new Audience.Video($"hot/{length}.mp4", RandomNumberGenerator.GetBytes(length)));

        var factory = host.Services.GetRequiredService<VideoStoreFactory>();
        foreach (var provider in Round)
        {
            var store = factory.Create(provider);
            foreach (var video in videos)
                await store.WriteAsync(VideoPath.Parse(video.Path), new MemoryStream(video.Bytes));

            if (store is IAsyncDisposable closable)
                await closable.DisposeAsync();
        }

        return videos;
    }

    private static Task UntilQuietAsync(IVideoStorageSwitch storage) =>
        Eventually.IsTrueAsync(() => storage.Status is { IsWatched: false, Draining.Count: 0 }, "no generation drains any more");

    private static async Task<int> HandlesAsync(RunningHost host)
    {
        await host.Client.GetAsync("/health/live");
        return HandlesNow();
    }

    private static int HandlesNow() => Directory.GetFileSystemEntries("/proc/self/fd").Length;

    // Connections to one of the servers, which nobody but this process has; those of the servers' own clients among them.
    private static int CloudConnections()
    {
        var ports = new[] { CloudServers.Azure, CloudServers.Gcp, CloudServers.S3 }.Select(static address => address.Port).ToHashSet();
        return File.ReadLines("/proc/self/net/tcp").Skip(1)
            .Select(static line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Count(fields => fields[3] == "01" && ports.Contains(int.Parse(fields[2].Split(':')[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture)));
    }
}
