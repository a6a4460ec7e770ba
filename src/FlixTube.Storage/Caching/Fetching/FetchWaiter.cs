using System.Threading.Tasks.Sources;

namespace FlixTube.Storage.Caching.Fetching;

/// <summary>How one viewer waits for a fetch, again and again, without allocating. One wait at a time.</summary>
internal sealed class FetchWaiter : IValueTaskSource
{
    private static readonly Action<object?, CancellationToken> OnCancelled = static (waiter, token) => ((FetchWaiter)waiter!).Cancel(token);

    // Whoever signals must not run what a hundred viewers do next.
    private ManualResetValueTaskSourceCore<bool> _core = new() { RunContinuationsAsynchronously = true };
    private CancellationTokenRegistration _registration;
    private Fetch? _fetch;

    /// <summary>The byte that is waited for.</summary>
    public long Position { get; private set; }

    /// <summary>Gets ready to wait; the fetch calls it, and then either <see cref="Signal"/> or nothing.</summary>
    public void Prepare(Fetch fetch, long position)
    {
        _core.Reset();
        _fetch = fetch;
        Position = position;
    }

    public ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        _registration = cancellationToken.UnsafeRegister(OnCancelled, this);
        return new ValueTask(this, _core.Version);
    }

    /// <summary>For the one who took it out of the list of those who wait.</summary>
    public void Signal() => _core.SetResult(result: true);

    public void GetResult(short token)
    {
        _registration.Dispose();
        _core.GetResult(token);
    }

    public ValueTaskSourceStatus GetStatus(short token) => _core.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);

    private void Cancel(CancellationToken cancellationToken)
    {
        if (_fetch!.TryGiveUp(this))
            _core.SetException(new OperationCanceledException(cancellationToken));
    }
}
