namespace FlixTube.Storage.Switching.Generations;

/// <summary>
/// The generation that serves, the one before it for as long as the newer has to prove itself, and those that drain.
/// Thread-safe; taking a lease takes no lock.
/// </summary>
internal sealed class ServingGenerations(VideoStorageSwitchOptions options, TimeProvider time, SwitchLog log) : IAsyncDisposable, IDisposable
{
    private readonly Lock _transition = new();
    private readonly List<DrainingGeneration> _draining = [];
    private volatile Serving? _serving;
    private volatile bool _disposed;

    /// <summary>Runs when a generation was found unfit and the one before it serves again. On the thread of a request: it must not take long.</summary>
    public Action<StoreGeneration, VideoStoreException>? RolledBack { get; set; }

    public StoreGeneration Current => _serving!.Current;

    /// <summary>Whether the current generation can still be rolled back.</summary>
    public bool IsWatching => _serving!.Fallback is not null;

    /// <summary>The generations before the current one whose store is not disposed of yet, oldest first.</summary>
    public IReadOnlyList<DrainingGeneration> Draining
    {
        get
        {
            lock (_transition)
                return [.. _draining];
        }
    }

    /// <summary>A lease on the generation that serves.</summary>
    /// <exception cref="ObjectDisposedException">The service was disposed of.</exception>
    public StoreGeneration Acquire()
    {
        while (true)
        {
            ObjectDisposedException.ThrowIf(_disposed, typeof(IVideoStore));
            var current = _serving!.Current;
            if (current.TryAcquire())
                return current;
        }
    }

    /// <summary>
    /// Says how a call on a generation failed, and gives a lease on another that may be able to do it: the newer one, or, while
    /// this one has to prove itself, the one before it.
    /// </summary>
    /// <returns><c>null</c> when the failure is not the store's, or there is no other.</returns>
    public StoreGeneration? AcquireOther(StoreGeneration failed, Exception failure)
    {
        if (!failed.IsCutOff && !FitnessWatch.SpeaksAgainstTheStore(failure))
        {
            if (failure is VideoStoreException)
                failed.Watch?.Answered();

            return null;
        }

        if (failure is VideoStoreException e)
            failed.Watch?.Failed(e);

        var serving = _serving!;
        if (_disposed)
            return null;

        if (serving.Current != failed)
            return Acquire();

        return serving.Fallback is { } before && before.TryAcquire() ? before : null;
    }

    /// <summary>Lets a generation serve from now on. The one that served drains, once the new one has proved itself.</summary>
    /// <param name="next">It belongs to this object from now on.</param>
    /// <exception cref="ObjectDisposedException">The service was disposed of; the store still belongs to the caller.</exception>
    public void Publish(StoreGeneration next)
    {
        Serving? previous;
        StoreGeneration? fallback;
        lock (_transition)
        {
            ObjectDisposedException.ThrowIf(_disposed, typeof(IVideoStore));
            previous = _serving;

            // An unfit one is no help to go back to; the one before it may be.
            fallback = previous is null || options.WatchTime == TimeSpan.Zero ? null
                : previous.Current.Watch is { IsUnfit: true } ? previous.Fallback ?? previous.Current
                : previous.Current;
            if (fallback is not null)
                next.Watch = new FitnessWatch(options.WatchMinimumFailures, options.WatchFailureRate, failure => RollBack(next, failure));

            _serving = new Serving(next, fallback, fallback is null ? null : time.CreateTimer(_ => Settle(next), state: null, options.WatchTime, Timeout.InfiniteTimeSpan));
        }

        previous?.WatchEnd?.Dispose();
        foreach (var old in new[] { previous?.Current, previous?.Fallback })
        {
            if (old is not null && old != fallback)
                Retire(old);
        }
    }

    /// <summary>Closes every store at once. Bodies that are still open break off.</summary>
    public async ValueTask DisposeAsync()
    {
        StoreGeneration?[] live;
        lock (_transition)
        {
            if (_disposed)
                return;

            _disposed = true;
            _serving?.WatchEnd?.Dispose();
            live = [_serving?.Current, _serving?.Fallback, .. _draining.Select(static draining => draining.Generation)];
        }

        foreach (var generation in live)
        {
            if (generation is null)
                continue;

            generation.Watch = null;
            generation.Retire();
            await CloseAsync(generation).ConfigureAwait(false);
        }
    }

    /// <summary>For containers that are disposed of synchronously.</summary>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private void RollBack(StoreGeneration unfit, VideoStoreException failure)
    {
        Serving serving;
        lock (_transition)
        {
            serving = _serving!;
            if (_disposed || serving.Current != unfit || serving.Fallback is null)
                return;

            _serving = new Serving(serving.Fallback, Fallback: null, WatchEnd: null);
        }

        serving.WatchEnd?.Dispose();
        Retire(unfit);
        RolledBack?.Invoke(unfit, failure);
    }

    // The new one has proved itself.
    private void Settle(StoreGeneration proved)
    {
        Serving serving;
        lock (_transition)
        {
            serving = _serving!;
            if (_disposed || serving.Current != proved || serving.Fallback is null)
                return;

            _serving = new Serving(proved, Fallback: null, WatchEnd: null);
        }

        serving.WatchEnd?.Dispose();
        proved.Watch = null;
        Retire(serving.Fallback);
    }

    private void Retire(StoreGeneration generation)
    {
        generation.Watch = null;
        lock (_transition)
            _draining.Add(new DrainingGeneration(generation, time.GetUtcNow()));

        generation.Retire();
        _ = DrainAsync(generation);
    }

    private async Task DrainAsync(StoreGeneration generation)
    {
        try
        {
            await generation.Drained.WaitAsync(options.DrainLimit, time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            log.CutOff(generation.Number, generation.Provider, options.DrainLimit, generation.Leases);
        }

        await CloseAsync(generation).ConfigureAwait(false);
        lock (_transition)
            _draining.RemoveAll(draining => draining.Generation == generation);
    }

    private async Task CloseAsync(StoreGeneration generation)
    {
        // The drain and the end of the service may both come here.
        if (!generation.CutOff())
            return;

        try
        {
            switch (generation.Store)
            {
                case IAsyncDisposable store:
                    await store.DisposeAsync().ConfigureAwait(false);
                    break;
                case IDisposable store:
                    store.Dispose();
                    break;
            }

            // That everything closes at the end is no news.
            if (!_disposed)
                log.Closed(generation.Number, generation.Provider);
        }
        catch (Exception e)
        {
            log.NotClosed(e, generation.Number, generation.Provider);
        }
    }

    private sealed record Serving(StoreGeneration Current, StoreGeneration? Fallback, ITimer? WatchEnd);
}

/// <summary>A generation that serves those who use it already, and nobody else.</summary>
internal readonly record struct DrainingGeneration(StoreGeneration Generation, DateTimeOffset Since);
