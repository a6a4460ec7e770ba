using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace FlixTube.History.Tests;

internal sealed class HistoryRouteTests
{
    private RunningHistory _history;

    [SetUp]
    public void Start() => _history = new RunningHistory();

    [TearDown]
    public async Task Stop() => await _history.DisposeAsync();

    [Test]
    public async Task The_tutorials_message_is_recorded_and_listed()
    {
        using var answer = await PostAsync("""{ "videoPath": "a.mp4" }""");
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));

        var view = (await HistoryOf.AllAsync(_history.Client)).Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(view.GetProperty("videoPath").GetString(), Is.EqualTo("a.mp4"));
            Assert.That(view.GetProperty("at").GetDateTimeOffset(), Is.EqualTo(DateTimeOffset.UtcNow).Within(TimeSpan.FromMinutes(1)));
            Assert.That(view.GetProperty("id").GetString(), Is.Not.Empty);
            Assert.That(view.TryGetProperty("videoId", out _), Is.False);
        }
    }

    [Test]
    public async Task The_same_message_again_is_the_same_view()
    {
        const string Body = """{ "videoPath": "a.mp4", "videoId": "5d9e690ad76fe06a3d7ae416", "at": "2026-05-06T07:08:09.123Z" }""";
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => PostAsync(Body, id: "\"one\"")));
        await PostAsync(Body, id: "one");
        await PostAsync(Body, id: "two");

        var views = await HistoryOf.AllAsync(_history.Client);
        Assert.That(views.Select(view => view.GetProperty("id").GetString()), Is.EqualTo(new[] { "two", "one" }));
        Assert.That(views[0].ToString(), Is.EqualTo("""{"id":"two","videoPath":"a.mp4","videoId":"5d9e690ad76fe06a3d7ae416","at":"2026-05-06T07:08:09.123Z"}"""));
    }

    [Test]
    public async Task Pages_go_from_the_newest_to_the_oldest_whatever_comes_meanwhile()
    {
        for (var i = 0; i < 25; i++)
            await PostAsync($$"""{ "videoPath": "{{i}}.mp4", "at": "2026-05-06T07:08:{{i:00}}Z" }""");

        var first = await _history.Client.GetFromJsonAsync<JsonElement>("history?limit=10");
        await PostAsync("""{ "videoPath": "newer.mp4", "at": "2026-05-06T08:00:00Z" }""");
        var rest = await HistoryOf.AllAsync(_history.Client, "limit=10", first.GetProperty("nextPageToken").GetString());

        var paths = first.GetProperty("history").EnumerateArray().Concat(rest).Select(view => view.GetProperty("videoPath").GetString());
        Assert.That(paths, Is.EqualTo(Enumerable.Range(0, 25).Reverse().Select(i => $"{i}.mp4")));
    }

    [Test]
    public async Task A_history_is_filtered_by_path_and_by_id()
    {
        await PostAsync("""{ "videoPath": "a b.mp4", "videoId": "1" }""");
        await PostAsync("""{ "videoPath": "c.mp4", "videoId": "2" }""");
        await PostAsync("""{ "videoPath": "a b.mp4" }""");

        Assert.That(await HistoryOf.AllAsync(_history.Client, "videoPath=a%20b.mp4"), Has.Count.EqualTo(2));
        Assert.That(await HistoryOf.AllAsync(_history.Client, "videoId=2"), Has.Count.EqualTo(1));
        Assert.That(await HistoryOf.AllAsync(_history.Client, "videoId=2&videoPath=a%20b.mp4"), Is.Empty);
    }

    [Test]
    public async Task Wrong_fields_are_listed()
    {
        using var answer = await PostAsync("""{ "videoPath": "/a.mp4", "at": "soon" }""");
        var text = await ProblemAssert.IsProblemAsync(answer, HttpStatusCode.BadRequest, "invalid-fields");
        Assert.That(JsonDocument.Parse(text).RootElement.GetProperty("errors").EnumerateObject().Select(error => error.Name), Is.EquivalentTo(new[] { "videoPath", "at" }));

        text = await ProblemAssert.IsProblemAsync(await _history.Client.GetAsync("history?limit=0&pageToken=x"), HttpStatusCode.BadRequest, "invalid-fields");
        Assert.That(JsonDocument.Parse(text).RootElement.GetProperty("errors").EnumerateObject().Select(error => error.Name), Is.EquivalentTo(new[] { "limit", "pageToken" }));
        Assert.That(await HistoryOf.AllAsync(_history.Client), Is.Empty);
    }

    [Test]
    public async Task What_is_no_message_is_refused()
    {
        using var form = new StringContent("videoPath=a.mp4", Encoding.UTF8, "application/x-www-form-urlencoded");
        await ProblemAssert.IsProblemAsync(await _history.Client.PostAsync("viewed", form), HttpStatusCode.UnsupportedMediaType, "unsupported-media-type");
        await ProblemAssert.IsProblemAsync(await PostAsync("nonsense"), HttpStatusCode.BadRequest, "invalid-fields");
        await ProblemAssert.IsProblemAsync(await PostAsync(new string(' ', 20_000)), HttpStatusCode.RequestEntityTooLarge, "too-large");
        await ProblemAssert.IsProblemAsync(await _history.Client.GetAsync("viewed"), HttpStatusCode.MethodNotAllowed, "method-not-allowed");
        await ProblemAssert.IsProblemAsync(await _history.Client.GetAsync("nothing"), HttpStatusCode.NotFound, "unknown-route");
    }

    [Test]
    public async Task It_says_that_it_lives_is_ready_and_what_its_routes_are()
    {
        Assert.That(await _history.Client.GetStringAsync("health/live"), Is.EqualTo("""{"status":"healthy"}"""));
        Assert.That(await _history.Client.GetStringAsync("health/ready"), Is.EqualTo("""{"status":"healthy"}"""));
        Assert.That(await _history.Client.GetStringAsync("openapi/v1.json"), Does.Contain("/viewed").And.Contain("/history"));
    }

    private Task<HttpResponseMessage> PostAsync(string json, string? id = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "viewed") { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        if (id is not null)
            request.Headers.TryAddWithoutValidation("Idempotency-Key", id);

        return _history.Client.SendAsync(request);
    }
}
