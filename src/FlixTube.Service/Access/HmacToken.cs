using System.Buffers.Text;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace FlixTube.Service.Access;

/// <summary>
/// A JSON Web Token signed with HS256 (RFC 7519, RFC 7515, RFC 7518 section 3.2): that one algorithm, an expiry always.
/// </summary>
internal static class HmacToken
{
    private const int MaxLength = 8 * 1024;

    // Unpaired values of one name are how two readers of a token come to different conclusions.
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 8 };

    /// <summary>How far the clocks of issuer and reader may differ.</summary>
    public static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(30);

    /// <summary>Verifies a token.</summary>
    /// <returns>The claims, or why the token is refused, in words that a client may see.</returns>
    public static (ClaimsIdentity? Identity, string? Refusal) Verify(string token, ReadOnlySpan<byte> key, DateTimeOffset now)
    {
        if (token.Length > MaxLength || token.Split('.') is not [var header, var payload, var signature])
            return (null, "The token is not a signed JSON Web Token.");

        if (Parse(header) is not { } head || Parse(payload) is not { } claims || Decode(signature) is not { } mac)
            return (null, "The token is malformed.");

        // The signature comes before anything that the token says of itself, but for the algorithm that must be ours.
        if (Text(head, "alg") is not "HS256" || head.TryGetProperty("crit", out _))
            return (null, "The token is not signed with HS256.");

        if (!CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(key, Encoding.ASCII.GetBytes($"{header}.{payload}")), mac))
            return (null, "The token's signature is wrong.");

        if (Time(claims, "exp") is not { } expires)
            return (null, "The token has no expiry.");

        if (now >= expires + ClockSkew)
            return (null, "The token has expired.");

        if (claims.TryGetProperty("nbf", out _) && (Time(claims, "nbf") is not { } notBefore || now < notBefore - ClockSkew))
            return (null, "The token is not valid yet.");

        return (new ClaimsIdentity(Subject(claims), BearerTokenHandler.Scheme), null);
    }

    private static IEnumerable<Claim> Subject(JsonElement claims) =>
        Text(claims, "sub") is { } subject ? [new Claim(ClaimTypes.NameIdentifier, subject)] : [];

    private static JsonElement? Parse(string part)
    {
        if (Decode(part) is not { } json)
            return null;

        try
        {
            using var document = JsonDocument.Parse(json, Strict);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static byte[]? Decode(string part)
    {
        try
        {
            return part.Contains('=', StringComparison.Ordinal) ? null : Base64Url.DecodeFromChars(part);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    // NumericDate, RFC 7519 section 2: seconds since 1970, fractions allowed.
    private static DateTimeOffset? Time(JsonElement json, string name)
    {
        if (!json.TryGetProperty(name, out var value) || value.ValueKind != JsonValueKind.Number || !value.TryGetDouble(out var seconds))
            return null;

        return seconds >= 0 && seconds < DateTimeOffset.MaxValue.ToUnixTimeSeconds() - ClockSkew.TotalSeconds
            ? DateTimeOffset.UnixEpoch.AddSeconds(seconds)
            : null;
    }
}
