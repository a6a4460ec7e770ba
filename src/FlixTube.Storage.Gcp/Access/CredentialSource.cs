using Google.Apis.Auth.OAuth2;
using Google.Apis.Http;

namespace FlixTube.Storage.Gcp.Access;

/// <summary>
/// The credentials of a store, found when they are first needed: the application default credentials may have to be
/// asked for over a network, and building a store must not wait for that. Thread-safe.
/// </summary>
/// <param name="key">A service account's key, or <c>null</c> for the application default credentials.</param>
/// <param name="clients">How the credentials make their own requests, for tokens and signatures.</param>
internal sealed class CredentialSource(GoogleCredential? key, IHttpClientFactory clients) : IDisposable
{
    private const string Scope = "https://www.googleapis.com/auth/devstorage.read_write";

    private readonly SemaphoreSlim _gate = new(1, 1);
    private GoogleCredential? _credential;

    /// <exception cref="InvalidOperationException">There are none on this machine.</exception>
    public async Task<GoogleCredential> GetAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _credential) is { } known)
            return known;

        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return _credential ??= await FindAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    private async Task<GoogleCredential> FindAsync(CancellationToken cancellationToken)
    {
        var credential = key ?? await GoogleCredential.GetApplicationDefaultAsync(cancellationToken).ConfigureAwait(false);
        return credential.CreateScoped(Scope).CreateWithHttpClientFactory(clients);
    }
}
