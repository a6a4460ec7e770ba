using System.Net;
using System.Text.Json;
using FlixTube.Host.Tests.Access;

namespace FlixTube.Host.Tests.Gateway;

/// <summary>The store's own door, as a person with curl sees it; that a store can live behind it is the kit's to prove.</summary>
internal sealed class GatewayRouteTests
{
    private const string Video = "/storage/videos?path=a.mp4";

    private RunningHost _host = null!;

    [OneTimeSetUp]
    public void Start() => _host = new RunningHost();

    [OneTimeTearDown]
    public async Task Stop() => await _host.DisposeAsync();

    private Task<HttpResponseMessage> SendAsync(HttpMethod method, string url, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, url) { Content = method == HttpMethod.Put ? new ByteArrayContent([1, 2, 3]) : null };
        foreach (var (name, value) in headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
                request.Content!.Headers.TryAddWithoutValidation(name, value);
        }

        return _host.Client.SendAsync(request);
    }

    [Test]
    public async Task A_video_is_put_found_by_the_library_too_and_deleted()
    {
        using var put = await SendAsync(HttpMethod.Put, "/storage/videos?path=put.mp4", ("FlixTube-Metadata", "title=A%20day"));
        var written = JsonDocument.Parse(await put.Content.ReadAsStringAsync()).RootElement;
        Assert.That(written.GetProperty("metadata").GetProperty("title").GetString(), Is.EqualTo("A day"));
        Assert.That(await _host.Client.GetStringAsync("/videos"), Does.Contain("put.mp4"));
        Assert.That(await _host.Client.GetStringAsync("/storage/videos?prefix=put"), Does.Contain(written.GetProperty("eTag").GetString()!));

        var etag = $"\"{written.GetProperty("eTag").GetString()}\"";
        using var refused = await SendAsync(HttpMethod.Delete, "/storage/videos?path=put.mp4", ("If-Match", "\"other\""));
        await ProblemAssert.IsProblemAsync(refused, HttpStatusCode.PreconditionFailed, "precondition-failed");
        using var deleted = await SendAsync(HttpMethod.Delete, "/storage/videos?path=put.mp4", ("If-Match", etag));
        Assert.That(deleted.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That(await _host.Client.GetStringAsync("/videos"), Does.Not.Contain("put.mp4"));
    }

    [Test]
    public async Task A_viewer_is_told_nothing_that_only_a_store_asks_for()
    {
        await SendAsync(HttpMethod.Put, Video, ("FlixTube-Metadata", "title=private"));

        using var viewers = await SendAsync(HttpMethod.Get, "/video?path=a.mp4");
        using var stores = await SendAsync(HttpMethod.Get, "/video?path=a.mp4", ("FlixTube-Store", "1"));

        Assert.That(viewers.Headers.ToString() + viewers.Content.Headers, Does.Not.Contain("FlixTube").And.Not.Contain("private").And.Not.Contain("Vary"));
        Assert.That(viewers.Headers.CacheControl?.ToString(), Is.EqualTo("no-cache"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(stores.Headers.GetValues("FlixTube-Metadata"), Is.EqualTo(new[] { "title=private" }));
            Assert.That(stores.Headers.GetValues("FlixTube-Content-SHA256"), Is.EqualTo(new[] { viewers.Headers.ETag!.Tag.Trim('"') }));
            Assert.That(stores.Headers.ETag, Is.Not.EqualTo(viewers.Headers.ETag), "the store's own tag");
            Assert.That(stores.Headers.CacheControl?.ToString(), Is.EqualTo("no-store"), "no cache may give this to viewers");
            Assert.That(stores.Headers.Vary, Is.EqualTo(new[] { "FlixTube-Store" }));
        }
    }

    [TestCase("PUT", "/storage/videos", null, null, "missing-parameter", "path")]
    [TestCase("DELETE", "/storage/videos", null, null, "missing-parameter", "path")]
    [TestCase("PUT", "/storage/videos?path=../a", null, null, "invalid-path", "path")]
    [TestCase("PUT", Video, "If-None-Match", "\"a\"", "unsupported-condition", "If-None-Match")]
    [TestCase("PUT", Video, "If-Match", "*", "unsupported-condition", "If-Match")]
    [TestCase("PUT", Video, "If-Match", "\"a\", \"b\"", "unsupported-condition", "If-Match")]
    [TestCase("DELETE", Video, "If-Match", "W/\"a\"", "unsupported-condition", "If-Match")]
    [TestCase("DELETE", Video, "If-Unmodified-Since", "Sun, 06 Nov 1994 08:49:37 GMT", "unsupported-condition", "If-Unmodified-Since")]
    [TestCase("PUT", Video, "FlixTube-Metadata", "title", "invalid-options", "FlixTube-Metadata")]
    [TestCase("PUT", Video, "FlixTube-Metadata", "Title=1", "invalid-options", "FlixTube-Metadata")]
    [TestCase("PUT", Video, "Content-Encoding", "gzip", "partial-upload", "Content-Encoding")]
    [TestCase("GET", "/storage/videos?pageSize=0", null, null, "invalid-page-size", "pageSize")]
    [TestCase("GET", "/storage/videos?pageToken=%00", null, null, "invalid-page-token", "pageToken")]
    public async Task A_request_that_makes_no_sense_is_refused_by_name_and_says_which_field_is_wrong(
        string method, string url, string? header, string? value, string kind, string field)
    {
        using var answer = await SendAsync(new HttpMethod(method), url, header is null ? [] : [(header, value!)]);
        var problem = await ProblemAssert.IsProblemAsync(answer, HttpStatusCode.BadRequest, kind);
        Assert.That(Fields(problem), Is.EqualTo(new[] { field }));
    }

    [Test]
    public async Task Conditions_that_exclude_each_other_are_both_named()
    {
        using var answer = await SendAsync(HttpMethod.Put, Video, ("If-None-Match", "*"), ("If-Match", "\"a\""));
        var problem = await ProblemAssert.IsProblemAsync(answer, HttpStatusCode.BadRequest, "invalid-options");
        Assert.That(Fields(problem), Is.EqualTo(new[] { "If-None-Match", "If-Match" }));
    }

    [Test]
    public async Task What_the_store_can_do_is_said()
    {
        var capabilities = JsonDocument.Parse(await _host.Client.GetStringAsync("/storage/capabilities")).RootElement;
        Assert.That(capabilities.GetProperty("conditionalWrite").GetBoolean(), Is.True);
        Assert.That(capabilities.GetProperty("maxVideoLength").GetInt64(), Is.EqualTo(64L << 30));
    }

    [Test]
    public async Task Changes_need_a_token_and_lists_do_not_when_there_is_a_key()
    {
        await using var host = new RunningHost(new() { ["Access:JwtKey"] = Tokens.Key });

        foreach (var method in new[] { HttpMethod.Put, HttpMethod.Delete })
        {
            using var answer = await host.Client.SendAsync(new HttpRequestMessage(method, Video));
            await ProblemAssert.IsProblemAsync(answer, HttpStatusCode.Unauthorized, "token-required");
        }

        Assert.That((await host.Client.GetAsync("/storage/videos")).StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task The_routes_are_documented()
    {
        var document = await _host.Client.GetStringAsync("/openapi/v1.json");
        foreach (var part in new[] { "\"/storage/videos\"", "\"/storage/capabilities\"", "\"FlixTube-Metadata\"", "\"If-Match\"", "\"prefix\"" })
            Assert.That(document, Does.Contain(part));
    }

    private static IEnumerable<string> Fields(string problem) =>
        JsonDocument.Parse(problem).RootElement.GetProperty("errors").EnumerateObject().Select(static error => error.Name);
}
