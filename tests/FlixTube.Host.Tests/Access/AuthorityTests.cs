using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using FlixTube.Testing.Time;
using Microsoft.Extensions.DependencyInjection;

namespace FlixTube.Host.Tests.Access;

/// <summary>Tokens of an OpenID Connect provider, which is asked for its keys and for nothing else.</summary>
internal sealed class AuthorityTests
{
    private readonly RSA _rsa = RSA.Create(2048);

    private Issuer _issuer = null!;

    [SetUp]
    public async Task SetUp()
    {
        _issuer = await Issuer.StartAsync();
        _issuer.Keys.Add(Issuer.Published(_rsa, "one"));
    }

    [TearDown]
    public async Task TearDown() => await _issuer.DisposeAsync();

    [OneTimeTearDown]
    public void DisposeKey() => _rsa.Dispose();

    private Dictionary<string, string?> Settings => new()
    {
        ["Access:Authority"] = _issuer.Address,
        ["Access:Audience"] = "videos",
        ["Access:RequireHttpsMetadata"] = "false",
    };

    private string Signed(string claims, string? keyId = "one") =>
        Issuer.Sign(claims, "RS256", keyId, content => _rsa.SignData(content, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

    private static Task<HttpResponseMessage> UploadAsync(RunningHost host, string token) => host.Client.SendAsync(
        new HttpRequestMessage(HttpMethod.Post, "/videos?path=a.mp4")
        {
            Content = new ByteArrayContent([1]),
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) },
        });

    private static async Task IsGoodAsync(RunningHost host, string token)
    {
        using var answer = await UploadAsync(host, token);
        Assert.That((int)answer.StatusCode, Is.EqualTo(200).Or.EqualTo(201), await answer.Content.ReadAsStringAsync());
    }

    private static async Task IsRefusedAsync(RunningHost host, string token, string kind, HttpStatusCode status = HttpStatusCode.Unauthorized) =>
        await ProblemAssert.IsProblemAsync(await UploadAsync(host, token), status, kind);

    // Keys come in the background.
    private static async Task WithKeysAsync(RunningHost host, string token) => await Eventually.IsTrueAsync(
        () => UploadAsync(host, token).GetAwaiter().GetResult().StatusCode is HttpStatusCode.Created or HttpStatusCode.OK, "the keys are there");

    [Test]
    public async Task A_token_is_good_or_refused_for_what_is_wrong_with_it()
    {
        await using var host = new RunningHost(Settings);
        await WithKeysAsync(host, Signed(_issuer.Claims()));

        await IsGoodAsync(host, Signed(_issuer.Claims(), keyId: null));
        await IsRefusedAsync(host, Signed(_issuer.Claims(role: "viewer")), "role-missing", HttpStatusCode.Forbidden);
        await IsRefusedAsync(host, Signed(_issuer.Claims(audience: "other")), "token-audience");
        await IsRefusedAsync(host, Signed(_issuer.Claims(issuer: "https://login.example.com")), "token-issuer");
        await IsRefusedAsync(host, Signed(_issuer.Claims()) is var token ? token[..^6] + "AAAAAA" : "", "token-signature");
        await IsRefusedAsync(host, Signed(_issuer.Claims(), keyId: "two"), "token-unknown-key");
        Assert.That(_issuer.Fetches, Is.LessThanOrEqualTo(2), "nobody is asked for a request");
    }

