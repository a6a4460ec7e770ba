using FlixTube.Storage.Caching.Memory;
using FlixTube.Storage.Tests.Caching.Support;
using static FlixTube.Storage.Tests.Caching.Support.CacheOfOneTest;

namespace FlixTube.Storage.Tests.Caching;

public sealed class MemoryTierTests
{
    private const int Slices = 16;

    [Test]
    public async Task Memory_stays_within_its_bound_whatever_is_read()
    {
        await using var test = Small();
        for (var i = 0; i < 20; i++)
        {
            test.Origin.Put(VideoPath.Parse($"{i}"), i, (i * 5 * SliceBytes) + (i * 100));
            await test.ReadAsync(path: VideoPath.Parse($"{i}"));
            Assert.That(test.Cache.Memory.AllocatedBytes, Is.LessThanOrEqualTo(test.Options.MemoryBytes));
        }
    }

    [Test]
    public async Task A_video_much_longer_than_memory_costs_one_read()
    {
        await using var test = Small();
        test.Origin.Put(Video, 1, 50 * Slices * SliceBytes);

        await test.ReadAsync();

        Assert.That(test.Origin.Opens, Is.EqualTo(1));
    }

    [Test]
    public async Task A_viewer_far_behind_neither_stops_the_one_before_nor_misses_a_byte()
    {
        await using var test = Small();
        const int Length = 5 * Slices * SliceBytes;
        test.Origin.Put(Video, 1, Length);
        await using var slow = await test.Store.OpenReadAsync(Video);
        var bytes = new byte[Length];
        await slow.Body.ReadExactlyAsync(bytes.AsMemory(0, 10));

        await test.ReadAsync();

        await slow.Body.ReadExactlyAsync(bytes.AsMemory(10));
        Assert.That(bytes, Is.EqualTo(Origin.Content(1, 0, Length)));
    }

    [Test]
    public async Task What_is_shown_to_a_viewer_is_not_reused_before_it_moves_on()
    {
        await using var test = Small();
        test.Origin.Put(Video, 1, SliceBytes);
        test.Origin.Put(VideoPath.Parse("long"), 2, 50 * Slices * SliceBytes);
        await test.ReadAsync();
        await using var read = await test.Store.OpenReadAsync(Video);
        var shown = await ((ICachedBody)read.Body).PeekAsync();

        await test.ReadAsync(path: VideoPath.Parse("long"));

        Assert.That(shown.ToArray(), Is.EqualTo(Origin.Content(1, 0, SliceBytes)));
    }

    [Test]
    public async Task When_all_memory_is_held_by_viewers_the_others_are_served_past_the_cache()
    {
        await using var test = Small();
        var reads = new List<VideoRead>();
        for (var i = 0; i < Slices; i++)
        {
            var path = VideoPath.Parse($"{i}");
            test.Origin.Put(path, i, SliceBytes);
            await test.ReadAsync(path: path);
            reads.Add(await test.Store.OpenReadAsync(path));
            await ((ICachedBody)reads[^1].Body).PeekAsync();
        }

        test.Origin.Put(Video, 99, 10 * SliceBytes);
        await test.ReadAsync();
        await test.ReadAsync(Range(5, SliceBytes));

        Assert.That(test.Cache.Memory.AllocatedBytes, Is.LessThanOrEqualTo(test.Options.MemoryBytes));
        foreach (var read in reads)
            await read.DisposeAsync();

        var opens = test.Origin.Opens;
        await test.ReadAsync();
        await test.ReadAsync();
        Assert.That(test.Origin.Opens, Is.EqualTo(opens + 1));
    }

