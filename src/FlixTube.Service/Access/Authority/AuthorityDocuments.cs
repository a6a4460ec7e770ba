using System.Text.Json;
using FlixTube.Service.Access.Tokens;

namespace FlixTube.Service.Access.Authority;

/// <summary>What an authority publishes, read over HTTP: its configuration (OpenID Connect Discovery 1.0) and its keys (RFC 7517).</summary>
internal sealed class AuthorityDocuments : IDisposable
{
    private const long MaxBytes = 1 << 20;
    private const int MaxKeys = 64;

    // It is made for looking up anew the name of an authority that has moved, and follows no redirection to another one.
    private readonly HttpClient _client = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5), AllowAutoRedirect = false, UseCookies = false })
    {
        Timeout = TimeSpan.FromSeconds(10),
        MaxResponseContentBufferSize = MaxBytes,
    };

    /// <param name="authority">Its address.</param>
    /// <param name="requireHttps">Whether keys must not come over plain HTTP.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="HttpRequestException">It cannot be reached, or does not answer 200.</exception>
    /// <exception cref="InvalidDataException">What it says is not what an authority says.</exception>
    /// <exception cref="TaskCanceledException">It did not answer in time.</exception>
    public async Task<AuthorityKeySet> ReadAsync(string authority, bool requireHttps, CancellationToken cancellationToken)
    {
        var configuration = await JsonAsync(new Uri($"{authority.TrimEnd('/')}/.well-known/openid-configuration"), cancellationToken);

        // Discovery section 4.3: otherwise one provider could speak for another.
        if (configuration.Text("issuer") is not { } issuer || !string.Equals(issuer.TrimEnd('/'), authority.TrimEnd('/'), StringComparison.Ordinal))
            throw new InvalidDataException("Its configuration has another 'issuer' than Access:Authority.");

        if (!Uri.TryCreate(configuration.Text("jwks_uri"), UriKind.Absolute, out var address) || (requireHttps && address.Scheme is not "https"))
            throw new InvalidDataException("Its configuration has no 'jwks_uri' that is an https: address.");

        var document = await JsonAsync(address, cancellationToken);
        if (!document.TryGetProperty("keys", out var keys) || keys.ValueKind != JsonValueKind.Array)
            throw new InvalidDataException("What it has at 'jwks_uri' is no set of keys.");

        var usable = keys.EnumerateArray().Take(MaxKeys).Select(AuthorityKey.Read).OfType<AuthorityKey>().ToList();
        return usable.Count > 0
            ? new AuthorityKeySet(authority, issuer, usable)
            : throw new InvalidDataException("It has no key for signatures that is of use here (RSA of 2048 bits or more, or a curve of NIST).");
    }

    public void Dispose() => _client.Dispose();

    private async Task<JsonElement> JsonAsync(Uri address, CancellationToken cancellationToken)
    {
        var text = await _client.GetByteArrayAsync(address, cancellationToken).ConfigureAwait(false);
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? document.RootElement.Clone()
                : throw new InvalidDataException($"{address.AbsolutePath} is no JSON object.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{address.AbsolutePath} is no JSON.", e);
        }
    }
}

/// <summary>The keys of an authority as they were fetched.</summary>
/// <param name="Authority">As settings have it.</param>
/// <param name="Issuer">As tokens have it in <c>iss</c>.</param>
/// <param name="Keys">Those for signatures.</param>
internal sealed record AuthorityKeySet(string Authority, string Issuer, IReadOnlyList<AuthorityKey> Keys);
