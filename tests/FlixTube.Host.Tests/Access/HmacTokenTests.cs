using System.Security.Claims;
using System.Text;
using FlixTube.Service.Access;

namespace FlixTube.Host.Tests.Access;

internal sealed class HmacTokenTests
{
    private static readonly long Soon = Tokens.Now.AddMinutes(1).ToUnixTimeSeconds();

    private static (ClaimsIdentity? Identity, string? Refusal) Verify(string token, DateTimeOffset? now = null) =>
        HmacToken.Verify(token, Encoding.UTF8.GetBytes(Tokens.Key), now ?? Tokens.Now);

    [Test]
    public void A_signed_token_with_an_expiry_is_accepted_and_names_its_subject()
    {
        var (identity, refusal) = Verify(Tokens.Good(Tokens.Now));
        Assert.That(refusal, Is.Null);
        Assert.That(identity!.FindFirst(ClaimTypes.NameIdentifier)?.Value, Is.EqualTo("ann"));
        Assert.That(identity.IsAuthenticated, Is.True);
    }

    [Test]
    public void The_example_of_RFC_7515_appendix_A1_verifies_with_its_own_key()
    {
        const string token = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9"
            + ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
            + ".dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        var key = System.Buffers.Text.Base64Url.DecodeFromChars(
            "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow");

        var (identity, refusal) = HmacToken.Verify(token, key, DateTimeOffset.FromUnixTimeSeconds(1300819379));

        Assert.That(refusal, Is.Null);
        Assert.That(identity, Is.Not.Null);
    }

    [Test]
    public void A_token_is_good_until_its_expiry_and_the_clock_skew_have_passed()
    {
        var token = Tokens.Sign($$"""{"exp":{{Soon}}}""");
        var last = DateTimeOffset.FromUnixTimeSeconds(Soon) + HmacToken.ClockSkew;
        Assert.That(Verify(token, last.AddTicks(-1)).Identity, Is.Not.Null);
        Assert.That(Verify(token, last).Refusal, Does.Contain("expired"));
    }

    [TestCase("""{"sub":"ann"}""", "no expiry")]
    [TestCase("""{"exp":"soon"}""", "no expiry")]
    [TestCase("""{"exp":-1}""", "no expiry")]
    [TestCase("""{"exp":1e300}""", "no expiry")]
    [TestCase("""{"exp":4000000000,"nbf":3999999999}""", "not valid yet")]
    [TestCase("""{"exp":4000000000,"nbf":"now"}""", "not valid yet")]
    [TestCase("""{"exp":1,"exp":4000000000}""", "malformed")]
    [TestCase("""[4000000000]""", "malformed")]
    [TestCase("""{"exp":4000000000""", "malformed")]
    public void A_token_whose_claims_do_not_hold_is_refused(string payload, string reason) =>
        Assert.That(Verify(Tokens.Sign(payload)).Refusal, Does.Contain(reason));

    [TestCase("""{"alg":"none"}""")]
    [TestCase("""{"alg":"hs256"}""")]
    [TestCase("""{"alg":"HS512"}""")]
    [TestCase("""{"alg":["HS256"]}""")]
    [TestCase("""{"typ":"JWT"}""")]
    [TestCase("""{"alg":"HS256","crit":["exp"]}""")]
    public void A_token_that_claims_any_other_algorithm_is_refused(string header) =>
        Assert.That(Verify(Tokens.Sign($$"""{"exp":{{Soon}}}""", header)).Refusal, Does.Contain("HS256"));

    [Test]
    public void A_token_of_another_key_is_refused() =>
        Assert.That(Verify(Tokens.Sign($$"""{"exp":{{Soon}}}""", key: "another key that is long enough too")).Refusal, Does.Contain("signature"));

    [Test]
    public void A_token_whose_payload_was_altered_is_refused()
    {
        var parts = Tokens.Good(Tokens.Now).Split('.');
        parts[1] = Tokens.Encode("""{"sub":"eve","exp":4000000000}""");
        Assert.That(Verify(string.Join('.', parts)).Refusal, Does.Contain("signature"));
    }

    [TestCase("")]
    [TestCase(".")]
    [TestCase("..")]
    [TestCase("a.b")]
    [TestCase("a.b.c.d")]
    [TestCase("%%%.???.!!!")]
    public void What_is_no_token_is_refused(string token) =>
        Assert.That(Verify(token).Refusal, Is.Not.Null);

    [Test]
    public void A_token_without_its_signature_is_refused()
    {
        var token = Tokens.Good(Tokens.Now);
        Assert.That(Verify(token[..(token.LastIndexOf('.') + 1)]).Refusal, Does.Contain("signature"));
    }

    [Test]
    public void A_huge_token_is_refused_without_being_decoded() =>
        Assert.That(Verify(Tokens.Sign($$"""{"exp":{{Soon}},"x":"{{new string('x', 10_000)}}"}""")).Refusal, Does.Contain("not a signed"));

    [FsCheck.NUnit.Property]
    public bool No_garbage_is_accepted_or_throws(string? garbage) => Verify(garbage ?? "").Identity is null;
}
