using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using FlixTube.Host.Tests.Doubles;
using FlixTube.Storage;
using FlixTube.Testing.Faults;
using Microsoft.Extensions.DependencyInjection;

namespace FlixTube.Host.Tests.Access;

/// <summary>Links as people get and use them.</summary>
internal sealed class LinkTests
{
    private static Dictionary<string, string?> Protected => new() { ["Access:JwtKey"] = Tokens.Key, ["Playback:RequireToken"] = "true", ["Streaming:CacheControl"] = "public, max-age=60, s-maxage=600" };

    private static HttpRequestMessage Request(HttpMethod method, string url, string? token) =>
        new(method, url) { Headers = { Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token) } };

    private static async Task<string> UploadAsync(RunningHost host)
    {
        var upload = Request(HttpMethod.Post, "/videos?path=a+b%26c.mp4", Tokens.Of("uploader"));
        upload.Content = new ByteArrayContent([1, 2, 3]);
        using var answer = await host.Client.SendAsync(upload);
        return answer.Headers.Location!.OriginalString;
    }

    private static async Task<JsonElement> LinkAsync(RunningHost host, string url, string token)
    {
        using var answer = await host.Client.SendAsync(Request(HttpMethod.Post, url, token));
        var text = await answer.Content.ReadAsStringAsync();
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK), text);
        Assert.That(answer.Headers.CacheControl?.NoStore, Is.True);
        return JsonDocument.Parse(text).RootElement;
    }

    [Test]
    public async Task Whoever_gets_a_link_plays_the_video_by_its_id_and_by_its_path_and_no_shared_cache_keeps_it()
    {
        await using var host = new RunningHost(Protected);
        var video = await UploadAsync(host);

        var link = await LinkAsync(host, $"{video}/link?lifetime=3600&subject=bob", Tokens.Of("uploader"));
        using var byId = await host.Client.GetAsync(link.GetProperty("url").GetString());
        using var byPath = await host.Client.GetAsync($"/video?path=a+b%26c.mp4&token={link.GetProperty("token").GetString()}");

        Assert.That(await byId.Content.ReadAsByteArrayAsync(), Is.EqualTo(new byte[] { 1, 2, 3 }));
        Assert.That(await byPath.Content.ReadAsByteArrayAsync(), Is.EqualTo(new byte[] { 1, 2, 3 }));
        Assert.That(byId.Headers.CacheControl?.ToString(), Is.EqualTo("max-age=60, private"));
        Assert.That(link.GetProperty("expiresAt").GetDateTimeOffset(), Is.EqualTo(DateTimeOffset.UtcNow.AddHours(1)).Within(TimeSpan.FromMinutes(1)));
    }

    [Test]
    public async Task A_link_says_whose_it_is()
    {
        await using var host = new RunningHost(Protected);
        var video = await UploadAsync(host);

        foreach (var (query, subject) in new[] { ("", "ann"), ("?subject=bob", "bob") })
        {
            var link = await LinkAsync(host, $"{video}/link{query}", Tokens.Of("uploader"));
            var claims = JsonDocument.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(link.GetProperty("token").GetString()!.Split('.')[1])).RootElement;
            Assert.That(claims.GetProperty("sub").GetString(), Is.EqualTo(subject));
            Assert.That(claims.GetProperty("jti").GetString(), Is.EqualTo(link.GetProperty("tokenId").GetString()));
            Assert.That(claims.GetProperty("exp").GetInt64() - claims.GetProperty("iat").GetInt64(), Is.EqualTo(900));
        }
    }

    [Test]
    public async Task A_viewers_own_link_ends_with_his_token_and_is_nobody_elses()
    {
        await using var host = new RunningHost(Protected);
        var video = await UploadAsync(host);
        var viewer = Tokens.Of("viewer", DateTimeOffset.UtcNow.AddMinutes(-14));

        var link = await LinkAsync(host, $"{video}/link?lifetime=3600", viewer);
        Assert.That(link.GetProperty("expiresAt").GetDateTimeOffset(), Is.LessThanOrEqualTo(DateTimeOffset.UtcNow.AddMinutes(2)));

        using var forBob = await host.Client.SendAsync(Request(HttpMethod.Post, $"{video}/link?subject=bob", viewer));
        await ProblemAssert.IsProblemAsync(forBob, HttpStatusCode.Forbidden, "role-missing");

        using var fromLink = await host.Client.SendAsync(Request(HttpMethod.Post, $"{video}/link", link.GetProperty("token").GetString()));
        await ProblemAssert.IsProblemAsync(fromLink, HttpStatusCode.Forbidden, "token-other-video");
    }

    [TestCase("lifetime=0", "lifetime")]
    [TestCase("lifetime=14401", "lifetime")]
    [TestCase("lifetime=soon", "lifetime")]
    [TestCase("lifetime=1&lifetime=2", "lifetime")]
    [TestCase("subject=", "subject")]
    public async Task What_is_wrong_with_a_wish_is_said_of_its_parameter(string query, string field)
    {
        await using var host = new RunningHost(Protected);
        var video = await UploadAsync(host);

        using var answer = await host.Client.SendAsync(Request(HttpMethod.Post, $"{video}/link?{query}", Tokens.Of("uploader")));

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        var errors = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("errors");
        Assert.That(errors.GetProperty(field)[0].GetString(), Is.Not.Empty);
    }

    [Test]
    public async Task Without_a_key_there_are_no_links_and_with_open_playback_they_still_need_a_token_to_make()
    {
        await using var keyless = new RunningHost();
        File.WriteAllBytes(Path.Combine(keyless.Videos, "a.mp4"), [1]);
        var listed = JsonDocument.Parse(await keyless.Client.GetStringAsync("/videos")).RootElement.GetProperty("videos")[0].GetProperty("id").GetString();
        using var unsigned = await keyless.Client.PostAsync($"/videos/{listed}/link", content: null);
        await ProblemAssert.IsProblemAsync(unsigned, HttpStatusCode.NotImplemented, "links-need-key");

        await using var open = new RunningHost(new() { ["Access:JwtKey"] = Tokens.Key });
        using var anonymous = await open.Client.PostAsync($"/videos/{listed}/link", content: null);
        await ProblemAssert.IsProblemAsync(anonymous, HttpStatusCode.Unauthorized, "token-required");
    }

    [Test]
    public async Task Where_playback_is_open_a_bad_token_is_nothing_to_it()
    {
        await using var host = new RunningHost(new() { ["Access:JwtKey"] = Tokens.Key });
        await UploadAsync(host);

        using var answer = await host.Client.SendAsync(Request(HttpMethod.Get, "/video?path=a+b%26c.mp4&token=nonsense", "nonsense"));

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(answer.Headers.CacheControl?.Private, Is.False);
    }

    [Test]
    public async Task In_a_chain_the_first_host_judges_and_the_second_sees_the_first_hosts_own_token()
    {
        var cloud = new ScriptedVideoStore();
        cloud.Add(new ScriptedVideo("film.mp4", 1000));
        await using var storage = new RunningHost(
            new(Protected) { ["Catalog:Discovery:Enabled"] = "false" }, services => services.AddKeyedSingleton<IVideoStore>(VideoStorage.ServiceName, cloud));
        await using var wire = await FaultProxy.StartAsync(storage.ClientOptions.BaseAddress);
        var own = Tokens.Of("viewer", id: "of-the-first-host");
        await using var streaming = new RunningHost(new(Protected)
        {
            ["Catalog:Discovery:Enabled"] = "false",
            ["VideoStorage:Provider"] = "http",
            ["VideoStorage:Http:BaseAddress"] = wire.Address.AbsoluteUri,
            ["VideoStorage:Http:Token"] = own,
        });
        wire.Reset();
        var link = Tokens.Link("\"videoPath\":\"film.mp4\"");

        using var other = await streaming.Client.GetAsync($"/video?path=other.mp4&token={link}");
        using var played = await streaming.Client.GetAsync($"/video?path=film.mp4&token={link}");

        await ProblemAssert.IsProblemAsync(other, HttpStatusCode.Forbidden, "token-other-video");
        Assert.That(await played.Content.ReadAsByteArrayAsync(), Has.Length.EqualTo(1000));
        var sent = wire.Requests.Single();
        Assert.That(sent.Headers["Authorization"], Is.EqualTo($"Bearer {own}"));
        Assert.That(sent.PathAndQuery, Is.EqualTo("/video?path=film.mp4"));
    }
}
