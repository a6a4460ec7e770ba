using FlixTube.Storage.Gcp.Access;
using Google.Apis.Http;

namespace FlixTube.Storage.Gcp.JsonApi;

/// <summary>Sends requests with the credentials of the store. Thread-safe.</summary>
/// <param name="clients">Makes the HTTP client.</param>
/// <param name="credentials">Whose credentials to show; <c>null</c> for nobody's, as an emulator wants it.</param>
internal sealed class Connection(ServiceClients clients, CredentialSource? credentials) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private ConfigurableHttpClient? _client;

    /// <summary>Sends a request; completes when the headers of the answer are there.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var client = Volatile.Read(ref _client) ?? await ClientAsync(cancellationToken).ConfigureAwait(false);
        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
    }

    public void Dispose()
    {
        _client?.Dispose();
        _gate.Dispose();
    }

    private async Task<ConfigurableHttpClient> ClientAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return _client ??= clients.Create(
                credentials is null ? null : await credentials.GetAsync(cancellationToken).ConfigureAwait(false));
        }
        finally
        {
            _gate.Release();
        }
    }
}
