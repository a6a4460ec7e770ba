using FlixTube.Storage.Network;

namespace FlixTube.Storage.Http.Asking;

/// <summary>How the store calls the gateway: tried again where that can help, and failing in the contract's words. Thread-safe.</summary>
internal sealed class Calls(NetworkOptions network, GatewayErrors errors, TimeProvider time)
{
    private readonly Retrier _retrier = new(network, time);

    /// <summary>Calls, again and again if need be, each time for as long as an answer may take to begin.</summary>
    /// <param name="path">The video that the call is about, if it is about one.</param>
    /// <param name="attempt">One attempt.</param>
    /// <param name="cancellationToken">Ends everything at once.</param>
    /// <exception cref="VideoStoreException">The last attempt failed.</exception>
    public Task<T> RunAsync<T>(VideoPath? path, Func<CancellationToken, Task<T>> attempt, CancellationToken cancellationToken) =>
        RunAsync(path, network.ResponseTimeout, attempt, cancellationToken);

    /// <inheritdoc cref="RunAsync{T}(VideoPath?, Func{CancellationToken, Task{T}}, CancellationToken)"/>
    /// <param name="path">The video that the call is about, if it is about one.</param>
    /// <param name="limit">How long one attempt may take.</param>
    /// <param name="attempt">One attempt.</param>
    /// <param name="cancellationToken">Ends everything at once.</param>
    public async Task<T> RunAsync<T>(VideoPath? path, TimeSpan limit, Func<CancellationToken, Task<T>> attempt, CancellationToken cancellationToken)
    {
        try
        {
            return await _retrier.RunAsync(token => OnceAsync(path, attempt, token), limit, cancellationToken).ConfigureAwait(false);
        }
        catch (VideoStoreException e) when (e.Path is null && path is { } video)
        {
            throw new VideoStoreException(e.Error, $"{e.Message} It was about '{video}'.", e.InnerException)
            {
                Path = video,
                Persistence = e.Persistence,
                RetryAfter = e.RetryAfter,
            };
        }
    }

    /// <summary>Calls once, within the time of the token.</summary>
    /// <exception cref="VideoStoreException">It failed.</exception>
    public async Task<T> OnceAsync<T>(VideoPath? path, Func<CancellationToken, Task<T>> attempt, CancellationToken cancellationToken)
    {
        try
        {
            return await attempt(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            throw errors.Translate(e, path);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // What a client throws when its request is taken away from it is not always the same.
            throw new OperationCanceledException(e.Message, e, cancellationToken);
        }
    }
}
