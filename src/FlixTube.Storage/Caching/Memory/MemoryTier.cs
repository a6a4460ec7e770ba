using System.Collections.Concurrent;
using System.Numerics;

namespace FlixTube.Storage.Caching.Memory;

/// <summary>
/// Slices in memory that is never more than <paramref name="capacity"/> bytes, those that are being filled and those that
/// are still read after they were evicted included.
/// </summary>
/// <remarks>Thread-safe. Finding a slice takes no lock.</remarks>
/// <param name="capacity">In bytes.</param>
/// <param name="sliceBytes">The longest slice: a power of two.</param>
/// <param name="metrics">Where evictions are counted.</param>
internal sealed class MemoryTier(long capacity, int sliceBytes, CacheMetrics metrics)
{
    private static readonly Func<Slice, bool> IsIdle = static slice => slice.IsIdle;

    // Short videos and the ends of long ones do not take a whole slice.
    private readonly int _smallestBuffer = Math.Min(4096, sliceBytes);
    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<SliceKey, Slice> _index = new();
    private readonly S3Fifo<Slice> _policy = new(capacity);
    private readonly Stack<byte[]>[] _idle = [.. Enumerable.Range(0, BitOperations.Log2((uint)sliceBytes) + 1).Select(static _ => new Stack<byte[]>())];
    private long _allocated;

    /// <summary>How much memory it has taken, in bytes.</summary>
    public long AllocatedBytes
    {
        get
        {
            lock (_lock)
                return _allocated;
        }
    }

    public bool Contains(SliceKey key) => _index.ContainsKey(key);

    /// <summary>A whole slice, with a reference for the caller.</summary>
    public Slice? Find(SliceKey key) => _index.TryGetValue(key, out var slice) && slice.TryAcquire() ? slice : null;

    /// <summary>An empty slice to be filled, with a reference for the caller.</summary>
    /// <returns><c>null</c> when all memory is in use.</returns>
    public Slice? TryRent(SliceKey key, ulong video, int length)
    {
        var size = Math.Max(_smallestBuffer, (int)BitOperations.RoundUpToPowerOf2((uint)length));
        lock (_lock)
        {
            while (true)
            {
                if (_idle[BitOperations.Log2((uint)size)].TryPop(out var buffer))
                    return new Slice(this, key, video, buffer, length);

                if (_allocated + size <= capacity)
                {
                    // Pinned, so that sockets need not pin it, and never moved.
                    buffer = GC.AllocateUninitializedArray<byte>(size, pinned: true);
                    _allocated += size;
                    return new Slice(this, key, video, buffer, length);
                }

                if (!TryDropIdle() && !TryEvict())
                    return null;
            }
        }
    }

    /// <summary>Lets everyone find a slice, which is whole. The caller keeps its reference.</summary>
    public void Publish(Slice slice)
    {
        lock (_lock)
        {
            if (!_index.TryAdd(slice.Key, slice))
                return;

            slice.TryAcquire();
            _policy.Add(slice);
        }
    }

    /// <summary>For the last who held a slice.</summary>
    internal void Return(byte[] buffer)
    {
        lock (_lock)
            _idle[BitOperations.Log2((uint)buffer.Length)].Push(buffer);
    }

    private bool TryDropIdle()
    {
        foreach (var size in _idle)
        {
            if (size.TryPop(out var buffer))
            {
                _allocated -= buffer.Length;
                return true;
            }
        }

        return false;
    }

    private bool TryEvict()
    {
        if (_policy.Evict(IsIdle) is not { } victim)
            return false;

        _index.TryRemove(KeyValuePair.Create(victim.Key, victim));
        metrics.Evicted(CacheMetrics.Memory, victim.Length);
        victim.Release();
        return true;
    }
}
