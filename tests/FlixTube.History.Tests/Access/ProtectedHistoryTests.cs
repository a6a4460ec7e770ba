using System.Net;
using System.Net.Http.Headers;
using System.Text;
using FlixTube.Testing.Access;
using FlixTube.Testing.Hosts;
using FlixTube.Testing.Programs;

namespace FlixTube.History.Tests.Access;

internal sealed class ProtectedHistoryTests
{
    private RunningHistory _history;

    [SetUp]
    public void Start() => _history = new RunningHistory(new() { ["Access:JwtKey"] = SignedToken.Key, ["History:RequireToken"] = "true" });

    [TearDown]
    public async Task Stop() => await _history.DisposeAsync();

    [TestCase("GET", null, 401, "token-required")]
    [TestCase("GET", "viewer", 200, null)]
    [TestCase("GET", "uploader", 200, null)]
    [TestCase("POST", null, 401, "token-required")]
    [TestCase("POST", "viewer", 403, "role-missing")]
    [TestCase("POST", "uploader", 200, null)]
    [TestCase("POST", "operator", 200, null)]
    public async Task Viewers_read_and_services_write(string method, string? role, int status, string? problem)
    {
        using var answer = await SendAsync(method, role is null ? null : SignedToken.Of(role));

        Assert.That((int)answer.StatusCode, Is.EqualTo(status));
        if (problem is not null)
            await ProblemAssert.IsProblemAsync(answer, (HttpStatusCode)status, problem);
    }

    [Test]
    public async Task A_link_to_a_video_opens_no_history() =>
        await ProblemAssert.IsProblemAsync(await SendAsync("GET", SignedToken.Link("a.mp4", "ann")), HttpStatusCode.Forbidden, "token-other-video");

    [Test]
    public async Task A_token_that_is_revoked_here_is_refused_and_without_a_broker_nobody_else_is_spoken_of()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "access/revocations") { Content = Json("""{"sub":"ann"}""") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", SignedToken.Of("operator", "the operator"));
        using var answer = await _history.Client.SendAsync(request);

        Assert.That(await answer.Content.ReadAsStringAsync(), Does.StartWith("{\"until\":").And.Not.Contain("announced"));
        await ProblemAssert.IsProblemAsync(await SendAsync("GET", SignedToken.Of("viewer")), HttpStatusCode.Unauthorized, "token-revoked");
    }

    [TestCase(null)]
    [TestCase("another key, which is long enough for HS256")]
    public async Task A_host_with_the_same_key_tells_it_of_views(string? itsOwnKey)
    {
        var settings = new Dictionary<string, string> { ["Viewed:Http:BaseAddress"] = _history.Client.BaseAddress!.AbsoluteUri, ["JWT_KEY"] = itsOwnKey ?? SignedToken.Key };
        if (itsOwnKey is not null)
            settings["Viewed:Http:JwtKey"] = SignedToken.Key;

        await using var host = await HostProcess.StartAsync(settings, Repository.SampleVideo);
        await host.Client.GetByteArrayAsync(host.VideoUri(Path.GetFileName(Repository.SampleVideo)));

        _history.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", SignedToken.Of("viewer"));
        Assert.That(await HistoryOf.AtLeastAsync(_history.Client, 1), Has.Count.EqualTo(1));
    }

    private Task<HttpResponseMessage> SendAsync(string method, string? token)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), method == "GET" ? "history" : "viewed");
        if (method == "POST")
            request.Content = Json("""{ "videoPath": "a.mp4" }""");

        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);

        return _history.Client.SendAsync(request);
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");
}
