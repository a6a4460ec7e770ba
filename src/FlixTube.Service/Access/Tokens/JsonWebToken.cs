using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace FlixTube.Service.Access.Tokens;

/// <summary>The parts of a signed JSON Web Token in compact form (RFC 7515 section 7.1), before anything in it is believed.</summary>
internal sealed class JsonWebToken
{
    private const int MaxLength = 8 * 1024;

    // Unpaired values of one name are how two readers of a token come to different conclusions.
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 8 };

    private JsonWebToken(JsonElement header, JsonElement claims, byte[] signed, byte[] signature)
    {
        Algorithm = header.Text("alg");
        KeyId = header.Text("kid");
        HasCriticalHeaders = header.TryGetProperty("crit", out _);
        Claims = claims;
        Signed = signed;
        Signature = signature;
    }

    public string? Algorithm { get; }

    public string? KeyId { get; }

    /// <summary>Whether the issuer demands understanding of something (RFC 7515 section 4.1.11); we understand nothing of that kind.</summary>
    public bool HasCriticalHeaders { get; }

    public JsonElement Claims { get; }

    /// <summary>What is signed.</summary>
    public byte[] Signed { get; }

    public byte[] Signature { get; }

    /// <returns><c>null</c> when it is no such token, or one that readers could read differently.</returns>
    public static JsonWebToken? Parse(string token)
    {
        if (token.Length > MaxLength || token.Split('.') is not [var header, var payload, var signature])
            return null;

        try
        {
            return Json(header) is { } head && Json(payload) is { } claims && Decode(signature) is { } mac
                ? new JsonWebToken(head, claims, Encoding.ASCII.GetBytes($"{header}.{payload}"), mac)
                : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Texts that are no Unicode are found only when they are read.
            return null;
        }
    }

    private static JsonElement? Json(string part)
    {
        if (Decode(part) is not { } json)
            return null;

        using var document = JsonDocument.Parse(json, Strict);
        return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
    }

    // One text for each sequence of bytes: no padding, no white space, no bits that mean nothing (RFC 7515 section 2).
    private static byte[]? Decode(string part)
    {
        try
        {
            var bytes = Base64Url.DecodeFromChars(part);
            return string.Equals(Base64Url.EncodeToString(bytes), part, StringComparison.Ordinal) ? bytes : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
