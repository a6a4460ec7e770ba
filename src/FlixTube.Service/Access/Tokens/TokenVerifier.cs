using System.Security.Cryptography;
using System.Text.Json;
using FlixTube.Service.Access.Authority;
using FlixTube.Service.Access.Links;
using FlixTube.Service.Access.Revocation;
using FlixTube.Service.Problems;

namespace FlixTube.Service.Access.Tokens;

/// <summary>
/// Verifies JSON Web Tokens (RFC 7519) by what is in this process, asking nobody: HS256 with our key, or an asymmetric
/// signature with the keys of the authority. Which one is decided by the algorithm, and each knows its own kind of key only.
/// Thread-safe.
/// </summary>
internal sealed class TokenVerifier(AccessSettings settings, AuthorityKeys authority, Revocations revocations, TimeProvider time)
{
    private const string Hmac = "HS256";

    /// <summary>The token, or why it is refused, in words that a client may see.</summary>
    public (AccessToken? Token, Problem? Refusal) Verify(string text)
    {
        try
        {
            if (JsonWebToken.Parse(text) is not { } token)
                return (null, TokenRefusals.Malformed);

            // The signature comes before anything that the token says of itself, but for the algorithm, which must be one of ours.
            if ((SignatureRefusal(token, out var issuer) ?? TimeRefusal(token.Claims) ?? OriginRefusal(token.Claims, issuer)) is { } refusal)
                return (null, refusal);

            var verified = Read(token.Claims);
            return revocations.Covers(verified) ? (null, TokenRefusals.Revoked) : (verified, null);
        }
        catch (InvalidOperationException)
        {
            // A claim that is no Unicode.
            return (null, TokenRefusals.Malformed);
        }
    }

    private Problem? SignatureRefusal(JsonWebToken token, out string? issuer)
    {
        issuer = settings.Access.Issuer;
        var keys = settings.Keys.ToList();
        if (token.Algorithm is Hmac && keys.Count > 0 && !token.HasCriticalHeaders)
            return keys.Exists(key => IsSigned(token, key)) ? null : TokenRefusals.Signature;

        if (string.IsNullOrEmpty(settings.Access.Authority))
            return TokenRefusals.Algorithm(Hmac);

        if (!AuthorityKey.Verifies(token.Algorithm) || token.HasCriticalHeaders)
            return TokenRefusals.Algorithm(keys.Count > 0 ? $"{Hmac}, {AuthorityKey.Algorithms}" : AuthorityKey.Algorithms);

        return authority.Refusal(token, out issuer);
    }

    private static bool IsSigned(JsonWebToken token, byte[] key)
    {
        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, token.Signed, expected);
        return CryptographicOperations.FixedTimeEquals(expected, token.Signature);
    }

    private Problem? TimeRefusal(JsonElement claims)
    {
        var now = time.GetUtcNow();
        if (claims.Time("exp") is not { } expires)
            return TokenRefusals.NoExpiry;

        if (now >= expires + AccessSettings.ClockSkew)
            return TokenRefusals.Expired;

        var (issued, notBefore) = (claims.Time("iat"), claims.Time("nbf"));
        if ((claims.Has("nbf") && notBefore is null) || (claims.Has("iat") && issued is null))
            return TokenRefusals.Malformed;

        if (now < (notBefore ?? now) - AccessSettings.ClockSkew || now < (issued ?? now) - AccessSettings.ClockSkew)
            return TokenRefusals.NotYetValid;

        var (limit, setting) = LinkedVideo.Of(claims) is null
            ? (settings.Access.MaxTokenLifetime, "Access:MaxTokenLifetime")
            : (settings.Playback.MaxLinkLifetime, "Playback:MaxLinkLifetime");
        // Without a beginning, what is left is measured by our clock, which may be behind the issuer's.
        var since = issued ?? notBefore ?? now + AccessSettings.ClockSkew;
        return expires - since > limit
            ? TokenRefusals.TooLong(limit, setting)
            : null;
    }

    private Problem? OriginRefusal(JsonElement claims, string? issuer)
    {
        if (!string.IsNullOrEmpty(issuer) && !string.Equals(claims.Text("iss"), issuer, StringComparison.Ordinal))
            return TokenRefusals.Issuer;

        var audience = settings.Access.Audience;
        return string.IsNullOrEmpty(audience) || (claims.Has("aud") && claims.Texts("aud").Contains(audience, StringComparer.Ordinal))
            ? null
            : TokenRefusals.Audience;
    }

    private AccessToken Read(JsonElement claims)
    {
        var video = LinkedVideo.Of(claims);
        return new AccessToken(claims.Text("jti"), claims.Text("sub"), video is null ? RoleOf(claims) : null, video, claims.Time("exp")!.Value);
    }

    private Role? RoleOf(JsonElement claims)
    {
        var access = settings.Access;
        var named = string.IsNullOrEmpty(access.RoleClaim)
            ? claims.Texts("role").Concat(claims.Texts("roles"))
            : claims.Texts(access.RoleClaim);
        return named.Select(name => RoleNamed(name, access.RoleNames)).Max() ?? access.DefaultRole;
    }

    private static Role? RoleNamed(string name, RoleNameOptions others)
    {
        return Is(Role.Operator, others.Operator) ? Role.Operator
            : Is(Role.Uploader, others.Uploader) ? Role.Uploader
            : Is(Role.Viewer, others.Viewer) ? Role.Viewer
            : null;

        bool Is(Role role, IReadOnlyList<string> names) =>
            string.Equals(name, role.Name(), StringComparison.Ordinal) || names.Contains(name, StringComparer.Ordinal);
    }
}
