using FlixTube.Storage.Caching.Memory;
using FlixTube.Storage.Caching.Versions;

namespace FlixTube.Storage.Caching.Fetching;

/// <summary>
/// One read of the store that fills slices, for all viewers who want these bytes: they see them as they arrive. It goes
/// no further ahead of the foremost viewer than that one asked for, waits for nobody behind, and ends when the last
/// viewer leaves.
/// </summary>
/// <remarks>Thread-safe. What is ahead of the foremost viewer cannot be evicted; what is behind is the cache's.</remarks>
#pragma warning disable CA1001 // The source of the token has neither a timer nor a handle: there is nothing to dispose of.
internal sealed class Fetch
#pragma warning restore CA1001
{
    /// <summary>How many slices ahead of the present one a viewer may still wait for.</summary>
    public const int Reach = 1 + ReadAhead.MostSlices;

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource<CachedVersion> _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Queue<Slice> _ahead = new();
    private readonly List<FetchWaiter> _waiting = [];
    private readonly FetchOrder _order;

    private Slice? _filling;
    private TaskCompletionSource? _wake;
    private Exception? _failure;
    private CachedVersion? _version;
    private long _position;
    private long _end;
    private long _demand;
    private long _foremost;
    private int _viewers = 1;
    private bool _over;

    /// <summary>Whoever makes it is its first viewer, and calls <see cref="Start"/>.</summary>
    public Fetch(FetchOrder order)
    {
        _order = order;
        _version = order.Version;
        _position = order.Start;
        _end = long.MaxValue;
    }

    public VideoPath Path => _order.Path;

    /// <summary>The version that it is of, as soon as the store has answered.</summary>
    public Task<CachedVersion> Opened => _opened.Task;

    /// <summary>Whether it asks for the present version, of a path that was not forgotten since, and began less than <paramref name="age"/> ago.</summary>
    public bool AsksFor(CachedVideo video, TimeSpan age) =>
        _order.Version is null && _order.Video == video && _order.Cache.Age(_order.AskedAt) < age;

    public void Start() => _ = Task.Run(RunAsync);

    /// <summary>Makes the caller one more viewer.</summary>
    /// <returns><c>false</c> when it is over, or the last viewer has left.</returns>
    public bool TryAttach()
    {
        lock (_lock)
        {
            if (_over || _viewers == 0)
                return false;

            _viewers++;
            return true;
        }
    }

    /// <summary>The same, if it is of this version and soon comes to this byte.</summary>
    public bool TryAttach(CachedVersion version, long position)
    {
        lock (_lock)
            return _version?.Id == version.Id && IsComing(position) && TryAttach();
    }

    /// <summary>The same, if it is of this version and at most so much ahead of a viewer at <paramref name="position"/>.</summary>
    public bool TryAttachBehind(CachedVersion version, long position, long distance)
    {
        lock (_lock)
            return _version?.Id == version.Id && _position >= position && _position - position <= distance && TryAttach();
    }

    /// <summary>The viewer leaves; the last one ends the fetch.</summary>
    public void Detach()
    {
        lock (_lock)
        {
            if (--_viewers > 0)
                return;

            while (_ahead.TryDequeue(out var slice))
                slice.Release();
        }

        Stop();
    }

    /// <summary>Ends it, whoever watches.</summary>
    public void Stop() => _stop.Cancel();

    /// <summary>A viewer has come to <paramref name="position"/> and wants what is before <paramref name="until"/>.</summary>
    /// <returns><c>false</c> when the fetch has nothing for it any more, or not for long.</returns>
    public bool TryWant(long position, long until)
    {
        lock (_lock)
        {
            if (position >= _position && !IsComing(position))
                return false;

            _foremost = Math.Max(_foremost, position);
            _demand = Math.Max(_demand, until);
            while (_ahead.TryPeek(out var slice) && IsPassed(slice))
                _ahead.Dequeue().Release();

            Wake();
            return true;
        }
    }

    /// <summary>Whether the byte at <paramref name="position"/> is there or will be; <paramref name="slice"/>, with a reference, when it is there.</summary>
    /// <exception cref="VideoStoreException">The store failed.</exception>
    public bool TryTake(long position, out Slice? slice)
    {
        lock (_lock)
        {
            slice = null;
            if (_filling is { } filling && position >= _position && position < _position + filling.Filled)
            {
                filling.TryAcquire();
                slice = filling;
                return true;
            }

            if (IsComing(position))
                return true;

            return _failure is null ? false : throw Copy(_failure);
        }
    }

    /// <summary>Waits until <see cref="TryTake"/> has something new to say of <paramref name="position"/>.</summary>
    public ValueTask WaitAsync(FetchWaiter waiter, long position, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (HasAnswer(position))
                return ValueTask.CompletedTask;

            waiter.Prepare(this, position);
            _waiting.Add(waiter);
            Wake();
        }

        return waiter.WaitAsync(cancellationToken);
    }

    /// <returns><c>false</c> when it does not wait any more.</returns>
    public bool TryGiveUp(FetchWaiter waiter)
    {
        lock (_lock)
            return _waiting.Remove(waiter);
    }

    private async Task RunAsync()
    {
        VideoRead? read = null;
        try
        {
            read = await OpenAsync().ConfigureAwait(false);
            await FillAsync(read).ConfigureAwait(false);
            End(failure: null);
        }
        catch (Exception e)
        {
            End(_order.Translate(e, _stop.IsCancellationRequested));
        }

        if (read is not null)
            await DisposeQuietlyAsync(read).ConfigureAwait(false);
    }

    private async Task<VideoRead> OpenAsync()
    {
        var read = await _order.OpenAsync(_stop.Token).ConfigureAwait(false);
        try
        {
            var version = _order.Check(read);
            lock (_lock)
            {
                _version = version;
                _position = _order.FirstSliceOf(read.Range);
                _end = Math.Min(_order.End, read.Range.End);
            }

            await _order.SkipAsync(read, _position, _stop.Token).ConfigureAwait(false);
            _opened.TrySetResult(version);
            return read;
        }
        catch (Exception)
        {
            await DisposeQuietlyAsync(read).ConfigureAwait(false);
            throw;
        }
    }

    private async Task FillAsync(VideoRead read)
    {
        while (_position < _end)
        {
            if (!IsWanted(out var demand))
            {
                await demand.WaitAsync(_stop.Token).ConfigureAwait(false);
                continue;
            }

            // Somebody else had it: the store need not send it again.
            var index = _version!.IndexOf(_position);
            if (_order.Cache.Has(_version.KeyOf(index)))
                return;

            if (_order.Cache.Memory.TryRent(_version.KeyOf(index), _version.Video, _version.LengthOf(index)) is { } slice)
                await FillAsync(slice, read.Body).ConfigureAwait(false);
            else if (MayWaitForRoom(out var call))
                await call.WaitAsync(_stop.Token).ConfigureAwait(false);
            else
                return;
        }
    }

    private async Task FillAsync(Slice slice, Stream body)
    {
        lock (_lock)
            _filling = slice;

        while (!slice.IsWhole)
        {
            var count = await body.ReadAsync(slice.Rest, _stop.Token).ConfigureAwait(false);
            if (count == 0)
                throw new VideoStoreException(VideoStoreError.Internal, $"The body of '{Path}' ended before its end.") { Path = Path };

            slice.Fill(count);
            _order.Cache.Metrics.Fetched(count);
            if (!slice.IsWhole)
                SignalThoseWithAnAnswer();
        }

        _order.Cache.Publish(slice);
        lock (_lock)
        {
            _filling = null;
            _position += slice.Length;
            if (IsPassed(slice) || _viewers == 0)
                slice.Release();
            else
                _ahead.Enqueue(slice);
        }

        SignalThoseWithAnAnswer();
    }

    private void End(Exception? failure)
    {
        Slice? filling;
        lock (_lock)
        {
            _over = true;
            _failure = failure;
            filling = _filling;
            _filling = null;
        }

        _order.Ended(this, failure);
        if (failure is not null && _opened.TrySetException(Copy(failure)))
            _ = _opened.Task.Exception;

        SignalThoseWithAnAnswer();
        filling?.Release();
    }

    private bool IsWanted(out Task call)
    {
        lock (_lock)
        {
            call = NextCall();
            return _demand > _position;
        }
    }

    // While somebody waits for this very slice there is no time to wait for room.
    private bool MayWaitForRoom(out Task call)
    {
        lock (_lock)
        {
            call = NextCall();
            return !_waiting.Exists(waiter => waiter.Position >= _position);
        }
    }

    private Task NextCall() => (_wake ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    private void Wake()
    {
        _wake?.TrySetResult();
        _wake = null;
    }

    private void SignalThoseWithAnAnswer()
    {
        lock (_lock)
        {
            for (var i = _waiting.Count - 1; i >= 0; i--)
            {
                var waiter = _waiting[i];
                if (!HasAnswer(waiter.Position))
                    continue;

                _waiting[i] = _waiting[^1];
                _waiting.RemoveAt(_waiting.Count - 1);
                waiter.Signal();
            }
        }
    }

    private bool HasAnswer(long position) =>
        !IsComing(position) || (_filling is { } filling && position >= _position && position < _position + filling.Filled);

    private bool IsComing(long position) =>
        !_over && position >= _position && position < _end && position - _position < (long)Reach * _order.Cache.SliceBytes;

    private bool IsPassed(Slice slice) => _version!.StartOf(slice.Key.Index) + slice.Length <= _foremost;

    // Each viewer throws an exception of its own: they are thrown at the same time.
    private static Exception Copy(Exception failure) => failure is VideoStoreException e
        ? new VideoStoreException(e.Error, e.Message, e) { Path = e.Path, Persistence = e.Persistence, RetryAfter = e.RetryAfter, VideoLength = e.VideoLength }
        : failure;

    private static async Task DisposeQuietlyAsync(VideoRead read)
    {
        try
        {
            await read.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception)
        {
            // What was needed of it has been read.
        }
    }
}
