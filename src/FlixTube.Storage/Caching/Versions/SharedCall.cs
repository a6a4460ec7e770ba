namespace FlixTube.Storage.Caching.Versions;

/// <summary>One call for all who want its answer at the same time; the last one to leave cancels it.</summary>
#pragma warning disable CA1001 // The source of the token has neither a timer nor a handle: there is nothing to dispose of.
internal sealed class SharedCall<T>
#pragma warning restore CA1001
{
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task<T> _call;
    private int _callers = 1;

    /// <summary>Makes the call; whoever does is its first caller.</summary>
    /// <param name="madeAt">The timestamp.</param>
    /// <param name="call">Asks.</param>
    public SharedCall(long madeAt, Func<CancellationToken, Task<T>> call)
    {
        MadeAt = madeAt;
        _call = Task.Run(() => call(_stop.Token));
    }

    public long MadeAt { get; }

    /// <returns><c>false</c> when the last caller has left.</returns>
    public bool TryJoin()
    {
        lock (_lock)
        {
            if (_callers == 0)
                return false;

            _callers++;
            return true;
        }
    }

    /// <summary>Waits for the answer, and leaves.</summary>
    /// <exception cref="TimeoutException">It took longer than <paramref name="limit"/>.</exception>
    public async Task<T> WaitAsync(TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            return await _call.WaitAsync(limit, time, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Leave();
        }
    }

    private void Leave()
    {
        lock (_lock)
        {
            if (--_callers > 0)
                return;
        }

        if (_call.IsCompleted)
            return;

        _stop.Cancel();
        _ = _call.ContinueWith(static call => _ = call.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }
}
