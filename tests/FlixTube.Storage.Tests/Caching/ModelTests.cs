using System.Collections.Concurrent;
using FlixTube.Storage.Caching;
using FlixTube.Storage.Tests.Caching.Support;
using FlixTube.Testing.Time;
using Microsoft.Extensions.Logging.Abstractions;

namespace FlixTube.Storage.Tests.Caching;

/// <summary>
/// Many viewers at once, with ranges, pins, departures and cancellations, while videos are replaced through the cache and
/// behind its back, generations come and go, the store fails and the process starts anew: what is served is always right.
/// </summary>
public sealed class ModelTests
{
    private const int SliceBytes = 1024;
    private static readonly VideoPath[] Paths = [.. Enumerable.Range(0, 6).Select(i => VideoPath.Parse($"v{i}"))];

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    public Task Whatever_happens_every_byte_is_of_a_version_that_may_be_served(int seed) => RunAsync(seed, rounds: 3, requests: 1500);

    [TestCase(4)]
    [TestCase(5)]
    [TestCase(6)]
    [TestCase(7)]
    [Category("Soak")]
    public Task Whatever_happens_for_long_every_byte_is_of_a_version_that_may_be_served(int seed) => RunAsync(seed, rounds: 40, requests: 5000);

    private static async Task RunAsync(int seed, int rounds, int requests)
    {
        using var folder = new FlixTube.Testing.Programs.TemporaryFolder();
        var time = new ManualTime();
        var origin = new Origin { Now = time.GetTimestamp, Piece = 700 };
        var random = new Random(seed);
        foreach (var path in Paths)
            origin.Put(path, random.Next(), Length(random));

        var options = new SliceCacheOptions { MemoryBytes = 48 * 1024, DiskPath = folder.FullPath, DiskBytes = 200 * 1024, DiskFreeBytes = 0 };
        for (var round = 0; round < rounds; round++)
        {
            await using var cache = new SliceCache(options, time, NullLogger.Instance, SliceBytes);
            var world = new World(origin, cache, time, options);
            await Parallel.ForEachAsync(Enumerable.Range(0, requests), new ParallelOptions { MaxDegreeOfParallelism = 24 }, async (i, _) =>
                await world.StepAsync(new Random((seed * 1_000_003) + (round * requests) + i)));
            origin.Failure = null;

            Assert.That(world.Problems, Is.Empty);
            Assert.That(world.Served, Is.GreaterThan(requests / 3), "most of it was reading");
            Assert.That(cache.Memory.AllocatedBytes, Is.LessThanOrEqualTo(options.MemoryBytes));
            await world.CloseAsync();
            await Soon.IsTrueAsync(() => origin.OpenBodies == 0, "nothing stays open");
        }
    }

    private static long Length(Random random) => random.Next(8) == 0 ? random.Next(3) : random.Next(40 * SliceBytes);

    private sealed class World(Origin origin, SliceCache cache, ManualTime time, SliceCacheOptions options)
    {
        private readonly Lock _clock = new();
        private CachingVideoStore _store = cache.Over(origin, "origin");
        private int _served;

        public ConcurrentQueue<string> Problems { get; } = [];

        public int Served => _served;

        public async Task StepAsync(Random random)
        {
            var path = Paths[random.Next(Paths.Length)];
            switch (random.Next(100))
            {
                case < 3:
                    origin.Put(path, random.Next(), Length(random));
                    break;
                case < 5:
                    var written = await _store.WriteAsync(path, Origin.Recipe(random.Next(), Length(random)));
                    await ReadAsync(random, path, written.ETag);
                    break;
                case < 6:
                    origin.Remove(path);
                    break;
                case < 7:
                    await Volatile.Read(ref _store).DeleteAsync(path);
                    break;
                case < 12:
                    // Two who move the clock at once may move it back.
                    lock (_clock)
                        time.Advance(TimeSpan.FromSeconds(random.NextDouble() * 3));

                    break;
                case < 13:
                    // A generation ends and its viewers with it.
                    await Interlocked.Exchange(ref _store, cache.Over(origin, "origin")).DisposeAsync();
                    break;
                case < 14:
                    origin.Failure = new VideoStoreException(VideoStoreError.Unavailable, "It rains.");
                    break;
                case < 20:
                    origin.Failure = null;
                    break;
                default:
                    await ReadAsync(random, path);
                    break;
            }
        }

        public ValueTask CloseAsync() => _store.DisposeAsync();

        private async Task ReadAsync(Random random, VideoPath path, string? pin = null)
        {
            using var leave = new CancellationTokenSource();
            var range = random.Next(4) switch
            {
                0 => (ByteRange?)null,
                1 => ByteRange.From(random.Next(20 * SliceBytes)),
                2 => ByteRange.Suffix(random.Next(20 * SliceBytes)),
                _ => ByteRange.Slice(random.Next(40 * SliceBytes), 1 + random.Next(3 * SliceBytes)),
            };
            var asked = time.GetTimestamp();
            try
            {
                await using var read = await Volatile.Read(ref _store).OpenReadAsync(path, new ReadOptions { Range = range, IfMatch = pin }, leave.Token);
                Look(read, asked, pin, range);
                await DrainAsync(read, random, leave);
                Interlocked.Increment(ref _served);
            }
            catch (VideoStoreException e) when (e.Error is not VideoStoreError.Internal)
            {
            }
            catch (OperationCanceledException) when (leave.IsCancellationRequested)
            {
            }
        }

        private void Look(VideoRead read, long asked, string? pin, ByteRange? range)
        {
            var etag = read.Properties.ETag;
            var served = new ServedRange(0, read.Properties.Length);
            if (range?.TryResolve(read.Properties.Length, out served) == false || served != read.Range)
                Problems.Enqueue($"{range} of {read.Properties.Length} is {read.Range}");

            if (pin is not null && pin != etag)
                Problems.Enqueue($"{etag} instead of {pin}");

            if (origin.ReplacedAt.TryGetValue(etag, out var replaced))
            {
                var limit = read.Properties.StaleSince is null ? options.RevalidateAfter : options.StaleFor;
                var age = time.GetElapsedTime(replaced, asked);
                if (age > limit)
                    Problems.Enqueue($"{etag} is served {age} after it was replaced");
            }
        }

        private async Task DrainAsync(VideoRead read, Random random, CancellationTokenSource leave)
        {
            var seed = Origin.SeedOf(read.Properties.ETag);
            var end = random.Next(3) == 0 ? random.NextInt64(read.Range.Length + 1) : read.Range.Length;
            var buffer = new byte[1 + random.Next(3000)];
            for (long done = 0; done < end;)
            {
                if (random.Next(200) == 0)
                    await leave.CancelAsync();

                var count = await read.Body.ReadAsync(buffer, leave.Token);
                if (count == 0 || !buffer.AsSpan(0, count).SequenceEqual(Origin.Content(seed, read.Range.Offset + done, count)))
                {
                    Problems.Enqueue($"{read.Properties.ETag} is wrong at {read.Range.Offset + done} of {read.Range}: {count} bytes");
                    return;
                }

                done += count;
            }
        }
    }
}
