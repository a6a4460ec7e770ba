using System.Security.Cryptography;
using System.Text;
using FlixTube.Storage.Gcp.Signing;
using FlixTube.Storage.Gcp.Tests.Servers;
using Google.Apis.Auth.OAuth2;

namespace FlixTube.Storage.Gcp.Tests.Signing;

[TestFixture]
public sealed class SignedUrlsTests
{
    private const string Email = "test-iam-credentials@dummy-project-id.iam.gserviceaccount.com";
    private static readonly Uri Google = new("https://storage.googleapis.com/");

    // Google's conformance tests for signing, storage/v1/v4_signatures.json: "Simple GET", "Vary expiration and timestamp"
    // and "Forward Slashes should not be stripped". The text that is signed holds the digest of the whole request.
    [TestCase("test-object", "2019-02-01T09:00:00Z", 10, "00e2fb794ea93d7adb703edaebdd509821fcc7d4f1a79ac5c8d2b394df109320")]
    [TestCase("test-object", "2019-03-01T09:00:00Z", 20, "779f19fdb6fd381390e2d5af04947cf21750277ee3c20e0c97b7e46a1dff8907")]
    [TestCase("/path/with/slashes/under_score/amper&sand/file.ext", "2019-02-01T09:00:00Z", 10, "63c601ecd6ccfec84f1113fc906609cbdf7651395f4300cecd96ddd2c35164f8")]
    public async Task What_is_signed_is_what_Google_publishes(string name, string time, int seconds, string digest)
    {
        var signer = new RecordingSigner();
        var now = DateTimeOffset.Parse(time);

        await SignedUrls.SignReadAsync(Google, "test-bucket", name, now, TimeSpan.FromSeconds(seconds), signer, Email, CancellationToken.None);

        Assert.That(signer.Signed, Is.EqualTo($"GOOG4-RSA-SHA256\n{now:yyyyMMdd}T090000Z\n{now:yyyyMMdd}/auto/storage/goog4_request\n{digest}"));
    }

    [Test]
    public async Task The_link_is_in_the_form_that_Google_publishes()
    {
        var link = await SignedUrls.SignReadAsync(
            Google, "test-bucket", "path/amper&sand/file.ext", DateTimeOffset.Parse("2019-02-01T09:00:00Z"), TimeSpan.FromSeconds(10), new RecordingSigner(), Email, CancellationToken.None);

        Assert.That(link.AbsoluteUri, Is.EqualTo(
            "https://storage.googleapis.com/test-bucket/path/amper%26sand/file.ext"
            + "?X-Goog-Algorithm=GOOG4-RSA-SHA256"
            + "&X-Goog-Credential=test-iam-credentials%40dummy-project-id.iam.gserviceaccount.com%2F20190201%2Fauto%2Fstorage%2Fgoog4_request"
            + "&X-Goog-Date=20190201T090000Z&X-Goog-Expires=10&X-Goog-SignedHeaders=host&X-Goog-Signature=00ff10"));
    }

    [TestCase("a.mp4")]
    [TestCase("films/a b+c%20#?&=.mp4")]
    [TestCase("Ünïcode/😀/e\u0301.mp4")]
    public async Task A_key_file_s_signature_is_good_by_its_public_key(string name)
    {
        using var credential = new MemoryStream(Encoding.UTF8.GetBytes(ServiceAccount.Shared.ToJson(new Uri("http://localhost/token"))));
        var signer = CredentialFactory.FromStream<ServiceAccountCredential>(credential);
        var now = DateTimeOffset.Parse("2026-11-20T14:05:53Z");

        var link = await SignedUrls.SignReadAsync(Google, "b", name, now, TimeSpan.FromHours(1), signer, ServiceAccount.Email, CancellationToken.None);

        // Made again from the link alone, as a server does.
        var query = link.AbsoluteUri[(link.AbsoluteUri.IndexOf('?') + 1)..];
        var at = query.IndexOf("&X-Goog-Signature=", StringComparison.Ordinal);
        var request = $"GET\n{link.AbsolutePath}\n{query[..at]}\nhost:{link.Host}\n\nhost\nUNSIGNED-PAYLOAD";
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(request)));
        var signed = Encoding.UTF8.GetBytes($"GOOG4-RSA-SHA256\n20261120T140553Z\n20261120/auto/storage/goog4_request\n{digest}");
        var signature = Convert.FromHexString(query[(at + "&X-Goog-Signature=".Length)..]);
        Assert.That(ServiceAccount.Shared.Key.VerifyData(signed, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1), Is.True);
        Assert.That(Uri.UnescapeDataString(link.AbsolutePath), Is.EqualTo($"/b/{name}"));
    }

    private sealed class RecordingSigner : IBlobSigner
    {
        public string? Signed { get; private set; }

        public Task<string> SignBlobAsync(byte[] blob, CancellationToken cancellationToken = default)
        {
            Signed = Encoding.UTF8.GetString(blob);
            return Task.FromResult(Convert.ToBase64String([0, 0xff, 0x10]));
        }
    }
}
