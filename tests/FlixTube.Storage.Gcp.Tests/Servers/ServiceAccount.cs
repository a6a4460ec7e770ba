using System.Security.Cryptography;
using System.Text.Json;

namespace FlixTube.Storage.Gcp.Tests.Servers;

/// <summary>A service account that only these tests know, with a key made for them.</summary>
public sealed class ServiceAccount : IDisposable
{
    public const string Email = "tests@flixtube-tests.iam.gserviceaccount.com";

    public static readonly ServiceAccount Shared = new();

    public RSA Key { get; } = RSA.Create(2048);

    /// <summary>The public key, PEM.</summary>
    public string PublicKey => Key.ExportSubjectPublicKeyInfoPem();

    /// <summary>The account's key file.</summary>
    /// <param name="tokenAddress">Where tokens are to be had.</param>
    public string ToJson(Uri tokenAddress) => JsonSerializer.Serialize(new Dictionary<string, string>
    {
        ["type"] = "service_account",
        ["project_id"] = "flixtube-tests",
        ["private_key_id"] = "1",
        ["private_key"] = Key.ExportPkcs8PrivateKeyPem(),
        ["client_email"] = Email,
        ["client_id"] = "1",
        ["token_uri"] = tokenAddress.AbsoluteUri,
    });

    public void Dispose() => Key.Dispose();
}
