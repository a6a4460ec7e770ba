namespace FlixTube.Storage.Network;

/// <summary>A token that is cancelled when one wait takes too long, reused from wait to wait. Not thread-safe.</summary>
internal sealed class IdleLimit(TimeSpan limit, TimeProvider time) : IDisposable
{
    private CancellationTokenSource _source = new(Timeout.InfiniteTimeSpan, time);
    private CancellationTokenRegistration _caller;

    /// <summary>Whether the time of the present wait is over (or its caller cancelled it).</summary>
    public bool IsOver => _source.IsCancellationRequested;

    /// <summary>Begins a wait.</summary>
    public CancellationToken Start(CancellationToken caller)
    {
        if (!_source.TryReset())
        {
            _source.Dispose();
            _source = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        }

        _source.CancelAfter(limit);
        _caller = caller.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _source);
        return _source.Token;
    }

    /// <summary>Ends the wait.</summary>
    public void Stop()
    {
        _caller.Dispose();
        _source.CancelAfter(Timeout.InfiniteTimeSpan);
    }

    public void Dispose() => _source.Dispose();
}
