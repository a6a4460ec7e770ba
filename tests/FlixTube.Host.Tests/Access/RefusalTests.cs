using System.Net;
using System.Net.Http.Headers;

namespace FlixTube.Host.Tests.Access;

/// <summary>Who is refused what, through the door that everybody uses.</summary>
internal sealed class RefusalTests
{
    private RunningHost _host = null!;
    private string _id = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        _host = new RunningHost(new()
        {
            ["Access:JwtKey"] = Tokens.Key,
            ["Playback:RequireToken"] = "true",
            ["Access:Revoked:0:Jti"] = "revoked-token",
            ["Access:Revoked:1:Sub"] = "revoked-subject",
            ["Access:Revoked:2:Jti"] = "revoked-once",
            ["Access:Revoked:2:Until"] = "2020-01-01T00:00:00Z",
        });
        foreach (var path in new[] { "a.mp4", "b.mp4" })
        {
            using var stored = await SendAsync("POST", $"/videos?path={path}", Tokens.Of("uploader"), new ByteArrayContent([1, 2, 3]));
            Assert.That(stored.StatusCode, Is.EqualTo(HttpStatusCode.Created));
            _id ??= stored.Headers.Location!.OriginalString.Split('/')[^1];
        }
    }

    [OneTimeTearDown]
    public async Task Stop() => await _host.DisposeAsync();

    private Task<HttpResponseMessage> SendAsync(string method, string url, string? token, HttpContent? content = null)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), url.Replace("ID", _id, StringComparison.Ordinal)) { Content = content };
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);

        return _host.Client.SendAsync(request);
    }

    private static IEnumerable<TestCaseData> Bad()
    {
        var past = DateTimeOffset.UtcNow.AddHours(-1);
        yield return Case("expired", Tokens.Of("operator", past), 401, "token-expired");
        yield return Case("not yet valid", Tokens.Of("operator", DateTimeOffset.UtcNow.AddMinutes(5)), 401, "token-not-yet-valid");
        yield return Case("of another key", Tokens.Sign($$"""{"role":"operator",{{Tokens.Times()}}}""", key: "another key that is long enough too"), 401, "token-signature");
        yield return Case("alg none", Tokens.Sign($$"""{"role":"operator",{{Tokens.Times()}}}""", """{"alg":"none"}"""), 401, "token-algorithm");
        yield return Case("alg RS256", Tokens.Sign($$"""{"role":"operator",{{Tokens.Times()}}}""", """{"alg":"RS256"}"""), 401, "token-algorithm");
        yield return Case("malformed", "nonsense", 401, "token-malformed");
        yield return Case("without an end", Tokens.Sign("""{"role":"operator"}"""), 401, "token-lifetime");
        yield return Case("for a year", Tokens.Sign($$"""{"role":"operator","exp":{{DateTimeOffset.UtcNow.AddYears(1).ToUnixTimeSeconds()}}}"""), 401, "token-lifetime");
        yield return Case("revoked by its id", Tokens.Of("operator", id: "revoked-token"), 401, "token-revoked");
        yield return Case("revoked by its subject", Tokens.Of("operator", subject: "revoked-subject"), 401, "token-revoked");
        yield return Case("of a viewer", Tokens.Of("viewer"), 403, "role-missing");
        yield return Case("of nobody in particular", Tokens.Sign($$"""{"sub":"ann",{{Tokens.Times()}}}"""), 403, "role-missing");
        yield return Case("a link", Tokens.Link("\"videoPath\":\"a.mp4\""), 403, "token-other-video");

        static TestCaseData Case(string name, string token, int status, string kind) => new TestCaseData(token, status, kind).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Bad))]
    public async Task A_token_that_is_not_good_enough_is_told_why(string token, int status, string kind)
    {
        using var answer = await SendAsync("DELETE", "/videos/ID", token);

        await ProblemAssert.IsProblemAsync(answer, (HttpStatusCode)status, kind);
        Assert.That(answer.Headers.WwwAuthenticate.ToString(), Does.StartWith(
            $"Bearer realm=\"flixtube\", error=\"{(status == 403 ? "insufficient_scope" : "invalid_token")}\", error_description=\""));
        Assert.That(answer.Headers.CacheControl?.ToString(), Is.EqualTo("no-store"));
    }

    [TestCase("GET", "/video?path=a.mp4")]
    [TestCase("GET", "/video?id=ID")]
    [TestCase("GET", "/videos")]
    [TestCase("GET", "/videos/ID")]
    [TestCase("GET", "/storage/videos")]
    [TestCase("POST", "/videos?path=c.mp4")]
    [TestCase("PATCH", "/videos/ID")]
    [TestCase("DELETE", "/videos/ID")]
    [TestCase("POST", "/videos/ID/link")]
    [TestCase("PUT", "/storage/videos?path=c.mp4")]
    [TestCase("DELETE", "/storage/videos?path=a.mp4")]
    [TestCase("POST", "/storage/switch")]
    [TestCase("POST", "/access/revocations")]
    public async Task Without_a_token_nothing_is_shown_or_done(string method, string url)
    {
        using var answer = await SendAsync(method, url, token: null);
        await ProblemAssert.IsProblemAsync(answer, HttpStatusCode.Unauthorized, "token-required");
        Assert.That(answer.Headers.WwwAuthenticate.ToString(), Is.EqualTo("Bearer realm=\"flixtube\""));
    }

    [TestCase("/")]
    [TestCase("/app.js")]
    [TestCase("/health/live")]
    [TestCase("/health/ready")]
    [TestCase("/storage")]
    [TestCase("/openapi/v1.json")]
    public async Task What_says_nothing_of_videos_stays_open(string url)
    {
        using var answer = await SendAsync("GET", url, token: null);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [TestCase("GET", "/video?path=a.mp4", "viewer")]
    [TestCase("GET", "/videos", "viewer")]
    [TestCase("GET", "/videos/ID", "viewer")]
    [TestCase("GET", "/storage/videos", "viewer")]
    [TestCase("POST", "/videos/ID/link", "viewer")]
    [TestCase("PATCH", "/videos/ID", "uploader")]
    [TestCase("PUT", "/storage/videos?path=", "uploader")]
    [TestCase("POST", "/videos?path=", "uploader")]
    [TestCase("POST", "/storage/switch", "operator")]
    [TestCase("POST", "/access/revocations", "operator")]
    public async Task A_route_is_for_a_role_and_those_above_it(string method, string url, string least)
    {
        string[] roles = ["viewer", "uploader", "operator"];
        foreach (var role in roles)
        {
            using var answer = await SendAsync(method, url, Tokens.Of(role));
            var isEnough = Array.IndexOf(roles, role) >= Array.IndexOf(roles, least);
            Assert.That(answer.StatusCode == HttpStatusCode.Forbidden, Is.Not.EqualTo(isEnough), $"{role}: {answer.StatusCode}");
            Assert.That(answer.StatusCode, Is.Not.EqualTo(HttpStatusCode.Unauthorized));
        }
    }

    [TestCase("/video?path=b.mp4")]
    [TestCase("/video?id=5d9e690ad76fe06a3d7ae416")]
    [TestCase("/video?path=a.mp4&id=5d9e690ad76fe06a3d7ae416")]
    [TestCase("/videos/5d9e690ad76fe06a3d7ae416")]
    [TestCase("/videos")]
    [TestCase("/storage/videos")]
    public async Task A_link_shows_nothing_but_its_video(string url)
    {
        var link = Tokens.Link($"\"videoPath\":\"a.mp4\",\"videoId\":\"{_id}\"");
        using var byAddress = await SendAsync("GET", $"{url}{(url.Contains('?', StringComparison.Ordinal) ? '&' : '?')}token={link}", token: null);
        using var byHeader = await SendAsync("GET", url, link);

        await ProblemAssert.IsProblemAsync(byAddress, HttpStatusCode.Forbidden, "token-other-video");
        await ProblemAssert.IsProblemAsync(byHeader, HttpStatusCode.Forbidden, "token-other-video");
    }

    [TestCase("GET", "/video?path=a.mp4")]
    [TestCase("HEAD", "/video?path=a.mp4")]
    [TestCase("GET", "/video?id=ID")]
    [TestCase("GET", "/videos/ID")]
    public async Task A_link_shows_its_video_to_its_holder_alone(string method, string url)
    {
        var link = Tokens.Link($"\"videoPath\":\"a.mp4\",\"videoId\":\"{_id.ToUpperInvariant()}\"");
        using var answer = await SendAsync(method, $"{url}{(url.Contains('?', StringComparison.Ordinal) ? '&' : '?')}token={link}", token: null);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(answer.Headers.CacheControl?.Private, Is.True);
        Assert.That(answer.Headers.GetValues("Referrer-Policy"), Is.EqualTo(["no-referrer"]));
    }

    [Test]
    public async Task A_token_that_is_no_link_does_not_belong_into_an_address()
    {
        using var answer = await SendAsync("GET", $"/video?path=a.mp4&token={Tokens.Of("viewer")}", token: null);
        await ProblemAssert.IsProblemAsync(answer, HttpStatusCode.Unauthorized, "token-not-a-link");
    }

    [Test]
    public async Task Two_tokens_are_one_too_many()
    {
        var link = Tokens.Link("\"videoPath\":\"a.mp4\"");
        using var both = await SendAsync("GET", $"/video?path=a.mp4&token={link}", Tokens.Of("viewer"));
        using var twice = await SendAsync("GET", $"/video?token={link}&path=a.mp4&token={link}", token: null);

        await ProblemAssert.IsProblemAsync(both, HttpStatusCode.BadRequest, "token-repeated");
        await ProblemAssert.IsProblemAsync(twice, HttpStatusCode.BadRequest, "token-repeated");
        Assert.That(both.Headers.WwwAuthenticate.ToString(), Does.Contain("error=\"invalid_request\""));
    }

    [Test]
    public async Task A_revocation_counts_for_what_it_names_until_its_end()
    {
        using var answer = await SendAsync("GET", "/videos", Tokens.Of("viewer", id: "revoked-once"));
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }
}
