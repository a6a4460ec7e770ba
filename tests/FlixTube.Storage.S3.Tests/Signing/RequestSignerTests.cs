using System.Globalization;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;
using Amazon.S3;
using Amazon.S3.Model;
using FlixTube.Storage.S3.Client;
using FlixTube.Storage.S3.Signing;
using FlixTube.Testing.Time;

namespace FlixTube.Storage.S3.Tests.Signing;

/// <summary>Signatures against those that Amazon has published, and against the SDK's. A server checks them in the conformance tests.</summary>
[TestFixture]
public sealed class RequestSignerTests
{
    private const string Region = "eu-central-1";

    private static readonly DateTimeOffset Now = new(2013, 5, 24, 0, 0, 0, TimeSpan.Zero);
    private static readonly ImmutableCredentials Amazons = new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", null);

    // "Example: GET Object" of the Amazon S3 API Reference.
    [Test]
    public void Request_of_the_manual_is_signed_as_there()
    {
        var signed = Sign(new RequestSigner("us-east-1", "s3", new ManualTime(Now)), "https://examplebucket.s3.amazonaws.com/test.txt", Amazons, range: "bytes=0-9");

        Assert.That(signed.Authorization, Is.EqualTo(
            "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,"
            + "Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"));
        Assert.That((signed.Date, signed.Token, signed.Range), Is.EqualTo(("20130524T000000Z", (string?)null, "bytes=0-9")));
    }

    // "Deriving a signing key" of the AWS General Reference.
    [Test]
    public void Key_of_the_manual_is_derived_as_there() =>
        Assert.That(
            Convert.ToHexStringLower(SigningKey.Derive("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "20150830", "us-east-1", "iam").Bytes),
            Is.EqualTo("c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9"));

    [Test]
    public void Signature_is_the_one_of_the_SDK_whatever_is_asked_for()
    {
        var random = new Random(1);
        for (var i = 0; i < 300; i++)
        {
            var by = new ImmutableCredentials(Text(random, 20), Text(random, 40), random.Next(2) == 0 ? null : Text(random, random.Next(1, 4000)));
            var path = VideoPath.Parse(Name(random));
            var ifMatch = random.Next(2) == 0 ? null : $"\"{Text(random, random.Next(1, 250))}\"";
            var range = random.Next(2) == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"bytes={random.Next()}-");
            var method = random.Next(2) == 0 ? HttpMethod.Get : HttpMethod.Head;
            var root = random.Next(2) == 0 ? "https://videos.s3.eu-central-1.amazonaws.com/" : "http://minio.internal:9000/videos/";

            var (expected, date) = SdkSignature(method, root, path, by, ifMatch, range);
            var time = new ManualTime(DateTimeOffset.ParseExact(date, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal));
            var address = new ObjectEndpoint(root, Region, "s3").AddressOf(path).OriginalString;
            var signed = Sign(new RequestSigner(Region, "s3", time), address, by, ifMatch, range, method);

            Assert.That(signed.Authorization!.Replace(",", ", ", StringComparison.Ordinal), Is.EqualTo(expected), address);
            Assert.That(signed.Token, Is.EqualTo(by.UseToken ? by.Token : null));
        }
    }

    [Test]
    public void Key_is_derived_anew_for_another_day_and_for_other_credentials()
    {
        var time = new ManualTime(Now);
        var signer = new RequestSigner(Region, "s3", time);
        var other = new ImmutableCredentials("other", "other secret", "token");
        AssertFresh(Amazons);
        AssertFresh(other);
        time.Advance(TimeSpan.FromHours(24));
        AssertFresh(other);
        AssertFresh(Amazons);

        void AssertFresh(ImmutableCredentials by) =>
            Assert.That(
                Sign(signer, "https://a.example/b", by).Authorization,
                Is.EqualTo(Sign(new RequestSigner(Region, "s3", time), "https://a.example/b", by).Authorization));
    }

    [Test]
    public void Nobody_signs_nothing_but_still_says_which_bytes()
    {
        var signed = Sign(new RequestSigner(Region, "s3", new ManualTime(Now)), "https://a.example/b", by: null, "\"etag\"", "bytes=1-2");

        Assert.That((signed.Authorization, signed.Date, signed.Range, signed.IfMatch), Is.EqualTo(((string?)null, (string?)null, "bytes=1-2", "\"etag\"")));
    }

    private static Signed Sign(
        RequestSigner signer, string address, ImmutableCredentials? by, string? ifMatch = null, string? range = null, HttpMethod? method = null)
    {
        var uri = new Uri(address, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, uri);
        signer.Sign(request, ObjectEndpoint.HostOf(uri), by, ifMatch, range);
        return new Signed(Header("Authorization"), Header("x-amz-date"), Header("x-amz-security-token"), Header("Range"), Header("If-Match"));

        string? Header(string name) => request.Headers.NonValidated.TryGetValues(name, out var values) ? values.ToString() : null;
    }

    private static (string Authorization, string Date) SdkSignature(
        HttpMethod method, string root, VideoPath path, ImmutableCredentials by, string? ifMatch, string? range)
    {
        var endpoint = new Uri(root);
        var request = new DefaultRequest(new GetObjectRequest(), "AmazonS3")
        {
            HttpMethod = method.Method,
            Endpoint = new Uri(endpoint.GetLeftPart(UriPartial.Authority)),
            ResourcePath = endpoint.AbsolutePath + "{Key+}",
            OverrideSigningServiceName = "s3",
            AuthenticationRegion = Region,
            UseDoubleEncoding = false,
        };
        request.AddPathResource("{Key+}", path.Value);
        if (ifMatch is not null)
            request.Headers["If-Match"] = ifMatch;
        if (range is not null)
            request.Headers["Range"] = range;
        if (by.UseToken)
            request.Headers["x-amz-security-token"] = by.Token;
        var result = new AWS4Signer().SignRequest(request, new AmazonS3Config { AuthenticationRegion = Region }, metrics: null, by.AccessKey, by.SecretKey);
        return (result.ForAuthorizationHeader, request.Headers["X-Amz-Date"]);
    }

    private static string Text(Random random, int length) => random.GetString("abcXYZ019+/=-", length);

    private static string Name(Random random)
    {
        string[] pieces = ["a", "B", "7", " ", "+", "%", "%20", "&", "=", "?", "#", "'", "(", ")", "*", "!", "~", "-", "_", ".", ",", ";", ":", "@", "$", "ü", "u\u0308", "日本", "😀"];
        return string.Join('/', Enumerable.Range(0, random.Next(1, 4)).Select(_ => "x" + string.Concat(random.GetItems(pieces, random.Next(1, 30)))));
    }

    private sealed record Signed(string? Authorization, string? Date, string? Token, string? Range, string? IfMatch);
}
