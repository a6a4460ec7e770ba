using FlixTube.Storage.Network;

namespace FlixTube.Storage.Gcp;

/// <summary>How the store calls the service: tried again where that can help, and failing in the contract's words. Thread-safe.</summary>
internal sealed class Calls(NetworkOptions network, ServiceErrors errors, TimeProvider time)
{
    private readonly Retrier _retrier = new(network, time);

    /// <summary>How long an answer may take to begin.</summary>
    public TimeSpan AnswerLimit => network.ResponseTimeout;

    /// <summary>How long an answer may take to begin when the request carries much, or asks for much work.</summary>
    public TimeSpan PartLimit => network.PartTimeout;

    /// <summary>Calls, again and again if need be.</summary>
    /// <param name="path">The video that the call is about, if it is about one.</param>
    /// <param name="limit">How long one attempt may take.</param>
    /// <param name="attempt">One attempt.</param>
    /// <param name="cancellationToken">Ends everything at once.</param>
    /// <exception cref="VideoStoreException">The last attempt failed.</exception>
    public Task<T> RunAsync<T>(VideoPath? path, TimeSpan limit, Func<CancellationToken, Task<T>> attempt, CancellationToken cancellationToken) =>
        _retrier.RunAsync(token => OnceAsync(path, attempt, token), limit, cancellationToken, path);

    /// <inheritdoc cref="RunAsync{T}(VideoPath?, TimeSpan, Func{CancellationToken, Task{T}}, CancellationToken)"/>
    public Task RunAsync(VideoPath? path, TimeSpan limit, Func<CancellationToken, Task> attempt, CancellationToken cancellationToken) =>
        RunAsync(
            path,
            limit,
            async token =>
            {
                await attempt(token).ConfigureAwait(false);
                return true;
            },
            cancellationToken);

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
