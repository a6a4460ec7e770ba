using System.Buffers.Text;
using System.Globalization;
using System.Text.RegularExpressions;
using FlixTube.Service.Access;
using FlixTube.Service.Access.Tokens;
using FlixTube.Service.Problems;

namespace FlixTube.Host.Tests.Access;

internal sealed partial class TokenVerifierTests
{
    private static readonly long Now = Tokens.Now.ToUnixTimeSeconds();
    private static readonly long Soon = Now + 60;

    private AccessParts _parts = null!;

    [SetUp]
    public void SetUp() => _parts = new AccessParts();

    [TearDown]
    public async Task TearDown() => await _parts.DisposeAsync();

    private (AccessToken? Token, Problem? Refusal) Verify(string token) => _parts.Get<TokenVerifier>().Verify(token);

    private void IsRefused(string token, string kind)
    {
        var (verified, refusal) = Verify(token);
        Assert.That(refusal?.Kind, Is.EqualTo(kind));
        Assert.That(verified, Is.Null);
        Assert.That(refusal!.Title, Does.Not.Contain('"').And.Not.Contain('\\'), "the title stands in a quoted string of a header");
    }

    private async Task ConfigureAsync(params (string Key, string? Value)[] settings)
    {
        await _parts.DisposeAsync();
        _parts = new AccessParts(settings);
    }

    [Test]
    public void A_signed_token_says_who_it_is_and_what_he_may_do()
    {
        var (token, refusal) = Verify(Tokens.Of("uploader", Tokens.Now));
        Assert.That(refusal, Is.Null);
        Assert.That(token, Is.EqualTo(new AccessToken("t-1", "ann", Role.Uploader, Video: null, Tokens.Now.AddMinutes(15))));
    }

    [Test]
    public void The_example_of_RFC_7515_appendix_A1_is_read_as_it_says_and_not_believed_with_another_key()
    {
        const string token = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9"
            + ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
            + ".dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        var key = Base64Url.DecodeFromChars(
            "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow");

