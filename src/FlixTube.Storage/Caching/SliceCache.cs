using System.Collections.Concurrent;
using FlixTube.Storage.Caching.Disk;
using FlixTube.Storage.Caching.Memory;
using FlixTube.Storage.Caching.Versions;
using Microsoft.Extensions.Logging;

namespace FlixTube.Storage.Caching;

/// <summary>
/// The one cache of a process: slices in memory and on a disk, and what is known of the videos they are of. The stores over
/// it come and go with the generations of the switch; the slices stay, each under the identity of its store.
/// </summary>
/// <remarks>Thread-safe. Dispose of it after the stores.</remarks>
internal sealed class SliceCache : IAsyncDisposable
{
    /// <summary>The length of a slice in bytes.</summary>
    public const int DefaultSliceBytes = 1 << 20;

    private const int MostVideos = 16_384;

    // What the disk keeps of a word is renewed so often while it may be served.
    private const int WordsWhileStale = 8;

    private readonly ConcurrentDictionary<string, int> _stores = new(StringComparer.Ordinal);
    private int _lastStore;

    /// <param name="options">Valid ones.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Where the disk's troubles are told.</param>
    /// <param name="sliceBytes">A power of two; another only in tests.</param>
    public SliceCache(SliceCacheOptions options, TimeProvider time, ILogger log, int sliceBytes = DefaultSliceBytes)
    {
        Options = options;
        Time = time;
        SliceBytes = sliceBytes;
        Memory = new MemoryTier(options.MemoryBytes, sliceBytes, Metrics);
        Metrics.Observe(CacheMetrics.Memory, () => Memory.AllocatedBytes);
        if (options.DiskPath is { Length: > 0 })
        {
            Disk = new DiskTier(options, sliceBytes, Memory, Metrics, time, log);
            Metrics.Observe(CacheMetrics.Disk, () => Disk.Bytes);
        }
    }

    public SliceCacheOptions Options { get; }

    public TimeProvider Time { get; }

    public int SliceBytes { get; }

    public CacheMetrics Metrics { get; } = new();

    public VideoTable Videos { get; } = new(MostVideos);

    public MemoryTier Memory { get; }

    /// <summary>The second tier, if there is one.</summary>
    public DiskTier? Disk { get; }

    /// <summary>A store with the cache before it, which owns the store.</summary>
    /// <param name="store">The store.</param>
    /// <param name="identity">What tells it from others, also in the next process.</param>
    public CachingVideoStore Over(IVideoStore store, string identity) =>
        new(store, identity, _stores.GetOrAdd(identity, _ => Interlocked.Increment(ref _lastStore)), this);

    /// <summary>Whether a slice is in memory or on the disk.</summary>
    public bool Has(SliceKey key) => Memory.Contains(key) || (Disk?.Contains(key) ?? false);

    /// <summary>Lets everyone find a slice, which is whole. The caller keeps its reference.</summary>
    public void Publish(Slice slice)
    {
        Memory.Publish(slice);
        Disk?.Offer(slice);
    }

    /// <summary>Keeps what a store said of a video, on the disk too.</summary>
    public void Learn(CachedVideo video, StoreWord word, string store, VideoPath path)
    {
        video.Learn(word);
        if (Disk is null || !ReferenceEquals(video.Word, word))
            return;

        if (word.Version is not { } version)
            Disk.ForgetWord(CachedVersion.VideoOf(store, path));
        else if (video.Kept is not var (kept, at) || kept != version.Id || Age(at) > Options.StaleFor / WordsWhileStale || !Disk.Contains(KeptWord.KeyOf(version.Video)))
            Keep(video, version, store, word.AskedAt);
    }

    /// <summary>What an earlier process was told of a video, not so long ago that it may not be served: nothing to be believed while the store can be asked.</summary>
    public StoreWord? Recall(string store, VideoPath path)
    {
        if (Disk?.FindWord(store, path) is not { } kept)
            return null;

        // Clocks of two processes may differ.
        var age = Time.GetUtcNow() - kept.SaidAt;
        if (age >= Options.StaleFor)
            return null;

        age = age > Options.RevalidateAfter ? age : Options.RevalidateAfter;
        return new StoreWord(new CachedVersion(store, kept.ToProperties(path), SliceBytes), Time.GetTimestamp() - (long)(age.TotalSeconds * Time.TimestampFrequency));
    }

    /// <summary>How long ago a timestamp was.</summary>
    public TimeSpan Age(long timestamp) => Time.GetElapsedTime(timestamp);

    public async ValueTask DisposeAsync()
    {
        if (Disk is not null)
            await Disk.DisposeAsync().ConfigureAwait(false);

        Metrics.Dispose();
    }

    private void Keep(CachedVideo video, CachedVersion version, string store, long askedAt)
    {
        if (Disk!.Offer(video, KeptWord.Of(store, version.Properties, Time.GetUtcNow() - Age(askedAt)), version.Video))
            video.Kept = (version.Id, Time.GetTimestamp());
    }
}
