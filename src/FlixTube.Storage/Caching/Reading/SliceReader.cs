using System.Runtime.CompilerServices;
using FlixTube.Storage.Caching.Fetching;
using FlixTube.Storage.Caching.Memory;
using FlixTube.Storage.Caching.Versions;

namespace FlixTube.Storage.Caching.Reading;

/// <summary>
/// Goes through a range of one version: what is in memory is there at once, what is on the disk is loaded, what is being
/// fetched is waited for, what nobody has is fetched; and when all memory is in use, the rest is read past the cache.
/// </summary>
/// <remarks>One reader; disposal may come at any time, and from the finalizer when somebody forgot it.</remarks>
internal sealed class SliceReader : IDisposable
{
    private readonly Fetches _fetches;
    private readonly SliceCache _cache;
    private readonly CachedVideo _video;
    private readonly CachedVersion _version;
    private readonly long _end;
    private readonly FetchWaiter _waiter = new();

    private ReadAhead _ahead = new();
    private Slice? _slice;
    private long _sliceStart;
    private KeyValuePair<string, object?> _tier;
    private long _arrivedAt;
    private int _shown;
    private Fetch? _fetch;
    private bool _fetchIsMine;
    private VideoRead? _past;
    private long _position;
    private volatile bool _disposed;

    /// <param name="fetches">Where what is missing is fetched.</param>
    /// <param name="video">What is known of the path.</param>
    /// <param name="version">The version that is read.</param>
    /// <param name="range">Which bytes of it.</param>
    /// <param name="opened">The fetch, if any, with which the version was found. It is taken over.</param>
    /// <param name="openedHere">Whether it was not joined.</param>
    public SliceReader(Fetches fetches, CachedVideo video, CachedVersion version, ServedRange range, Fetch? opened, bool openedHere)
    {
        _fetches = fetches;
        _cache = fetches.Cache;
        _video = video;
        _version = version;
        _position = range.Offset;
        _end = range.End;
        _fetch = opened;
        _fetchIsMine = openedHere;
    }

#pragma warning disable MA0055 // A body that is abandoned must end its request too.
    ~SliceReader() => ThreadPool.UnsafeQueueUserWorkItem(static reader => reader.LetGo(), this, preferLocal: false);
#pragma warning restore MA0055

    public bool IsDisposed => _disposed;

    /// <summary>Makes sure that the first byte is there or on its way.</summary>
    /// <exception cref="VideoStoreException">The store has no such version any more, or failed.</exception>
    public async ValueTask StartAsync(CancellationToken cancellationToken)
    {
        // The fetch that told us the version may be somewhere else.
        Slice? slice = null;
        if (_fetch is { } fetch && (_position == _end || !fetch.TryTake(_position, out slice)))
            LeaveFetch();

        slice?.Release();
        if (_position < _end)
            await ArriveAsync(untilThere: false, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What is in memory of the next bytes, when some are; nothing at the end, and where the cache is passed by.</summary>
    public ValueTask<ReadOnlyMemory<byte>> PeekAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, typeof(Stream));
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled<ReadOnlyMemory<byte>>(cancellationToken);

        if (TryPeek(out var bytes))
            return ValueTask.FromResult(bytes);

        return IsAtRest ? default : PeekSlowlyAsync(cancellationToken);
    }

