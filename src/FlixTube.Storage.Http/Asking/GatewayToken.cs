using System.Net.Http.Headers;
using FlixTube.Storage.Network;

namespace FlixTube.Storage.Http.Asking;

/// <summary>What the store shows to the gateway: the token of its settings, or one that it signs itself, or nothing. Thread-safe.</summary>
internal sealed class GatewayToken
{
    private readonly string? _fixed;
    private readonly ServiceTokens _signed;

    /// <param name="options">Settings that were found good.</param>
    /// <param name="shared">As whom to sign when they do not say.</param>
    /// <param name="time">The clock.</param>
    public GatewayToken(HttpStoreOptions options, Func<ServiceIdentity?> shared, TimeProvider time)
    {
        _fixed = string.IsNullOrEmpty(options.Token) ? null : options.Token;
        _signed = new(Identity, time);

        ServiceIdentity? Identity() => options.JwtKey switch
        {
            null => shared() is { } other
                ? other with { Subject = options.JwtSubject, Issuer = options.JwtIssuer ?? other.Issuer, Audience = options.JwtAudience ?? other.Audience }
                : null,
            "" => null,
            var key => new(key, options.JwtSubject, options.JwtIssuer, options.JwtAudience),
        };
    }

    /// <summary>For a request that is sent now.</summary>
    public AuthenticationHeaderValue? Header => (_fixed ?? _signed.Current) is { } token ? new("Bearer", token) : null;
}
