using FlixTube.Storage.Measuring;

namespace FlixTube.Storage.Network;

/// <summary>Makes a call again when it failed and trying again can help. Thread-safe.</summary>
/// <remarks>
/// Switch the retries of an SDK off and use this, so that every provider waits, gives up and reports alike.
/// </remarks>
public sealed class Retrier(NetworkOptions options, TimeProvider time)
{
    /// <summary>
    /// Runs <paramref name="attempt"/> until it succeeds, fails for good, or the retries or their time are used up; then
    /// its last failure is thrown.
    /// </summary>
    /// <param name="attempt">
    /// The call. It must throw <see cref="VideoStoreException"/> for what went wrong at the service; those that are
    /// <see cref="ErrorPersistence.Temporary"/> are tried again. Its token is cancelled after <paramref name="timeout"/>.
    /// </param>
    /// <param name="timeout">How long one attempt may take; longer is <see cref="VideoStoreError.Timeout"/>.</param>
    /// <param name="cancellationToken">Ends everything at once, waiting included.</param>
    /// <param name="path">The video that the call is about, if it is about one.</param>
    public async Task<T> RunAsync<T>(
        Func<CancellationToken, Task<T>> attempt, TimeSpan timeout, CancellationToken cancellationToken, VideoPath? path = null)
    {
        ArgumentNullException.ThrowIfNull(attempt);
        var lost = TimeSpan.Zero;
        for (var retry = 0; ; retry++)
        {
            var began = time.GetTimestamp();
            try
            {
                return await AttemptAsync(attempt, timeout, path, cancellationToken).ConfigureAwait(false);
            }
            catch (VideoStoreException e) when (e.Persistence == ErrorPersistence.Temporary && retry < options.MaxRetries)
            {
                var wait = Delay(retry, e.RetryAfter);
                lost += Lost(e, time.GetElapsedTime(began)) + wait;
                if (lost >= options.RetryTime)
                    throw;

                RetryMetrics.Retried(e);
                await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <inheritdoc cref="RunAsync{T}(Func{CancellationToken, Task{T}}, TimeSpan, CancellationToken, VideoPath?)"/>
    public Task RunAsync(Func<CancellationToken, Task> attempt, TimeSpan timeout, CancellationToken cancellationToken, VideoPath? path = null) =>
        RunAsync(
            async token =>
            {
                await attempt(token).ConfigureAwait(false);
                return true;
            },
            timeout,
            cancellationToken,
            path);

    /// <summary>How long to wait before a retry: what the service asks for, else exponential back-off with full jitter.</summary>
    /// <param name="retry">How many retries there were before.</param>
    /// <param name="retryAfter">What the service asks for.</param>
    internal TimeSpan Delay(int retry, TimeSpan? retryAfter) =>
        retryAfter ?? Random.Shared.NextDouble() * (options.RetryDelay * (1 << Math.Min(retry, 16)));

    // An attempt that was under way when it broke had got somewhere: how long it took says nothing about the next one.
    private TimeSpan Lost(VideoStoreException failure, TimeSpan took)
    {
        if (failure.Error != VideoStoreError.Timeout && !ConnectFailure.Is(failure))
            return TimeSpan.Zero;

        return took < options.ConnectTimeout ? took : options.ConnectTimeout;
    }

    private async Task<T> AttemptAsync<T>(
        Func<CancellationToken, Task<T>> attempt, TimeSpan timeout, VideoPath? path, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            return await attempt(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            // What neither we nor the caller have cancelled is the connecting that took too long.
            var about = path is { } video ? $" It was about '{video}'." : "";
            throw limit.IsCancellationRequested
                ? new VideoStoreException(VideoStoreError.Timeout, $"The store did not answer within {timeout.TotalSeconds} seconds.{about}", e) { Path = path }
                : new VideoStoreException(VideoStoreError.Unavailable, $"The store did not let us connect in time.{about}", e) { Path = path };
        }
        catch (OperationCanceledException e) when (e.CancellationToken != cancellationToken)
        {
            throw new OperationCanceledException(e.Message, e, cancellationToken);
        }
    }
}
