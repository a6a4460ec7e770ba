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

    private readonly Channel<Work> _waiting = Channel.CreateBounded<Work>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
    private readonly SemaphoreSlim[] _gates = [.. Enumerable.Range(0, Gates).Select(static _ => new SemaphoreSlim(1))];
    private readonly Lock _words = new();
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
        if (!_index.Contains(slice.Key) && slice.TryAcquire() && !_waiting.Writer.TryWrite(new Work(slice, Video: null, Word: null, slice.Video)))
            slice.Release();
    }

    /// <summary>Keeps what a store said of a video for the next process, if and when there is time, in the place of what it said before.</summary>
    public bool Offer(CachedVideo video, KeptWord word, ulong number) =>
        _waiting.Writer.TryWrite(new Work(Slice: null, video, word, number));

    /// <summary>What is kept of what a store said of a video.</summary>
    public KeptWord? FindWord(string store, VideoPath path)
    {
        if (_index.Find(KeptWord.KeyOf(CachedVersion.VideoOf(store, path))) is not { } found)
            return null;

        try
        {
            if (SliceFile.TryRead(_folder.PathOf(found), found.Key) is { } json)
                return KeptWord.Parse(json, store, path);

            _metrics.Corrupted();
            LogCorrupted(SliceFile.NameOf(found.Key, found.Video));
            Remove(found);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogUnreadable(e.Message);
        }

        return null;
    }

    /// <summary>Nothing is to be known of a video by the next process.</summary>
    public void ForgetWord(ulong video)
    {
        lock (_words)
        {
            if (_index.Find(KeptWord.KeyOf(video)) is { } found)
                Remove(found);
        }
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
        await foreach (var work in _waiting.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            using (work)
            {
                if (_restingSince is not null && !TryWakeUp())
                    continue;

                try
                {
                    Write(work);
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

    private void Write(Work work)
    {
        if (work.Slice is { } slice)
        {
            var made = new DiskSlice(slice.Key, slice.Video, SliceFile.LengthOf(slice.Length));
            if (!_index.Contains(made.Key) && MakeRoom(made.Weight))
                Write(made, slice.From(0).Span);
        }
        else
        {
            WriteWord(work.Number, work.Video!, work.Word!.ToJson());
        }
    }

    private void WriteWord(ulong video, CachedVideo about, byte[] json)
    {
        // Slices tell that there are some of a video, this does not: it is of no video.
        var made = new DiskSlice(KeptWord.KeyOf(video), 0, SliceFile.LengthOf(json.Length));
        if (!MakeRoom(made.Weight))
            return;

        // What is written or deleted meanwhile is forgotten first and removed then.
        lock (_words)
        {
            if (about.IsForgotten)
                return;

            if (_index.Find(made.Key) is { } before)
                _index.Remove(before);

            Write(made, json);
        }
    }

    private void Write(DiskSlice made, ReadOnlySpan<byte> content)
    {
        SliceFile.Write(_folder.PathOf(made), made.Key, content);
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

    /// <summary>A slice to be written, or what was said of a video.</summary>
    private readonly record struct Work(Slice? Slice, CachedVideo? Video, KeptWord? Word, ulong Number) : IDisposable
    {
        public void Dispose() => Slice?.Release();
    }
}
