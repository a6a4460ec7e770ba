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
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> attempt, TimeSpan timeout, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(attempt);
        var began = time.GetTimestamp();
        for (var retry = 0; ; retry++)
        {
            try
            {
                return await AttemptAsync(attempt, timeout, cancellationToken).ConfigureAwait(false);
            }
            catch (VideoStoreException e) when (e.Persistence == ErrorPersistence.Temporary && retry < options.MaxRetries)
            {
                var wait = Delay(retry, e.RetryAfter);
                if (time.GetElapsedTime(began) + wait > options.RetryTime)
                    throw;

                await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <inheritdoc cref="RunAsync{T}(Func{CancellationToken, Task{T}}, TimeSpan, CancellationToken)"/>
    public Task RunAsync(Func<CancellationToken, Task> attempt, TimeSpan timeout, CancellationToken cancellationToken) =>
        RunAsync(
            async token =>
            {
                await attempt(token).ConfigureAwait(false);
                return true;
            },
            timeout,
            cancellationToken);

    /// <summary>How long to wait before a retry: what the service asks for, else exponential back-off with full jitter.</summary>
    /// <param name="retry">How many retries there were before.</param>
    /// <param name="retryAfter">What the service asks for.</param>
    internal TimeSpan Delay(int retry, TimeSpan? retryAfter) =>
        retryAfter ?? Random.Shared.NextDouble() * (options.RetryDelay * (1 << Math.Min(retry, 16)));

    private async Task<T> AttemptAsync<T>(Func<CancellationToken, Task<T>> attempt, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            return await attempt(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new VideoStoreException(VideoStoreError.Timeout, $"The store did not answer within {timeout.TotalSeconds} seconds.", e);
        }
        catch (OperationCanceledException e) when (e.CancellationToken != cancellationToken)
        {
            throw new OperationCanceledException(e.Message, e, cancellationToken);
        }
    }
}