    /// <summary>The same, when it need not be waited for.</summary>
    public bool TryPeek(out ReadOnlyMemory<byte> bytes)
    {
        if (!IsAtRest && (_slice is null || _position - _sliceStart >= _slice.Length))
        {
            LeaveSlice();
            TryArrive(_version.IndexOf(_position));
        }

        bytes = _slice is { } slice && slice.Filled > _position - _sliceStart ? Show(slice) : default;
        return !bytes.IsEmpty;
    }

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _shown);
        _shown = 0;
        _position += count;
        _slice?.ReadOn((int)(_position - _sliceStart));
        if (_position == _end)
            LeaveSlice();
    }

    /// <summary>Copies what was shown, as much as there is room for, and advances.</summary>
    public int Take(ReadOnlyMemory<byte> shown, Span<byte> buffer)
    {
        var count = Math.Min(shown.Length, buffer.Length);
        shown.Span[..count].CopyTo(buffer);

        // Whoever disposes of it meanwhile gives the memory to others: then this may be theirs.
        Interlocked.MemoryBarrier();
        ObjectDisposedException.ThrowIf(_disposed, typeof(Stream));
        Advance(count);
        return count;
    }

    /// <summary>Reads where the cache is passed by, or the end is reached.</summary>
    public async ValueTask<int> ReadPastCacheAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, typeof(Stream));
        if (_position == _end || _past is not { } past)
            return 0;

        var count = await past.Body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        _position += count;
        return count;
    }

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        LetGo();
    }

    private void LetGo()
    {
        _disposed = true;
        Interlocked.MemoryBarrier();
        LeaveSlice();
        LeaveFetch();
        Interlocked.Exchange(ref _past, null)?.Dispose();
    }

    // Whether there is nothing to be had from the cache, now and later.
    private bool IsAtRest => _position == _end || _past is not null;

    // Comes to the slice of the present position if it is in memory, as it is nearly always when a video is warm.
    private bool TryArrive(int index)
    {
        if (_cache.Memory.Find(_version.KeyOf(index)) is not { } found)
            return false;

        _ahead.Arrived(index, _cache.Time);
        Hold(found, _fetchIsMine && _fetch is not null ? CacheMetrics.Store : CacheMetrics.Memory);
        LookAhead(index);
        return true;
    }

    private ReadOnlyMemory<byte> Show(Slice slice)
    {
        var bytes = slice.From((int)(_position - _sliceStart));
        if (bytes.Length > _end - _position)
            bytes = bytes[..(int)(_end - _position)];

        _shown = bytes.Length;
        return bytes;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ReadOnlyMemory<byte>> PeekSlowlyAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_slice is { } slice && _position - _sliceStart is var offset && offset < slice.Length)
            {
                if (slice.Filled > offset)
                    return Show(slice);

                if (_fetch is { } fetch && fetch.TryTake(_position, out var filled))
                {
                    if (filled is not null)
                    {
                        LeaveSlice();
                        Hold(filled, _tier);
                        continue;
                    }

                    await fetch.WaitAsync(_waiter, _position, cancellationToken).ConfigureAwait(false);
                    ObjectDisposedException.ThrowIf(_disposed, typeof(Stream));
                    continue;
                }

                if (slice.Filled > offset)
                    continue;
            }

            LeaveSlice();
            await ArriveAsync(untilThere: true, cancellationToken).ConfigureAwait(false);
            if (_past is not null)
                return default;
        }
    }

    // Comes to the slice of the present position.
    private async ValueTask ArriveAsync(bool untilThere, CancellationToken cancellationToken)
    {
        var index = _version.IndexOf(_position);
        _ahead.Arrived(index, _cache.Time);
        while (true)
        {
            ObjectDisposedException.ThrowIf(_disposed, typeof(Stream));
            if (TryArrive(index))
                return;

            if (_fetch is { } fetch)
            {
                if (fetch.TryTake(_position, out var slice))
                {
                    fetch.TryWant(_position, Until(index));
                    if (slice is not null)
                    {
                        Hold(slice, _fetchIsMine ? CacheMetrics.Store : CacheMetrics.Memory);
                        break;
                    }

                    if (!untilThere)
                        return;

                    await fetch.WaitAsync(_waiter, _position, cancellationToken).ConfigureAwait(false);
                    continue;
                }

                LeaveFetch();
                continue;
            }

            if (_cache.Disk is { } disk && await disk.LoadAsync(_version, index, cancellationToken).ConfigureAwait(false) is { } loaded)
            {
                Hold(loaded, CacheMetrics.Disk);
                break;
            }

            if (!await TryFetchAsync(index, cancellationToken).ConfigureAwait(false))
            {
                await PassByAsync(cancellationToken).ConfigureAwait(false);
                return;
            }
        }

        LookAhead(index);
    }

    private async ValueTask<bool> TryFetchAsync(int index, CancellationToken cancellationToken)
    {
        if (_fetches.JoinOrStart(_video, _version, index, _end, out var isThere) is not var (fetch, isJoined))
            return isThere;

        Watch(fetch, !isJoined);
        fetch.TryWant(_position, Until(index));
        await fetch.Opened.WaitAsync(cancellationToken).ConfigureAwait(false);
        return true;
    }

    // Keeps the fetch going, or begins one for the first slice ahead that nobody has.
    private void LookAhead(int index)
    {
        if (_fetch is { } fetch && !fetch.TryWant(_position, Until(index)))
            LeaveFetch();

        var last = Math.Min(_version.IndexOf(_end - 1), index + _ahead.Slices);
        if (_fetch is null && last > index && _fetches.JoinBehind(_version, _position, _end) is { } before)
        {
            Watch(before, isMine: false);
            return;
        }

        for (var next = index + 1; next <= last && _fetch is null; next++)
        {
            if (_cache.Has(_version.KeyOf(next)))
                continue;

            if (_fetches.JoinOrStart(_video, _version, next, _end, out var isThere) is var (ahead, isJoined))
            {
                Watch(ahead, !isJoined);
                ahead.TryWant(_position, Until(index));
            }
            else if (!isThere)
            {
                return;
            }
        }
    }

    private long Until(int index) => Math.Min(_end, _version.StartOf(index + 1 + _ahead.Slices));

    private async ValueTask PassByAsync(CancellationToken cancellationToken)
    {
        _cache.Metrics.Bypassed();
        var options = new ReadOptions { Range = ByteRange.Slice(_position, _end - _position), IfMatch = _version.Properties.ETag };
        _past = await _fetches.Store.OpenReadAsync(_version.Properties.Path, options, cancellationToken).ConfigureAwait(false);
        if (_disposed)
            LetGo();
    }

    private void Hold(Slice slice, KeyValuePair<string, object?> tier)
    {
        _sliceStart = _version.StartOf(slice.Key.Index);
        _arrivedAt = _position;
        _tier = tier;
        _slice = slice;
        slice.Read((int)(_position - _sliceStart), (int)(_position - _sliceStart) + 1);
        _cache.Metrics.Used(tier);
        if (_disposed)
            LetGo();
    }

    private void LeaveSlice()
    {
        if (Interlocked.Exchange(ref _slice, null) is not { } slice)
            return;

        _cache.Metrics.Served(_tier, _position - _arrivedAt);
        slice.Release();
    }

    private void Watch(Fetch fetch, bool isMine)
    {
        _fetchIsMine = isMine;
        _fetch = fetch;
        if (_disposed)
            LetGo();
    }

    private void LeaveFetch()
    {
        if (Interlocked.Exchange(ref _fetch, null) is not { } fetch)
            return;

        if (fetch.TryGiveUp(_waiter))
            _waiter.Signal();

        fetch.Detach();
    }
}
