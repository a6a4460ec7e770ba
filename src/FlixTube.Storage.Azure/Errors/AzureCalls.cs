using FlixTube.Storage.Network;

namespace FlixTube.Storage.Azure.Errors;

/// <summary>Makes calls of the SDK: with the time limit and the retries that every provider has, and its errors translated.</summary>
internal sealed class AzureCalls(AzureErrors errors, NetworkOptions network, TimeProvider time)
{
    private readonly Retrier _retrier = new(network, time);

    public AzureErrors Errors { get; } = errors;

    public NetworkOptions Network { get; } = network;

    public TimeProvider Time { get; } = time;

    /// <summary>For calls that carry no content of a video.</summary>
    public Task<T> RunAsync<T>(VideoPath? path, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken) =>
        _retrier.RunAsync(token => OnceAsync(path, call, token), Network.ResponseTimeout, cancellationToken, path);

    /// <summary>For calls that send a part of a video. <paramref name="call"/> translates by <see cref="OnceAsync"/>.</summary>
    public Task<T> UploadAsync<T>(VideoPath path, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken) =>
        _retrier.RunAsync(call, Network.PartTimeout, cancellationToken, path);

    /// <summary>One attempt.</summary>
    /// <exception cref="VideoStoreException">Whatever went wrong.</exception>
    public async Task<T> OnceAsync<T>(VideoPath? path, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not VideoStoreException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw Errors.Translate(e, path);
        }
    }
}