        var parsed = JsonWebToken.Parse(token)!;
        Assert.That(System.Security.Cryptography.HMACSHA256.HashData(key, parsed.Signed), Is.EqualTo(parsed.Signature));
        IsRefused(token, "token-signature");
    }

    [Test]
    public void A_token_is_good_until_its_expiry_and_the_clock_skew_have_passed()
    {
        var token = Tokens.Sign($$"""{"exp":{{Soon}}}""");
        _parts.Time.Advance(TimeSpan.FromSeconds(60) + AccessSettings.ClockSkew - TimeSpan.FromTicks(1));
        Assert.That(Verify(token).Refusal, Is.Null);
        _parts.Time.Advance(TimeSpan.FromTicks(1));
        IsRefused(token, "token-expired");
    }

    [TestCase("""{"sub":"ann"}""", "token-lifetime")]
    [TestCase("""{"exp":"soon"}""", "token-lifetime")]
    [TestCase("""{"exp":-1}""", "token-lifetime")]
    [TestCase("""{"exp":1e300}""", "token-lifetime")]
    [TestCase("""{"exp":4000000000}""", "token-lifetime")]
    [TestCase("""{"exp":NOW+901,"iat":NOW}""", "token-lifetime")]
    [TestCase("""{"exp":NOW+60,"iat":NOW-900}""", "token-lifetime")]
    [TestCase("""{"exp":NOW+901,"nbf":NOW}""", "token-lifetime")]
    [TestCase("""{"exp":NOW+931}""", "token-lifetime")]
    [TestCase("""{"exp":NOW+14401,"iat":NOW,"videoPath":"a.mp4"}""", "token-lifetime")]
    [TestCase("""{"exp":4000000000,"nbf":3999999999}""", "token-not-yet-valid")]
    [TestCase("""{"exp":4000000000,"iat":3999999999}""", "token-not-yet-valid")]
    [TestCase("""{"exp":NOW+60,"nbf":NOW+31}""", "token-not-yet-valid")]
    [TestCase("""{"exp":NOW+60,"nbf":"now"}""", "token-malformed")]
    [TestCase("""{"exp":NOW+60,"iat":null}""", "token-malformed")]
    [TestCase("""{"exp":NOW+60,"sub":"\ud83c"}""", "token-malformed")]
    [TestCase("""{"exp":NOW+60,"videoId":"\ud83c"}""", "token-malformed")]
    [TestCase("""{"exp":1,"exp":4000000000}""", "token-malformed")]
    [TestCase("""[4000000000]""", "token-malformed")]
    [TestCase("""{"exp":4000000000""", "token-malformed")]
    public void A_token_whose_claims_do_not_hold_is_refused(string payload, string kind) => IsRefused(Tokens.Sign(WithTimes(payload)), kind);

    [TestCase("""{"exp":NOW+900,"iat":NOW}""")]
    [TestCase("""{"exp":NOW+60,"nbf":NOW+30}""")]
    [TestCase("""{"exp":NOW+930}""")]
    [TestCase("""{"exp":NOW+14400,"iat":NOW,"videoPath":"a.mp4"}""")]
    public void A_token_at_the_limits_is_good(string payload) => Assert.That(Verify(Tokens.Sign(WithTimes(payload))).Refusal, Is.Null);

    [TestCase("""{"alg":"none"}""")]
    [TestCase("""{"alg":"None"}""")]
    [TestCase("""{"alg":""}""")]
    [TestCase("""{"alg":"hs256"}""")]
    [TestCase("""{"alg":"HS512"}""")]
    [TestCase("""{"alg":"RS256"}""")]
    [TestCase("""{"alg":"ES256"}""")]
    [TestCase("""{"alg":["HS256"]}""")]
    [TestCase("""{"typ":"JWT"}""")]
    [TestCase("""{"alg":"HS256","crit":["exp"]}""")]
    public void A_token_that_claims_any_other_algorithm_is_refused(string header) =>
        IsRefused(Tokens.Sign($$"""{"exp":{{Soon}}}""", header), "token-algorithm");

    [TestCase("""{"alg":"\ud83c"}""")]
    [TestCase("""{"alg":"HS256","kid":"\ud83c"}""")]
    public void A_header_that_is_no_text_is_refused(string header) => IsRefused(Tokens.Sign($$"""{"exp":{{Soon}}}""", header), "token-malformed");

    [Test]
    public void A_token_without_a_signature_is_refused_whatever_it_claims()
    {
        var payload = Tokens.Encode($$"""{"role":"operator","exp":{{Soon}}}""");
        IsRefused($"{Tokens.Encode("""{"alg":"none"}""")}.{payload}.", "token-algorithm");
        IsRefused($"{Tokens.Encode("""{"alg":"HS256"}""")}.{payload}.", "token-signature");
        IsRefused($"{Tokens.Encode("""{"alg":"none"}""")}.{payload}", "token-malformed");
    }

    [Test]
    public void A_token_of_another_key_or_with_another_payload_is_refused()
    {
        IsRefused(Tokens.Sign($$"""{"exp":{{Soon}}}""", key: "another key that is long enough too"), "token-signature");

        var parts = Tokens.Good(Tokens.Now).Split('.');
        parts[1] = Tokens.Encode("""{"sub":"eve","role":"operator","exp":4000000000}""");
        IsRefused(string.Join('.', parts), "token-signature");
    }

    [Test]
    public async Task The_key_before_is_believed_while_it_is_named()
    {
        const string newKey = "the next key, which is long enough too";
        await ConfigureAsync(("Access:JwtKey", newKey), ("Access:PreviousJwtKey", Tokens.Key));
        Assert.That(Verify(Tokens.Good(Tokens.Now)).Refusal, Is.Null);
        Assert.That(Verify(Tokens.Sign($$"""{"exp":{{Soon}}}""", key: newKey)).Refusal, Is.Null);

        await ConfigureAsync(("Access:JwtKey", newKey));
        IsRefused(Tokens.Good(Tokens.Now), "token-signature");
    }

    [TestCase("")]
    [TestCase(".")]
    [TestCase("..")]
    [TestCase("a.b")]
    [TestCase("a.b.c.d")]
    [TestCase("%%%.???.!!!")]
    [TestCase("e30.e30.")]
    public void What_is_no_token_is_refused(string token) => Assert.That(Verify(token).Refusal, Is.Not.Null);

    [Test]
    public void A_huge_token_is_refused_without_being_decoded() =>
        IsRefused(Tokens.Sign($$"""{"exp":{{Soon}},"x":"{{new string('x', 10_000)}}"}"""), "token-malformed");

    [Test]
    public void Every_token_of_which_one_byte_is_another_or_one_too_many_is_refused()
    {
        var token = Tokens.Link("\"videoPath\":\"a.mp4\"", Tokens.Now);
        for (var at = 0; at < token.Length; at++)
        {
            foreach (var other in Enumerable.Range(0, 256).Select(code => (char)code).Where(code => code != token[at]))
                Assert.That(Verify($"{token[..at]}{other}{token[(at + 1)..]}").Token, Is.Null, $"character {at} as U+{(int)other:X4}");

            foreach (var idle in " \t\r\n=.")
                Assert.That(Verify(token.Insert(at, idle.ToString())).Token, Is.Null, $"U+{(int)idle:X4} before character {at}");
        }
    }

    [FsCheck.NUnit.Property]
    public bool No_garbage_is_accepted_or_throws(string? garbage) => Verify(garbage ?? "").Token is null;

    [FsCheck.NUnit.Property]
    public bool No_garbage_that_was_signed_throws(string? header, string? payload) =>
        Verify(Tokens.Sign(payload ?? "", header ?? "")).Token is null && Verify(Tokens.Sign(payload ?? "")).Token is null;

    [TestCase("""{"role":"viewer"}""", "Viewer")]
    [TestCase("""{"roles":["viewer","operator","other"]}""", "Operator")]
    [TestCase("""{"role":"viewer","roles":["uploader"]}""", "Uploader")]
    [TestCase("""{"role":"Operator"}""", null)]
    [TestCase("""{"role":2}""", null)]
    [TestCase("""{"roles":{"operator":true}}""", null)]
    [TestCase("""{"sub":"ann"}""", null)]
    [TestCase("""{"role":"operator","videoPath":"a.mp4"}""", null)]
    [TestCase("""{"role":"operator","videoId":7}""", null)]
    public void The_highest_role_counts_and_a_link_has_none(string claims, string? role) =>
        Assert.That(Verify(Tokens.Sign($"{claims[..^1]},\"exp\":{Soon}}}")).Token!.Role?.ToString(), Is.EqualTo(role));

    [Test]
    public async Task Roles_may_stand_elsewhere_and_be_called_otherwise()
    {
        await ConfigureAsync(
            ("Access:RoleClaim", "realm_access.roles"), ("Access:RoleNames:Uploader:0", "video-editors"), ("Access:DefaultRole", "viewer"));

        Assert.That(RoleIn("""{"realm_access":{"roles":["video-editors"]}"""), Is.EqualTo(Role.Uploader));
        Assert.That(RoleIn("""{"realm_access.roles":"operator" """), Is.EqualTo(Role.Operator));
        Assert.That(RoleIn("""{"realm_access":["operator"]"""), Is.EqualTo(Role.Viewer));
        Assert.That(RoleIn("""{"role":"operator" """), Is.EqualTo(Role.Viewer));

        Role? RoleIn(string claims) => Verify(Tokens.Sign($"{claims},\"exp\":{Soon}}}")).Token!.Role;
    }

    [Test]
    public async Task Issuer_and_audience_must_be_those_of_the_settings()
    {
        await ConfigureAsync(("Access:Issuer", "flix"), ("Access:Audience", "videos"));

        Assert.That(Verify(Tokens.Sign($$"""{"iss":"flix","aud":"videos","exp":{{Soon}}}""")).Refusal, Is.Null);
        Assert.That(Verify(Tokens.Sign($$"""{"iss":"flix","aud":["other","videos"],"exp":{{Soon}}}""")).Refusal, Is.Null);
        IsRefused(Tokens.Sign($$"""{"iss":"other","aud":"videos","exp":{{Soon}}}"""), "token-issuer");
        IsRefused(Tokens.Sign($$"""{"aud":"videos","exp":{{Soon}}}"""), "token-issuer");
        IsRefused(Tokens.Sign($$"""{"iss":"flix","aud":"other","exp":{{Soon}}}"""), "token-audience");
        IsRefused(Tokens.Sign($$"""{"iss":"flix","exp":{{Soon}}}"""), "token-audience");
    }

    // NOW, or so many seconds before or after it.
    private static string WithTimes(string payload) => NowAndThen.Replace(
        payload, static match => (Now + (match.Groups["offset"] is { Success: true, Value: var offset } ? long.Parse(offset, CultureInfo.InvariantCulture) : 0)).ToString(CultureInfo.InvariantCulture));

    [GeneratedRegex("NOW(?<offset>[+-][0-9]+)?", RegexOptions.NonBacktracking)]
    private static partial Regex NowAndThen { get; }
}
