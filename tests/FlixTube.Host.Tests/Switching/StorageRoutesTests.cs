using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using FlixTube.Host.Tests.Access;
using FlixTube.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace FlixTube.Host.Tests.Switching;

internal sealed class StorageRoutesTests
{
    private static RunningHost NewHost(params (string Key, string Value)[] settings)
    {
        var all = CloudServers.Settings().ToDictionary(s => s.Key, s => (string?)s.Value);
        foreach (var (key, value) in settings)
            all[key] = value;

        return new RunningHost(all);
    }

    [Test]
    public async Task The_status_before_any_switch_is_that_of_the_first_generation()
    {
        await using var host = NewHost();

        var status = await host.Client.StorageAsync();

        Assert.That(status.GetProperty("name").GetString(), Is.EqualTo("video-storage"));
        Assert.That(status.GetProperty("provider").GetString(), Is.EqualTo("file"));
        Assert.That(status.GetProperty("configuredProvider").GetString(), Is.EqualTo("file"));
        Assert.That(status.GetProperty("generation").GetInt32(), Is.EqualTo(1));
        Assert.That(status.GetProperty("watched").GetBoolean(), Is.False);
        Assert.That(status.GetProperty("draining").GetArrayLength(), Is.Zero);
        Assert.That(status.TryGetProperty("lastAttempt", out _), Is.False);
    }

