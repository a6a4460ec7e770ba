using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace FlixTube.Host.Tests.Library;

internal sealed class VideoEditTests
{
    private const string Everything = """
        { "title": "A day at the beach", "description": "Sand\nand sun", "duration": 83.456, "tags": ["summer", "Sea"], "posterPath": "posters/beach #1.jpg" }
        """;

    private RunningHost _host = null!;
    private string _id = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _host = new RunningHost();
        _id = await UploadAsync("beach.mp4");
    }

    [TearDown]
    public async Task StopAsync() => await _host.DisposeAsync();

    [Test]
    public async Task What_is_said_about_a_video_is_told_of_it_alone_and_in_the_list()
    {
        var changed = await JsonAsync(await PatchAsync(Everything));

        var alone = await JsonAsync(await _host.Client.GetAsync($"/videos/{_id}"));
        var listed = (await JsonAsync(await _host.Client.GetAsync("/videos"))).GetProperty("videos")[0];
        foreach (var told in new[] { changed, alone, listed })
        {
            Assert.That(told.GetProperty("title").GetString(), Is.EqualTo("A day at the beach"));
            Assert.That(told.GetProperty("duration").GetDouble(), Is.EqualTo(83.456));
            Assert.That(told.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()), Is.EqualTo(new[] { "summer", "Sea" }));
            Assert.That(told.GetProperty("posterPath").GetString(), Is.EqualTo("posters/beach #1.jpg"));
        }

        Assert.That(alone.GetProperty("description").GetString(), Is.EqualTo("Sand\nand sun"));
        Assert.That(alone.GetProperty("length").GetInt64(), Is.EqualTo(3));
    }

    [Test]
    public async Task What_a_patch_does_not_name_stays_and_what_is_null_goes()
    {
        await PatchAsync(Everything);

        var video = await JsonAsync(await PatchAsync("""{ "title": "Another", "description": null, "tags": null }"""));

        Assert.That(video.GetProperty("title").GetString(), Is.EqualTo("Another"));
        Assert.That(video.GetProperty("description").ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That(video.GetProperty("tags").GetArrayLength(), Is.Zero);
        Assert.That(video.GetProperty("duration").GetDouble(), Is.EqualTo(83.456));
    }

    [Test]
    public async Task Whoever_names_the_version_does_not_overwrite_somebody_elses_change()
    {
        var seen = (await _host.Client.GetAsync($"/videos/{_id}")).Headers.ETag!;
        var first = await PatchAsync("""{ "title": "first" }""", seen.Tag);
        Assert.That(first.StatusCode, Is.EqualTo(HttpStatusCode.OK));

        await ProblemAssert.IsProblemAsync(await PatchAsync("""{ "title": "second" }""", seen.Tag), HttpStatusCode.PreconditionFailed, "precondition-failed");
        Assert.That((await PatchAsync("""{ "title": "third" }""", $"\"x\", {first.Headers.ETag!.Tag}")).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await PatchAsync("""{ "title": "any" }""", "*")).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        await ProblemAssert.IsProblemAsync(await PatchAsync("""{ "title": "weak" }""", $"W/{seen.Tag}"), HttpStatusCode.PreconditionFailed, "precondition-failed");
    }

    [Test]
    public async Task A_delete_that_names_an_old_version_deletes_nothing()
    {
        var seen = (await _host.Client.GetAsync($"/videos/{_id}")).Headers.ETag!;
        var present = (await PatchAsync("""{ "title": "changed" }""")).Headers.ETag!;

        await ProblemAssert.IsProblemAsync(await DeleteAsync(seen.Tag), HttpStatusCode.PreconditionFailed, "precondition-failed");
        Assert.That((await _host.Client.GetAsync($"/video?id={_id}")).StatusCode, Is.EqualTo(HttpStatusCode.OK));

        Assert.That((await DeleteAsync(present.Tag)).StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That((await _host.Client.GetAsync($"/video?id={_id}")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task Changes_that_name_no_version_are_all_made()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => PatchAsync(i % 2 == 0 ? """{ "title": "t" }""" : """{ "duration": 5 }""")));

        Assert.That(answers.Select(a => a.StatusCode), Has.All.EqualTo(HttpStatusCode.OK));
        var video = await JsonAsync(await _host.Client.GetAsync($"/videos/{_id}"));
        Assert.That((video.GetProperty("title").GetString(), video.GetProperty("duration").GetDouble()), Is.EqualTo(("t", 5d)));
    }

    [TestCase("[]")]
    [TestCase("{")]
    [TestCase("")]
    [TestCase("null")]
    [TestCase("""{ "title": 5 }""")]
    [TestCase("""{ "title": "" }""")]
    [TestCase("""{ "title": "a\u0000b" }""")]
    [TestCase("""{ "title": "\ud83c" }""")]
    [TestCase("""{ "duration": "long" }""")]
    [TestCase("""{ "duration": -1 }""")]
    [TestCase("""{ "duration": 1e300 }""")]
    [TestCase("""{ "tags": "summer" }""")]
    [TestCase("""{ "tags": [null] }""")]
    [TestCase("""{ "tags": ["a", "a"] }""")]
    [TestCase("""{ "path": "elsewhere.mp4" }""")]
    [TestCase("""{ "\ud83c": "title" }""")]
    [TestCase("""{ "id": "5d9e690ad76fe06a3d7ae416" }""")]
    public async Task What_cannot_be_said_is_refused_and_changes_nothing(string patch)
    {
        await PatchAsync(Everything);

        await ProblemAssert.IsProblemAsync(await PatchAsync(patch), HttpStatusCode.BadRequest, "invalid-entry");

        Assert.That((await JsonAsync(await _host.Client.GetAsync($"/videos/{_id}"))).GetProperty("title").GetString(), Is.EqualTo("A day at the beach"));
    }

    [Test]
    public async Task A_refusal_lists_every_field_that_is_wrong()
    {
        var answer = await PatchAsync("""{ "title": "", "description": "good", "duration": -1, "tags": [1], "posterPath": "/absolute", "size": 1 }""");

        var problem = JsonDocument.Parse(await ProblemAssert.IsProblemAsync(answer, HttpStatusCode.BadRequest, "invalid-entry")).RootElement;
        Assert.That(problem.GetProperty("errors").EnumerateObject().Select(e => e.Name), Is.EquivalentTo(["title", "duration", "tags", "posterPath", "size"]));
        Assert.That(problem.GetProperty("errors").GetProperty("title")[0].GetString(), Is.EqualTo("A title has 1 to 500 characters."));
    }

    [Test]
    public async Task A_patch_of_a_wrong_kind_size_or_video_is_refused()
    {
        await ProblemAssert.IsProblemAsync(await PatchAsync("""{ "posterPath": "/absolute" }"""), HttpStatusCode.BadRequest, "invalid-entry");
        await ProblemAssert.IsProblemAsync(await PatchAsync("{}", type: "text/plain"), HttpStatusCode.UnsupportedMediaType, "unsupported-media-type");
        await ProblemAssert.IsProblemAsync(
            await PatchAsync($$"""{ "description": "{{new string('x', 300_000)}}" }"""), HttpStatusCode.RequestEntityTooLarge, "too-large");
        _id = "5d9e690ad76fe06a3d7ae416";
        await ProblemAssert.IsProblemAsync(await PatchAsync(Everything), HttpStatusCode.NotFound, "video-not-found");
        _id = "nonsense";
        await ProblemAssert.IsProblemAsync(await PatchAsync(Everything), HttpStatusCode.BadRequest, "invalid-id");
    }

    [Test]
    public async Task Nobody_without_the_right_changes_anything()
    {
        await using var host = new RunningHost(new() { ["Access:JwtKey"] = new string('k', 40) });
        using var request = new HttpRequestMessage(HttpMethod.Patch, "/videos/5d9e690ad76fe06a3d7ae416") { Content = Body(Everything) };

        Assert.That((await host.Client.SendAsync(request)).StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [Test]
    public async Task A_list_has_an_order_a_search_and_a_count()
    {
        await PatchAsync("""{ "title": "Beta", "tags": ["sea"] }""");
        _id = await UploadAsync("a.mp4");
        await PatchAsync("""{ "title": "alpha" }""");
        await UploadAsync("c.mp4");

        Assert.That(await PathsAsync(""), Is.EqualTo("a.mp4 beach.mp4 c.mp4"));
        Assert.That(await PathsAsync("?orderBy=path"), Is.EqualTo("a.mp4 beach.mp4 c.mp4"));
        Assert.That(await PathsAsync("?orderBy=title"), Is.EqualTo("c.mp4 beach.mp4 a.mp4"));
        Assert.That(await PathsAsync("?orderBy=newest"), Is.EqualTo("c.mp4 a.mp4 beach.mp4"));
        Assert.That(await PathsAsync("?title=AL"), Is.EqualTo("a.mp4"));
        Assert.That(await PathsAsync("?tag=sea"), Is.EqualTo("beach.mp4"));
        Assert.That(await PathsAsync("?title=al&tag=sea"), Is.Empty);

        var first = await JsonAsync(await _host.Client.GetAsync("/videos?pageSize=2&orderBy=title"));
        Assert.That(first.GetProperty("totalCount").GetInt64(), Is.EqualTo(3));
        var token = first.GetProperty("nextPageToken").GetString();
        var second = await JsonAsync(await _host.Client.GetAsync($"/videos?pageSize=2&orderBy=title&pageToken={token}"));
        Assert.That(second.GetProperty("videos").GetArrayLength(), Is.EqualTo(1));
        Assert.That(second.GetProperty("totalCount").ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That((await JsonAsync(await _host.Client.GetAsync("/videos?tag=sea"))).GetProperty("totalCount").GetInt64(), Is.EqualTo(1));
        await ProblemAssert.IsProblemAsync(await _host.Client.GetAsync($"/videos?pageToken={token}"), HttpStatusCode.BadRequest, "invalid-page-token");
    }

    [TestCase("orderBy=size", "invalid-order")]
    [TestCase("title=", "invalid-entry")]
    [TestCase("tag=", "invalid-entry")]
    [TestCase("title=%00", "invalid-entry")]
    public async Task A_search_that_makes_no_sense_is_refused(string query, string kind) =>
        await ProblemAssert.IsProblemAsync(await _host.Client.GetAsync($"/videos?{query}"), HttpStatusCode.BadRequest, kind);

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage answer)
    {
        Assert.That(answer.IsSuccessStatusCode, Is.True, $"{answer.StatusCode}");
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
    }

    private static StringContent Body(string json, string type = "application/merge-patch+json") => new(json, Encoding.UTF8, new MediaTypeHeaderValue(type));

    private async Task<string> PathsAsync(string query) => string.Join(' ',
        (await JsonAsync(await _host.Client.GetAsync($"/videos{query}"))).GetProperty("videos").EnumerateArray().Select(v => v.GetProperty("path").GetString()));

    private async Task<HttpResponseMessage> PatchAsync(string patch, string? ifMatch = null, string type = "application/merge-patch+json")
    {
        using var request = new HttpRequestMessage(HttpMethod.Patch, $"/videos/{_id}") { Content = Body(patch, type) };
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        return await _host.Client.SendAsync(request);
    }

    private async Task<HttpResponseMessage> DeleteAsync(string ifMatch)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, $"/videos/{_id}");
        request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        return await _host.Client.SendAsync(request);
    }

    private async Task<string> UploadAsync(string path)
    {
        using var answer = await _host.Client.PostAsync($"/videos?path={path}", new ByteArrayContent(new byte[3]));
        return (await JsonAsync(answer)).GetProperty("id").GetString()!;
    }
}
