using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FlixTube.Storage.Gcp.JsonApi;
using Google.Apis.Auth.OAuth2;

namespace FlixTube.Storage.Gcp.Signing;

/// <summary>Makes links that are good for one GET, with any range: Cloud Storage's V4 signing process with RSA-SHA256.</summary>
internal static class SignedUrls
{
    private const string Algorithm = "GOOG4-RSA-SHA256";

    /// <param name="root">Where Cloud Storage answers, with a slash at the end.</param>
    /// <param name="bucket">The bucket.</param>
    /// <param name="name">The object.</param>
    /// <param name="now">When the link begins to be good.</param>
    /// <param name="lifetime">How long it is, in whole seconds.</param>
    /// <param name="signer">Signs: with a key, or by asking Google to.</param>
    /// <param name="email">The account that signs.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    public static async Task<Uri> SignReadAsync(
        Uri root,
        string bucket,
        string name,
        DateTimeOffset now,
        TimeSpan lifetime,
        IBlobSigner signer,
        string email,
        CancellationToken cancellationToken)
    {
        var path = $"/{bucket}/{Addresses.EscapePath(name)}";
        var time = now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var scope = $"{time[..8]}/auto/storage/goog4_request";

        // In the order of their names, as the signature wants them.
        var query = Addresses.Query(
            ("X-Goog-Algorithm", Algorithm),
            ("X-Goog-Credential", $"{email}/{scope}"),
            ("X-Goog-Date", time),
            ("X-Goog-Expires", (long)lifetime.TotalSeconds),
            ("X-Goog-SignedHeaders", "host"))[1..];

        // The host is signed without its port.
        var request = $"GET\n{path}\n{query}\nhost:{root.Host}\n\nhost\nUNSIGNED-PAYLOAD";
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(request)));
        var signature = await signer
            .SignBlobAsync(Encoding.UTF8.GetBytes($"{Algorithm}\n{time}\n{scope}\n{digest}"), cancellationToken)
            .ConfigureAwait(false);
        return new Uri($"{root.GetLeftPart(UriPartial.Authority)}{path}?{query}&X-Goog-Signature={Convert.ToHexStringLower(Convert.FromBase64String(signature))}");
    }
}
