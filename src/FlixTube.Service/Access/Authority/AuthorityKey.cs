using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using FlixTube.Service.Access.Tokens;

namespace FlixTube.Service.Access.Authority;

/// <summary>
/// One public key of an authority (a JSON Web Key, RFC 7517 and RFC 7518 section 6), for asymmetric signatures alone: a secret
/// in a published document is none. Thread-safe.
/// </summary>
internal sealed class AuthorityKey : IDisposable
{
    private const int MinRsaBits = 2048;

    private readonly Lock _gate = new();
    private readonly string? _id;
    private readonly string? _algorithm;
    private readonly RSA? _rsa;
    private readonly ECDsa? _ecdsa;

    private AuthorityKey(JsonElement json, RSA? rsa, ECDsa? ecdsa)
    {
        _id = json.Text("kid");
        _algorithm = json.Text("alg");
        _rsa = rsa;
        _ecdsa = ecdsa;
    }

    public static string Algorithms => "RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384 or ES512";

    public static bool Verifies(string? algorithm) =>
        algorithm is "RS256" or "RS384" or "RS512" or "PS256" or "PS384" or "PS512" or "ES256" or "ES384" or "ES512";

    /// <returns><c>null</c> for a key that is for something else, or that we have no use for.</returns>
    public static AuthorityKey? Read(JsonElement json)
    {
        try
        {
            if (json.ValueKind != JsonValueKind.Object || json.Text("use") is not (null or "sig"))
                return null;

            return json.Text("kty") switch
            {
                "RSA" => ReadRsa(json),
                "EC" => ReadEllipticCurve(json),
                _ => null,
            };
        }
        catch (Exception e) when (e is CryptographicException or FormatException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Whether a token that names this key and this algorithm can be signed with it.</summary>
    public bool Fits(JsonWebToken token) =>
        (token.KeyId is null || _id is null || string.Equals(token.KeyId, _id, StringComparison.Ordinal))
        && (_algorithm is null || string.Equals(token.Algorithm, _algorithm, StringComparison.Ordinal))
        && token.Algorithm![..2] switch
        {
            "RS" or "PS" => _rsa is not null,
            _ => _ecdsa?.KeySize == CurveBits(token.Algorithm),
        };

    /// <summary>Whether the token, which <see cref="Fits"/>, was signed with this key.</summary>
    public bool HasSigned(JsonWebToken token)
    {
        var hash = token.Algorithm![2..] switch
        {
            "256" => HashAlgorithmName.SHA256,
            "384" => HashAlgorithmName.SHA384,
            _ => HashAlgorithmName.SHA512,
        };
        lock (_gate)
        {
            return _rsa is not null
                ? _rsa.VerifyData(token.Signed, token.Signature, hash, token.Algorithm[0] == 'P' ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1)
                : _ecdsa!.VerifyData(token.Signed, token.Signature, hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }
    }

    public void Dispose()
    {
        _rsa?.Dispose();
        _ecdsa?.Dispose();
    }

    // RFC 7518 section 3.4: each of these algorithms has its one curve.
    private static int CurveBits(string algorithm) => algorithm switch
    {
        "ES256" => 256,
        "ES384" => 384,
        _ => 521,
    };

    private static AuthorityKey? ReadRsa(JsonElement json)
    {
        var rsa = RSA.Create(new RSAParameters { Modulus = Bytes(json, "n"), Exponent = Bytes(json, "e") });
        if (rsa.KeySize >= MinRsaBits)
            return new AuthorityKey(json, rsa, ecdsa: null);

        rsa.Dispose();
        return null;
    }

    private static AuthorityKey? ReadEllipticCurve(JsonElement json)
    {
        ECCurve? curve = json.Text("crv") switch
        {
            "P-256" => ECCurve.NamedCurves.nistP256,
            "P-384" => ECCurve.NamedCurves.nistP384,
            "P-521" => ECCurve.NamedCurves.nistP521,
            _ => null,
        };
        return curve is { } known
            ? new AuthorityKey(json, rsa: null, ECDsa.Create(new ECParameters { Curve = known, Q = new ECPoint { X = Bytes(json, "x"), Y = Bytes(json, "y") } }))
            : null;
    }

    private static byte[]? Bytes(JsonElement json, string name) =>
        json.Text(name) is { } text ? Base64Url.DecodeFromChars(text) : null;
}