    [Test]
    public async Task Every_asymmetric_algorithm_verifies_with_its_own_kind_of_key_only()
    {
        using var p256 = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var p521 = ECDsa.Create(ECCurve.NamedCurves.nistP521);
        _issuer.Keys.Add(Issuer.Published(p256, "p256", "P-256"));
        _issuer.Keys.Add(Issuer.Published(p521, "p521", "P-521"));
        _issuer.Keys.Add("""{"kty":"oct","kid":"secret","k":"AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ"}""");
        _issuer.Keys.Add("""{"kty":"RSA","kid":"broken","n":"!","e":"AQAB"}""");
        _issuer.Keys.Add("7");
        await using var host = new RunningHost(Settings);
        await WithKeysAsync(host, Signed(_issuer.Claims()));
        var claims = _issuer.Claims();

        await IsGoodAsync(host, Issuer.Sign(claims, "RS512", "one", content => _rsa.SignData(content, HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1)));
        await IsGoodAsync(host, Issuer.Sign(claims, "PS384", "one", content => _rsa.SignData(content, HashAlgorithmName.SHA384, RSASignaturePadding.Pss)));
        await IsGoodAsync(host, Issuer.Sign(claims, "ES256", "p256", content => p256.SignData(content, HashAlgorithmName.SHA256)));
        await IsGoodAsync(host, Issuer.Sign(claims, "ES512", "p521", content => p521.SignData(content, HashAlgorithmName.SHA512)));

        await IsRefusedAsync(host, Issuer.Sign(claims, "PS256", "one", content => _rsa.SignData(content, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)), "token-signature");
        await IsRefusedAsync(host, Issuer.Sign(claims, "ES256", "one", content => p256.SignData(content, HashAlgorithmName.SHA256)), "token-unknown-key");
        await IsRefusedAsync(host, Issuer.Sign(claims, "ES512", "p256", content => p256.SignData(content, HashAlgorithmName.SHA512)), "token-unknown-key");
        await IsRefusedAsync(host, Issuer.Sign(claims, "RS256", "p256", content => p256.SignData(content, HashAlgorithmName.SHA256)), "token-unknown-key");
        await IsRefusedAsync(host, Issuer.Sign(claims, "none", "one", static _ => []), "token-algorithm");
        await IsRefusedAsync(host, Issuer.Sign(claims, "HS256", "secret", static content => HMACSHA256.HashData(Encoding.ASCII.GetBytes("AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ"), content)), "token-algorithm");
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task A_public_key_is_no_secret_to_sign_with(bool hasKey)
    {
        var settings = Settings;
        settings["Access:JwtKey"] = hasKey ? Tokens.Key : null;
        await using var host = new RunningHost(settings);
        await WithKeysAsync(host, Signed(_issuer.Claims()));

        foreach (var secret in new[] { _rsa.ExportRSAPublicKeyPem(), _rsa.ExportSubjectPublicKeyInfoPem(), Issuer.Published(_rsa, "one") }.Select(Encoding.UTF8.GetBytes)
            .Append(_rsa.ExportSubjectPublicKeyInfo()).Append(_rsa.ExportParameters(false).Modulus!))
        {
            await IsRefusedAsync(host, Issuer.Sign(_issuer.Claims(), "HS256", "one", content => HMACSHA256.HashData(secret, content)), hasKey ? "token-signature" : "token-algorithm");
        }
    }

    [Test]
    public async Task Our_own_key_and_the_authority_stand_side_by_side()
    {
        var settings = Settings;
        settings["Access:JwtKey"] = Tokens.Key;
        await using var host = new RunningHost(settings);
        await WithKeysAsync(host, Signed(_issuer.Claims()));

        await IsGoodAsync(host, Tokens.Sign(_issuer.Claims()));
        await IsRefusedAsync(host, Tokens.Good(DateTimeOffset.UtcNow), "token-audience");
    }

    [Test]
    public async Task A_renewed_key_is_fetched_when_it_is_first_met_but_not_for_every_token_that_invents_one()
    {
        var time = new ManualTime(DateTimeOffset.UtcNow);
        await using var host = new RunningHost(Settings, services => services.AddSingleton<TimeProvider>(time));
        await WithKeysAsync(host, Signed(_issuer.Claims()));
        using var next = RSA.Create(2048);
        _issuer.Keys[0] = Issuer.Published(next, "two");
        var token = Issuer.Sign(_issuer.Claims(), "RS256", "two", content => next.SignData(content, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

        await IsRefusedAsync(host, token, "token-unknown-key");
        Assert.That(_issuer.Fetches, Is.EqualTo(1));

        time.Advance(TimeSpan.FromSeconds(6));
        await IsRefusedAsync(host, token, "token-unknown-key");
        await WithKeysAsync(host, token);
        await IsRefusedAsync(host, Signed(_issuer.Claims()), "token-unknown-key");
        Assert.That(_issuer.Fetches, Is.EqualTo(2));
    }

    [Test]
    public async Task An_authority_that_is_away_at_start_keeps_nothing_else_from_working_and_is_found_when_it_comes()
    {
        var address = _issuer.Address;
        await _issuer.DisposeAsync();
        await using var host = new RunningHost(Settings);
        var token = Signed(_issuer.Claims());

        using var early = await UploadAsync(host, token);
        await ProblemAssert.IsProblemAsync(early, HttpStatusCode.ServiceUnavailable, "token-keys-unavailable");
        Assert.That(early.Headers.RetryAfter, Is.Not.Null);
        Assert.That((await host.Client.GetAsync("/videos")).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await host.Client.GetAsync("/health/ready")).StatusCode, Is.EqualTo(HttpStatusCode.OK));

        _issuer = await Issuer.StartAsync(address);
        _issuer.Keys.Add(Issuer.Published(_rsa, "one"));
        await WithKeysAsync(host, token);
    }

    [Test]
    public async Task An_authority_that_says_it_is_another_is_not_believed()
    {
        _issuer.IssuerName = "https://login.example.com";
        await using var host = new RunningHost(Settings);
        await IsRefusedAsync(host, Signed(_issuer.Claims()), "token-keys-unavailable", HttpStatusCode.ServiceUnavailable);
    }
}