    [Test]
    public async Task A_switch_answers_with_the_steps_of_the_probe_when_it_is_done()
    {
        await using var host = NewHost();

        using var answer = await host.Client.SwitchAsync("azure");

        var text = await answer.Content.ReadAsStringAsync();
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK), text);
        Assert.That(text, Does.StartWith("""{"result":"switched","provider":"azure","generation":2,"steps":[{"name":"build","outcome":"passed","milliseconds":"""));
        var status = await host.Client.StorageAsync();
        Assert.That(status.GetProperty("provider").GetString(), Is.EqualTo("azure"));
        Assert.That(status.GetProperty("configuredProvider").GetString(), Is.EqualTo("file"));
        Assert.That(status.GetProperty("watched").GetBoolean(), Is.True);
        Assert.That(status.GetProperty("lastAttempt").GetProperty("trigger").GetString(), Is.EqualTo("request"));
        Assert.That(status.GetProperty("lastAttempt").GetProperty("result").GetString(), Is.EqualTo("switched"));
        Assert.That((await host.Client.GetAsync("/health/ready")).StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task A_dry_run_and_a_switch_to_what_serves_change_nothing_and_say_so()
    {
        await using var host = NewHost();

        Assert.That(await (await host.Client.SwitchAsync("gcp", dryRun: true)).Content.ReadAsStringAsync(), Does.StartWith("""{"result":"fit","provider":"gcp","generation":1,"""));
        Assert.That(await (await host.Client.SwitchAsync("FILE")).Content.ReadAsStringAsync(), Is.EqualTo("""{"result":"alreadyServing","provider":"file","generation":1,"steps":[]}"""));
    }

    [TestCase("{}", "application/json", HttpStatusCode.BadRequest, "invalid-body")]
    [TestCase("""{"provider":""}""", "application/json", HttpStatusCode.BadRequest, "invalid-body")]
    [TestCase("""{"provider":"gcp","dry_run":true}""", "application/json", HttpStatusCode.BadRequest, "invalid-body")]
    [TestCase("""{"provider":"gcp","dryRun":"yes"}""", "application/json", HttpStatusCode.BadRequest, "invalid-body")]
    [TestCase("gcp", "application/json", HttpStatusCode.BadRequest, "invalid-body")]
    [TestCase("null", "application/json", HttpStatusCode.BadRequest, "invalid-body")]
    [TestCase("""{"provider":"gcp"}""", "text/plain", HttpStatusCode.UnsupportedMediaType, "unsupported-media-type")]
    public async Task A_body_that_is_not_understood_switches_nothing(string body, string type, HttpStatusCode status, string kind)
    {
        await using var host = NewHost();

        using var answer = await host.Client.PostAsync("/storage/switch", new StringContent(body, Encoding.UTF8, type));

        await ProblemAssert.IsProblemAsync(answer, status, kind);
        Assert.That(await host.Client.ProviderAsync(), Is.EqualTo("file"));
    }

    [Test]
    public async Task Who_may_not_write_may_not_switch_and_sees_no_reasons()
    {
        await using var host = NewHost(("Access:JwtKey", Tokens.Key), ("VideoStorage:Azure:Container", "missing-4711"));
        await ProblemAssert.IsProblemAsync(await host.Client.SwitchAsync("azure"), HttpStatusCode.Unauthorized, "token-required");

        using var manager = new HttpClient { BaseAddress = host.Client.BaseAddress };
        manager.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Tokens.Good(DateTimeOffset.UtcNow));
        var told = await ProblemAssert.IsProblemAsync(await manager.SwitchAsync("azure"), HttpStatusCode.BadGateway, "probe-failed");

        Assert.That(Regex.Unescape(told), Does.Contain("The step 'list' failed").And.Contains("missing-4711").And.Contains("still serves from file"));
        Assert.That(await manager.GetStringAsync("/storage"), Does.Contain("missing-4711"));
        Assert.That(await host.Client.GetStringAsync("/storage"), Does.Not.Contain("missing-4711").And.Contains(""""result":"probeFailed"""").And.Contains(""""name":"list","outcome":"failed"""").And.Contains(""""error":"unavailable""""));
    }

    [Test]
    public async Task A_video_keeps_its_validators_across_clouds_so_that_a_player_goes_on()
    {
        await using var host = NewHost();
        var video = RandomNumberGenerator.GetBytes(300_000);
        const string Path = "etag/one.mp4";
        var factory = host.Services.GetRequiredService<VideoStoreFactory>();
        foreach (var provider in new[] { "file", "azure", "s3", "gcp" })
        {
            var store = factory.Create(provider);
            await store.WriteAsync(VideoPath.Parse(Path), new MemoryStream(video));
            if (store is IAsyncDisposable closable)
                await closable.DisposeAsync();
        }

        using var first = await host.Client.GetAsync($"/video?path={Path}");
        var tag = first.Headers.ETag!;
        foreach (var provider in new[] { "azure", "s3", "gcp", "file" })
        {
            await host.Client.SwitchToAsync(provider);

            using var conditional = new HttpRequestMessage(HttpMethod.Get, $"/video?path={Path}") { Headers = { IfNoneMatch = { tag } } };
            using var unchanged = await host.Client.SendAsync(conditional);
            Assert.That(unchanged.StatusCode, Is.EqualTo(HttpStatusCode.NotModified), provider);

            using var resume = new HttpRequestMessage(HttpMethod.Get, $"/video?path={Path}") { Headers = { Range = new RangeHeaderValue(100_000, null), IfRange = new RangeConditionHeaderValue(tag) } };
            using var rest = await host.Client.SendAsync(resume);
            Assert.That(rest.StatusCode, Is.EqualTo(HttpStatusCode.PartialContent), provider);
            Assert.That((await rest.Content.ReadAsByteArrayAsync()).AsSpan().SequenceEqual(video.AsSpan(100_000)), Is.True, provider);
        }
    }

    [Test]
    public async Task Several_ranges_in_one_answer_come_from_both_clouds_when_the_switch_falls_between_them()
    {
        await using var host = NewHost(("VideoStorage:Switch:WatchTime", "0"));
        const int Length = 24 << 20;
        const int Part = 8 << 20;
        var video = RandomNumberGenerator.GetBytes(Length);
        var factory = host.Services.GetRequiredService<VideoStoreFactory>();
        var path = VideoPath.Parse("parts.mp4");
        await host.Store.WriteAsync(path, new MemoryStream(video));
        await using (var azure = (IAsyncDisposable)factory.Create("azure"))
            await ((IVideoStore)azure).WriteAsync(path, new MemoryStream(video));

        using var request = new HttpRequestMessage(HttpMethod.Get, "/video?path=parts.mp4");
        request.Headers.Range = new RangeHeaderValue { Ranges = { new(0, Part - 1), new(Length - Part, Length - 1) } };
        using var answer = await host.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await host.Client.SwitchToAsync("azure");
        var body = await answer.Content.ReadAsByteArrayAsync();

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.PartialContent));
        Assert.That(body.AsSpan().IndexOf(video.AsSpan(0, Part)), Is.Positive);
        Assert.That(body.AsSpan().IndexOf(video.AsSpan(Length - Part)), Is.Positive);
    }
}