    [Test]
    public async Task A_body_shows_its_bytes_where_they_are_without_a_copy()
    {
        await using var test = new CacheOfOneTest();
        const int Length = (3 * SliceBytes) + 5;
        test.Origin.Put(Video, 1, Length);
        await test.ReadAsync();
        var pieces = new List<int>();
        await using var read = await test.Store.OpenReadAsync(Video, Range(10, Length - 20));
        var body = (ICachedBody)read.Body;
        using var bytes = new MemoryStream();

        while (await body.PeekAsync() is { IsEmpty: false } piece)
        {
            Assert.That(System.Runtime.InteropServices.MemoryMarshal.TryGetArray(piece, out _), "sockets want arrays");
            pieces.Add(piece.Length);
            bytes.Write(piece.Span);
            body.Advance(piece.Length);
        }

        Assert.That(pieces, Is.EqualTo([SliceBytes - 10, SliceBytes, SliceBytes - 5]));
        Assert.That(bytes.ToArray(), Is.EqualTo(Origin.Content(1, 10, Length - 20)));
        Assert.That(() => body.Advance(1), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public async Task A_hit_allocates_the_same_for_one_byte_and_for_a_megabyte()
    {
        await using var test = new CacheOfOneTest(new SliceCacheOptions { MemoryBytes = 8 << 20 });
        test.Origin.Put(Video, 1, 2 << 20);
        await test.ReadAsync();
        var buffer = new byte[64 * 1024];

        // The first few compile.
        long small = 0, large = 0;
        for (var i = 0; i < 50; i++)
        {
            small = await AllocatedAsync(test, 1, buffer);
            large = await AllocatedAsync(test, 1 << 20, buffer);
        }

        Assert.That(large, Is.LessThanOrEqualTo(small + 256));
    }

    [Test]
    public async Task A_slow_viewer_is_not_fetched_for_far_ahead_and_a_fast_one_is()
    {
        await using var test = new CacheOfOneTest();
        test.Origin.Put(Video, 1, 100 * SliceBytes);
        await using var read = await test.Store.OpenReadAsync(Video);
        for (var i = 0; i < 5; i++)
        {
            await read.Body.ReadExactlyAsync(new byte[SliceBytes]);
            test.Time.Advance(TimeSpan.FromSeconds(2));
        }

        await Soon.IsTrueAsync(() => test.Origin.Bytes == 6 * SliceBytes, "one slice ahead is fetched");

        await read.Body.ReadExactlyAsync(new byte[2 * SliceBytes]);
        await Soon.IsTrueAsync(() => test.Origin.Bytes == 15 * SliceBytes, "eight slices ahead are fetched");
    }

    [Test]
    public async Task What_is_missing_ahead_is_fetched_before_the_viewer_comes_to_it()
    {
        await using var test = new CacheOfOneTest();
        test.Origin.Put(Video, 1, 20 * SliceBytes);
        await test.ReadAsync(Range(0, 5 * SliceBytes));
        await using var read = await test.Store.OpenReadAsync(Video);

        await read.Body.ReadExactlyAsync(new byte[(4 * SliceBytes) + 1]);

        await Soon.IsTrueAsync(() => test.Origin.Bytes > 5 * SliceBytes, "the sixth slice is fetched");
        Assert.That(test.Origin.Opens, Is.EqualTo(2));
    }

    // How many of the requests hit, when popular videos are asked for (Zipf, 1,000 videos of one slice, room for 100) and
    // somebody reads 20,000 slices that nobody wants, once each, every other request.
    [Test]
    public void A_scan_does_not_empty_the_cache()
    {
        const int Room = 100;
        var policy = HitRate(new Fifo(Room));
        var withScan = HitRate(new Fifo(Room), scan: true);
        var lru = HitRate(new Lru(Room));
        var lruWithScan = HitRate(new Lru(Room), scan: true);

        TestContext.Out.WriteLine($"S3-FIFO {policy:p1}, with the scan {withScan:p1}; LRU {lru:p1}, with the scan {lruWithScan:p1}");
        Assert.That(policy, Is.GreaterThan(lru));
        Assert.That(withScan, Is.GreaterThan(policy - 0.05), "the scan costs little");
        Assert.That(withScan, Is.GreaterThan(lruWithScan + 0.1), "an LRU is emptied");
    }

    private static CacheOfOneTest Small() => new(new SliceCacheOptions { MemoryBytes = Slices * SliceBytes });

    private static async Task<long> AllocatedAsync(CacheOfOneTest test, int length, byte[] buffer)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        await using (var read = await test.Store.OpenReadAsync(Video, Range(0, length)))
        {
            while (await read.Body.ReadAsync(buffer) > 0)
            {
            }
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static double HitRate(ICacheModel cache, bool scan = false)
    {
        const int Videos = 1000;
        var random = new Random(7);
        var weights = Enumerable.Range(1, Videos).Select(rank => 1.0 / rank).ToArray();
        var sums = new double[Videos];
        for (var i = 0; i < Videos; i++)
            sums[i] = (i > 0 ? sums[i - 1] : 0) + weights[i];

        var hits = 0;
        const int Requests = 20_000;
        for (var i = 0; i < Requests; i++)
        {
            var at = Array.BinarySearch(sums, random.NextDouble() * sums[^1]);
            hits += cache.Ask(at < 0 ? ~at : at) ? 1 : 0;
            if (scan)
                cache.Ask(Videos + i);
        }

        return (double)hits / Requests;
    }

    private interface ICacheModel
    {
        bool Ask(int key);
    }

    private sealed class Fifo(int room) : ICacheModel
    {
        private readonly S3Fifo<Item> _policy = new(room);
        private readonly Dictionary<int, Item> _items = [];

        public bool Ask(int key)
        {
            if (_items.TryGetValue(key, out var item))
            {
                item.Touch();
                return true;
            }

            if (_policy.Weight == room)
                _items.Remove(_policy.Evict(_ => true)!.Key.Index);

            _items[key] = new Item(key);
            _policy.Add(_items[key]);
            return false;
        }

        private sealed class Item(int key) : Resident(new SliceKey(0, key), weight: 1);
    }

    private sealed class Lru(int room) : ICacheModel
    {
        private readonly LinkedList<int> _order = new();
        private readonly Dictionary<int, LinkedListNode<int>> _items = [];

        public bool Ask(int key)
        {
            if (_items.Remove(key, out var node))
            {
                _order.Remove(node);
                _items[key] = _order.AddFirst(key);
                return true;
            }

            if (_items.Count == room)
            {
                _items.Remove(_order.Last!.Value);
                _order.RemoveLast();
            }

            _items[key] = _order.AddFirst(key);
            return false;
        }
    }
}
