using FlixTube.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace FlixTube.Catalog.Discovery;

/// <summary>
/// Keeps the catalogue in agreement with a store into which somebody copies videos, or removes them, by hand.
/// </summary>
/// <remarks>
/// <para>
/// One run at a time, whoever asks: callers who come during a run share it. A caller who gives up leaves the run to the
/// others; the last one to leave cancels it. What a cancelled or failed run did stays done, and the next goes on from there.
/// </para>
/// <para>Every member is safe to call from many threads. A run holds one page of the store and one of the catalogue in memory.</para>
/// </remarks>
public sealed class StoreDiscovery
{
    private readonly DiscoveryPass _pass;
    private readonly DiscoveryOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Lock _lock = new();
    private Run? _run;
    private long? _lastEnded;

    /// <summary>Makes the discovery of <paramref name="store"/>'s videos for <paramref name="catalog"/>. Nothing is read before the first call.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="DiscoveryOptions.Interval"/> is out of its bounds.</exception>
    public StoreDiscovery(
        IVideoStore store, IVideoCatalog catalog, DiscoveryOptions options, TimeProvider? time = null, ILogger<StoreDiscovery>? logger = null)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Interval, TimeSpan.Zero, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Interval, DiscoveryOptions.MaxInterval, nameof(options));
        _pass = new(store, catalog);
        _options = options;
        _time = time ?? TimeProvider.System;
        _logger = logger ?? NullLogger<StoreDiscovery>.Instance;
    }

    /// <summary>
    /// Runs unless discovery is off or the last run ended less than <see cref="DiscoveryOptions.Interval"/> ago. The first
    /// call waits for a run.
    /// </summary>
    /// <remarks>
    /// A run that failed counts too, so that a store in trouble is not asked at every request: its exception reaches those
    /// who waited for it, and later callers go on with what the catalogue has. A cancelled run does not count.
    /// </remarks>
    /// <inheritdoc cref="RunAsync" path="/exception"/>
    public async Task EnsureFreshAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_options.Enabled == false || JoinUnlessFresh() is not { } run)
            return;

        try
        {
            await WaitAsync(run, cancellationToken).ConfigureAwait(false);
        }
        catch (VideoStoreException e) when (e.Error == VideoStoreError.Unsupported)
        {
            // A store that cannot be listed has nothing to discover: what the catalogue has is all there is.
        }
    }

    /// <summary>Runs now, or shares the run that is under way.</summary>
    /// <remarks>
    /// <para>
    /// A video without an entry gets one. An entry is removed only when it can be made again (its id is the one derived from
    /// the path, and nobody said anything about the video) and after the store itself said that its video is not there,
    /// for an upload may have ended between the two listings. What people wrote stays, whatever store is looked at:
    /// <see cref="Checking.ConsistencyCheck"/> finds it. An error ends the run and removes nothing.
    /// </para>
    /// <para>A video that is deleted while the run registers it can keep its entry until the next run.</para>
    /// </remarks>
    /// <exception cref="VideoStoreException">The store failed.</exception>
    /// <exception cref="VideoCatalogException">The catalogue failed.</exception>
    /// <exception cref="OperationCanceledException">This caller cancelled.</exception>
    public async Task<DiscoveryResult> RunAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return await WaitAsync(Join(), cancellationToken).ConfigureAwait(false);
    }

    private Run? JoinUnlessFresh()
    {
        lock (_lock)
            return _run is null && _lastEnded is { } ended && _time.GetElapsedTime(ended) < _options.Interval ? null : Join();
    }

    private Run Join()
    {
        lock (_lock)
        {
            // A run that everyone left is still winding down; the next begins when it has.
            if (_run is not { Callers: > 0 })
            {
                var run = new Run();
                var previous = _run?.Result ?? Task.CompletedTask;
                run.Result = Task.Run(() => ExecuteAsync(run, previous), CancellationToken.None);
                _run = run;
            }

            _run.Callers++;
            return _run;
        }
    }

    private async Task<DiscoveryResult> WaitAsync(Run run, CancellationToken cancellationToken)
    {
        try
        {
            return await run.Result.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Leave(run);
        }
    }

    private void Leave(Run run)
    {
        lock (_lock)
        {
            if (--run.Callers > 0)
                return;
        }

        run.Cancellation.Cancel();
    }

    private async Task<DiscoveryResult> ExecuteAsync(Run run, Task previous)
    {
        await previous.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        try
        {
            var result = await _pass.RunAsync(run.Cancellation.Token).ConfigureAwait(false);
            End(run, counts: true);
            if (result != default)
                DiscoveryLog.Changed(_logger, result.Added, result.Removed);

            return result;
        }
        catch (Exception e)
        {
            var cancelled = e is OperationCanceledException && run.Cancellation.IsCancellationRequested;
            End(run, counts: !cancelled);
            if (!cancelled)
                DiscoveryLog.Failed(_logger, e.Message, e is VideoStoreException or VideoCatalogException ? null : e);

            throw;
        }
    }

    private void End(Run run, bool counts)
    {
        lock (_lock)
        {
            if (counts)
                _lastEnded = _time.GetTimestamp();

            if (_run == run)
                _run = null;
        }
    }

    private sealed class Run
    {
        public CancellationTokenSource Cancellation { get; } = new();

        public Task<DiscoveryResult> Result { get; set; } = null!;

        public int Callers { get; set; }
    }
}
