using System.Threading.Channels;
using FlixTube.Storage.Caching.Memory;
using FlixTube.Storage.Caching.Versions;
using Microsoft.Extensions.Logging;

namespace FlixTube.Storage.Caching.Disk;

/// <summary>
/// Slices on a disk, behind those in memory. They are written behind the backs of viewers, and not at all when the disk
/// does not keep up. There is no index that could be wrong: each file says what it is, and is believed only when its
/// checksum says so too.
/// </summary>
/// <remarks>Thread-safe.</remarks>
internal sealed partial class DiskTier : IAsyncDisposable
{
    // Each waiting slice holds memory of the first tier.
    private const int MostWaiting = 16;
    private const int Gates = 64;

    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(30);

    private readonly Channel<Slice> _waiting = Channel.CreateBounded<Slice>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
    private readonly SemaphoreSlim[] _gates = [.. Enumerable.Range(0, Gates).Select(static _ => new SemaphoreSlim(1))];
    private readonly DiskIndex _index;
    private readonly DiskFolder _folder;
    private readonly MemoryTier _memory;
    private readonly CacheMetrics _metrics;
    private readonly SliceCacheOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Task _writer;
    private long? _restingSince;

    public DiskTier(SliceCacheOptions options, int sliceBytes, MemoryTier memory, CacheMetrics metrics, TimeProvider time, ILogger log)
    {
        _options = options;
        _memory = memory;
        _metrics = metrics;
        _time = time;
        _log = log;
        _index = new DiskIndex(options.DiskBytes);
        _folder = new DiskFolder(options.DiskPath!, sliceBytes);
        _writer = Task.Run(WriteAllAsync);
    }

    public long Bytes => _index.Bytes;

    public bool Contains(SliceKey key) => _index.Contains(key);

    /// <summary>Whether there is a slice of some version of the video.</summary>
    public bool ContainsVideo(ulong video) => _index.ContainsVideo(video);

    /// <summary>Writes a slice, which is whole, if and when there is time.</summary>
    public void Offer(Slice slice)
    {
        if (!_index.Contains(slice.Key) && slice.TryAcquire() && !_waiting.Writer.TryWrite(slice))
            slice.Release();
    }

    /// <summary>Brings a slice into memory, once for all who want it.</summary>
    /// <returns>The slice, with a reference for the caller; <c>null</c> when it is not there any more, or there is no room.</returns>
    public async ValueTask<Slice?> LoadAsync(CachedVersion version, int index, CancellationToken cancellationToken)
    {
        var key = version.KeyOf(index);
        if (!_index.Contains(key))
            return null;

        var gate = _gates[(uint)key.GetHashCode() % Gates];
        await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return _memory.Find(key) ?? (_index.Find(key) is { } found ? await LoadAsync(found, version.LengthOf(index)).ConfigureAwait(false) : null);
        }
        finally
        {
            gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _writer.ConfigureAwait(false);
        _folder.Dispose();
        foreach (var gate in _gates)
            gate.Dispose();
    }

    private async ValueTask<Slice?> LoadAsync(DiskSlice found, int length)
    {
        if (_memory.TryRent(found.Key, found.Video, length) is not { } slice)
            return null;

        try
        {
            if (await SliceFile.TryReadAsync(_folder.PathOf(found), slice).ConfigureAwait(false))
            {
                found.Touch();
                _memory.Publish(slice);
                return slice;
            }

            _metrics.Corrupted();
            LogCorrupted(SliceFile.NameOf(found.Key, found.Video));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogUnreadable(e.Message);
        }

        Remove(found);
        slice.Release();
        return null;
    }

    private async Task WriteAllAsync()
    {
        Open();
        await foreach (var slice in _waiting.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            using (new Held(slice))
            {
                if (_restingSince is not null && !TryWakeUp())
                    continue;

                try
                {
                    Write(slice);
                }
                catch (Exception e)
                {
                    // Whatever it is, viewers can do without the disk.
                    _restingSince = _time.GetTimestamp();
                    LogResting(Rest.TotalSeconds, e.Message);
                }
            }
        }
    }

    private bool TryWakeUp()
    {
        if (_time.GetElapsedTime(_restingSince!.Value) < Rest)
            return false;

        Open();
        return _restingSince is null;
    }

    // What earlier processes left is found, oldest first.
    private void Open()
    {
        try
        {
            _restingSince = null;
            if (!_folder.IsOpen)
            {
                foreach (var found in _folder.Open())
                    _index.Add(found);
            }

            MakeRoom(0);
        }
        catch (Exception e)
        {
            _restingSince = _time.GetTimestamp();
            LogResting(Rest.TotalSeconds, e.Message);
        }
    }

    private void Write(Slice slice)
    {
        var made = new DiskSlice(slice.Key, slice.Video, SliceFile.LengthOf(slice.Length));
        if (_index.Contains(made.Key) || !MakeRoom(made.Weight))
            return;

        SliceFile.Write(_folder.PathOf(made), slice);
        _index.Add(made);
    }

    private bool MakeRoom(int weight)
    {
        while (_index.Bytes + weight > _options.DiskBytes || _folder.FreeBytes - weight < _options.DiskFreeBytes)
        {
            if (_index.Evict() is not { } victim)
                return false;

            _folder.Delete(victim);
            _metrics.Evicted(CacheMetrics.Disk, victim.Length);
        }

        return true;
    }

    private void Remove(DiskSlice slice)
    {
        _index.Remove(slice);
        try
        {
            _folder.Delete(slice);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogUnreadable(e.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The slice {Name} in VideoStorage:Cache:DiskPath is not what was written; it is fetched again. Is the disk well?")]
    private partial void LogCorrupted(string name);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A slice in VideoStorage:Cache:DiskPath cannot be read or removed: {Reason}")]
    private partial void LogUnreadable(string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "VideoStorage:Cache:DiskPath cannot be written to; nothing is kept there for {Seconds} seconds: {Reason}")]
    private partial void LogResting(double seconds, string reason);

    private readonly struct Held(Slice slice) : IDisposable
    {
        public void Dispose() => slice.Release();
    }
}
