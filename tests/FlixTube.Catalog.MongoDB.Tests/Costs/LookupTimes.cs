using System.Diagnostics;
using System.Globalization;
using FlixTube.Catalog.Caching;
using FlixTube.Testing.Programs;
using FlixTube.Testing.Servers.Mongo;

namespace FlixTube.Catalog.MongoDB.Tests.Costs;

/// <summary>How long a lookup takes and what it allocates, beside MongoDB's Python client on the same server.</summary>
[Category("Soak")]
internal sealed class LookupTimes
{
    private const int Lookups = 20_000;

    private const string Peer = """
        import sys, time
        import bson, pymongo
        videos = pymongo.MongoClient(sys.argv[1]).app.videos
        key, times = {'_id': bson.ObjectId(sys.argv[2])}, []
        for i in range(int(sys.argv[3]) + 1000):
            started = time.perf_counter_ns()
            assert videos.find_one(key)['videoPath']
            times.append(time.perf_counter_ns() - started)
        times = sorted(times[1000:])
        print('%.1f %.1f' % (times[len(times) // 2] / 1000, times[len(times) * 99 // 100] / 1000))
        """;

    [Test]
    public async Task A_lookup_costs_no_more_than_three_times_that_of_another_client()
    {
        await using var server = await MongoServer.StartAsync();
        await server.InsertAsync("app", "videos", Given.BookDocument());
        using var mongo = new MongoVideoCatalog(Given.Options(server));
        var cached = new CachingVideoCatalog(mongo, new());

        var (cold, coldBytes) = await MeasureAsync(mongo, Lookups);
        var (warm, warmBytes) = await MeasureAsync(cached, Lookups * 10);
        var theirs = (await Command.OutputOfAsync("/usr/bin/python3", ["-c", Peer, server.ConnectionString, $"{Given.BookId}", $"{Lookups}"]))
            .Split(' ').Select(text => double.Parse(text, CultureInfo.InvariantCulture)).ToArray();

        await TestContext.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"""
            cold (one command to MongoDB): p50 {cold.P50:F1} us, p99 {cold.P99:F1} us, {coldBytes} bytes
            warm (from the cache):         p50 {warm.P50:F2} us, p99 {warm.P99:F2} us, {warmBytes} bytes
            pymongo:                       p50 {theirs[0]:F1} us, p99 {theirs[1]:F1} us
            """));
        Assert.That(cold.P50, Is.LessThan(3 * theirs[0]), "two threads take part in each of ours, on a machine that may be busy");
        Assert.That(warmBytes, Is.LessThan(100));
    }

    private static async Task<((double P50, double P99) Microseconds, long Bytes)> MeasureAsync(IVideoCatalog catalog, int lookups)
    {
        var times = new long[lookups];
        for (var i = 0; i < 1000; i++)
            await catalog.FindAsync(Given.BookId);

        var before = GC.GetTotalAllocatedBytes(precise: true);
        for (var i = 0; i < lookups; i++)
        {
            var started = Stopwatch.GetTimestamp();
            await catalog.FindAsync(Given.BookId);
            times[i] = Stopwatch.GetTimestamp() - started;
        }

        var bytes = (GC.GetTotalAllocatedBytes(precise: true) - before) / lookups;
        Array.Sort(times);
        return ((Microseconds(times[lookups / 2]), Microseconds(times[lookups * 99L / 100])), bytes);
    }

    private static double Microseconds(long ticks) => ticks * 1_000_000.0 / Stopwatch.Frequency;
}
