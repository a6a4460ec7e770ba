using System.Runtime.CompilerServices;

namespace FlixTube.Host.Streaming;

/// <summary>
/// One token and one timer for all the waits of a request: the token is cancelled when the viewer leaves or when a wait
/// has taken too long. One wait at a time.
/// </summary>
internal sealed class WaitLimit : IDisposable
{
    private readonly CancellationTokenSource _stop;
    private readonly CancellationTokenRegistration _registration;
    private volatile bool _viewerLeft;

    public WaitLimit(TimeProvider time, CancellationToken viewerLeft)
    {
        _stop = new(Timeout.InfiniteTimeSpan, time);
        _registration = viewerLeft.UnsafeRegister(static limit => ((WaitLimit)limit!).ViewerLeft(), this);
    }

    /// <summary>What everything that is waited for must listen to.</summary>
    public CancellationToken Token => _stop.Token;

    /// <summary>Waits for <paramref name="pending"/>, which was started with <see cref="Token"/>.</summary>
    /// <exception cref="TimeoutException">It took longer than <paramref name="limit"/>. No wait can follow.</exception>
    /// <exception cref="OperationCanceledException">The viewer left.</exception>
    public ValueTask<T> WaitAsync<T>(ValueTask<T> pending, TimeSpan limit) =>
        pending.IsCompletedSuccessfully ? pending : WaitForPendingAsync(pending, limit);

    public void Dispose()
    {
        _registration.Dispose();
        _stop.Dispose();
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<T> WaitForPendingAsync<T>(ValueTask<T> pending, TimeSpan limit)
    {
        _stop.CancelAfter(limit);
        try
        {
            var result = await pending;

            // A flush that is cancelled ends the connection and returns as if nothing had happened.
            _stop.Token.ThrowIfCancellationRequested();
            return result;
        }
        catch (OperationCanceledException e) when (_stop.IsCancellationRequested && !_viewerLeft)
        {
            throw new TimeoutException($"Nothing happened for {limit}.", e);
        }
        finally
        {
            _stop.CancelAfter(Timeout.InfiniteTimeSpan);
        }
    }

    // A viewer who is cut off has left as well, a moment later: only the first of the two is the reason.
    private void ViewerLeft()
    {
        _viewerLeft = !_stop.IsCancellationRequested;
        _stop.Cancel();
    }
}
