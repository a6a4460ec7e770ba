using System.Collections.Concurrent;
using FlixTube.Storage.Caching.Memory;

namespace FlixTube.Storage.Caching.Disk;

/// <summary>Which slices are on the disk. Thread-safe; looking takes no lock.</summary>
/// <param name="capacity">In bytes.</param>
internal sealed class DiskIndex(long capacity)
{
    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<SliceKey, DiskSlice> _slices = new();
    private readonly ConcurrentDictionary<ulong, int> _videos = new();
    private readonly S3Fifo<DiskSlice> _policy = new(capacity);

    public long Bytes
    {
        get
        {
            lock (_lock)
                return _policy.Weight;
        }
    }

    public bool Contains(SliceKey key) => _slices.ContainsKey(key);

    /// <summary>Whether there is a slice of some version of the video.</summary>
    public bool ContainsVideo(ulong video) => _videos.ContainsKey(video);

    public DiskSlice? Find(SliceKey key) => _slices.GetValueOrDefault(key);

    public void Add(DiskSlice slice)
    {
        lock (_lock)
        {
            if (!_slices.TryAdd(slice.Key, slice))
                return;

            _videos.AddOrUpdate(slice.Video, 1, static (_, count) => count + 1);
            _policy.Add(slice);
        }
    }

    public void Remove(DiskSlice slice)
    {
        lock (_lock)
        {
            _policy.Remove(slice);
            Forget(slice);
        }
    }

    /// <summary>Takes out the one to go; <c>null</c> when there is none.</summary>
    public DiskSlice? Evict()
    {
        lock (_lock)
        {
            var victim = _policy.Evict(static _ => true);
            if (victim is not null)
                Forget(victim);

            return victim;
        }
    }

    private void Forget(DiskSlice slice)
    {
        if (_slices.TryRemove(KeyValuePair.Create(slice.Key, slice)) && _videos.AddOrUpdate(slice.Video, 0, static (_, count) => count - 1) == 0)
            _videos.TryRemove(slice.Video, out _);
    }
}
