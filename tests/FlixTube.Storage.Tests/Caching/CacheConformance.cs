using FlixTube.Storage.Caching;
using FlixTube.Storage.Conformance.Tests.Reference;
using FlixTube.Testing.Programs;
using Microsoft.Extensions.Logging.Abstractions;

namespace FlixTube.Storage.Tests.Caching;

/// <summary>A store with the cache before it keeps the contract when it is asked anew for every answer.</summary>
[TestFixture(false, Category = "Soak")]
[TestFixture(true)]
public sealed class CacheConformance(bool onDisk) : CacheConformanceBase(onDisk, TimeSpan.Zero);

/// <summary>The same when the store's word is believed for a day: what is done through the cache counts at once nevertheless.</summary>
public sealed class BelievingCacheConformance() : CacheConformanceBase(onDisk: true, TimeSpan.FromDays(1))
{
    protected override long? RequestCount => null;

    protected override Task<bool> TryPlantAsync(string name, ReadOnlyMemory<byte> content) => Task.FromResult(false);
}

public abstract class CacheConformanceBase(bool onDisk, TimeSpan revalidateAfter) : ReferenceFixture
{
    // Small slices and little memory, so that every test has many slices and evicts some.
    private const int SliceBytes = 4096;
    private const int MemoryBytes = 256 * 1024;

    private readonly List<SliceCache> _caches = [];
    private readonly TemporaryFolder _disk = new();

    protected override long LargestVideoLength => 4 * 1024 * 1024;

    protected override long? MemoryBound => base.MemoryBound + MemoryBytes;

    [OneTimeTearDown]
    public async Task RemoveCachesAsync()
    {
        foreach (var cache in _caches)
            await cache.DisposeAsync();

        _disk.Dispose();
    }

    private protected override IVideoStore Make(ObjectService service) => Wrap(base.Make(service));

    private protected override IVideoStore Make(VideoStoreError always) => Wrap(base.Make(always));

    private CachingVideoStore Wrap(IVideoStore store)
    {
        var options = new SliceCacheOptions
        {
            MemoryBytes = MemoryBytes,
            RevalidateAfter = revalidateAfter,
            DiskPath = onDisk ? _disk.PathOf($"{_caches.Count}") : null,
            DiskFreeBytes = 0,
        };
        _caches.Add(new SliceCache(options, TimeProvider.System, NullLogger.Instance, SliceBytes));
        return _caches[^1].Over(store, "reference");
    }
}
