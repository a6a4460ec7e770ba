using System.Diagnostics;
using FlixTube.Storage;
using FlixTube.Testing.Faults;
using FlixTube.Testing.Hosts;
using FlixTube.Testing.Programs;

namespace FlixTube.Host.Tests.Commands;

/// <summary>Copies between every two clouds, at the size of a real move.</summary>
[Category("Soak")]
internal sealed class CopySoakTests
{
    private const int Videos = 200;

    private readonly Dictionary<string, CloudStore> _sources = [];
    private ThreeClouds _clouds = null!;

    private static IEnumerable<TestCaseData> Pairs =>
        from source in ThreeClouds.Providers
        from target in ThreeClouds.Providers
        where source != target
        select new TestCaseData(source, target);

    [OneTimeSetUp]
    public async Task Start() => _clouds = await ThreeClouds.StartAsync();

    [OneTimeTearDown]
    public async Task Stop()
    {
        if (_clouds is not null)
            await _clouds.DisposeAsync();
    }

    [TestCaseSource(nameof(Pairs))]
    public async Task Two_hundred_videos_arrive_whole_and_once_though_the_copy_is_killed_again_and_again(string from, string to)
    {
        var source = await SourceAsync(from);
        var undisturbed = await _clouds.NewAsync(to);
        var watch = Stopwatch.StartNew();
        var copied = await CommandTest.RunAsync(CommandTest.Settings(source, undisturbed), "copy", "--from", from, "--to", to);
        var plain = watch.Elapsed;
        Assert.That(copied.ExitCode, Is.Zero, copied.Transcript);

        await using var proxy = await FaultProxy.StartAsync(_clouds.AddressOf(to));
        var target = await _clouds.NewAsync(to, proxy.Address);
        var seed = Environment.TickCount;
        var copies = new KilledCopies(source, target, proxy, new Random(seed));
        await copies.RunAsync(mostCopies: 30);

        var hashes = await source.Store.HashesAsync();
        Assert.That(hashes, Has.Count.EqualTo(Videos));
        Assert.That(await target.Store.HashesAsync(), Is.EqualTo(hashes), $"seed {seed}");
        Assert.That(await undisturbed.Store.HashesAsync(), Is.EqualTo(hashes));
        Assert.That(copies.Kills, Is.GreaterThanOrEqualTo(5));
        var megabytes = await LengthAsync(source.Store) / 1e6;
        await TestContext.Out.WriteLineAsync(
            $"{from} -> {to}: {megabytes:0} MB, undisturbed {plain.TotalSeconds:0.0} s ({megabytes / plain.TotalSeconds:0.0} MB/s); "
            + $"killed {copies.Kills} times {copies.Time.TotalSeconds:0.0} s ({megabytes / copies.Time.TotalSeconds:0.0} MB/s), seed {seed}");
    }

    [TestCase("azure")]
    [TestCase("s3")]
    public async Task A_video_of_a_gibibyte_is_copied_in_the_memory_of_a_short_one(string to)
    {
        const long Length = 1L << 30;
        var source = await _clouds.NewAsync("gcp");
        var target = await _clouds.NewAsync(to);
        await _clouds.Gcp.PutSparseObjectAsync(source.Name, "long.mp4", Length, new Dictionary<long, byte> { [0] = 1, [Length / 3] = 2, [Length - 1] = 3 });
        using var folder = new TemporaryFolder();
        var watch = Stopwatch.StartNew();
        await using var copy = HostProcess.Run(folder, ["copy", "--from", "gcp", "--to", to], CommandTest.Settings(source, target));

        var peak = 0L;
        using (var look = new PeriodicTimer(TimeSpan.FromMilliseconds(50)))
        {
            while (!copy.HasExited && await look.WaitForNextTickAsync())
                peak = Math.Max(peak, PeakOf(copy));
        }

        Assert.That(await copy.ExitAsync(TimeSpan.FromSeconds(10)), Is.Zero, copy.Transcript);
        await TestContext.Out.WriteLineAsync($"gcp -> {to}: 1 GiB in {watch.Elapsed.TotalSeconds:0.0} s, at most {peak >> 20} MiB of memory");
        Assert.That(peak, Is.InRange(20L << 20, 256L << 20));
        Assert.That((await target.Store.GetPropertiesAsync(VideoPath.Parse("long.mp4"))).Length, Is.EqualTo(Length));
        Assert.That(copy.Transcript, Does.Match(@"(?m)^[\d.]+ [KMG]iB of 1\.0 GiB, [\d.]+ .*/s, \d+:\d\d left, 0 of 1 videos$"), "a line for the log every ten seconds");
    }

    // The process may end between the question and the answer.
    private static long PeakOf(ChildProcess process)
    {
        try
        {
            return process.PeakWorkingSet;
        }
        catch (Exception e) when (e is IOException or InvalidOperationException)
        {
            return 0;
        }
    }

    private static async Task<long> LengthAsync(IVideoStore store)
    {
        var length = 0L;
        await foreach (var video in store.ListAsync())
            length += video.Length;
        return length;
    }

    private async Task<CloudStore> SourceAsync(string provider)
    {
        if (_sources.TryGetValue(provider, out var filled))
            return filled;

        var source = await _clouds.NewAsync(provider);
        for (var i = 0; i < Videos; i++)
            await source.Store.WriteAsync($"clips/{i:000}.mp4", CommandTest.Content(LengthOf(i), i));

        return _sources[provider] = source;
    }

    // Empty, tiny, short, around a part of 4 MiB and of 8 MiB, and of several parts.
    private static int LengthOf(int video) => (video % 20) switch
    {
        0 => 0,
        1 => 1,
        < 12 => 10_000 + (video * 1000),
        < 17 => (1 << 20) + video,
        17 => (4 << 20) + (video / 20) - 5,
        18 => (8 << 20) + (video / 20) - 5,
        _ => (17 << 20) + video,
    };
}
