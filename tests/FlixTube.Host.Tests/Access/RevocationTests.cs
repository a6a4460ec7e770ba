using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using FlixTube.Host.Tests.Doubles;
using FlixTube.Host.Tests.Streaming;
using FlixTube.Storage;
using FlixTube.Testing.Programs;
using FlixTube.Testing.Time;
using Microsoft.Extensions.DependencyInjection;

namespace FlixTube.Host.Tests.Access;

/// <summary>A token is taken back while its holder watches.</summary>
internal sealed class RevocationTests
{
    private const long Endless = 1L << 40;

    // The promise is a second; the rest is for a machine on which six test runs compete.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(3);

    private TemporaryFolder _folder = null!;
    private ScriptedVideoStore _cloud = null!;

    [SetUp]
    public void SetUp()
    {
        _folder = new TemporaryFolder();
        _cloud = new ScriptedVideoStore();
        _cloud.Add(new ScriptedVideo("film.mp4", Endless));
        Configure("{}");
    }

    [TearDown]
    public void TearDown() => _folder.Dispose();

    private void Configure(string access) => File.WriteAllText(_folder.PathOf("settings.json"), $$"""{"Access":{{access}}}""");

    private RunningHost Start(TimeProvider? time = null) => new(
        new()
        {
            ["Access:JwtKey"] = Tokens.Key,
            ["Playback:RequireToken"] = "true",
            ["Catalog:Discovery:Enabled"] = "false",
            ["Streaming:ViewerIdleTimeout"] = "1.00:00:00",
            ["Streaming:StoreIdleTimeout"] = "1.00:00:00",
            ["config"] = _folder.PathOf("settings.json"),
        },
        services =>
        {
            services.AddKeyedSingleton<IVideoStore>(VideoStorage.ServiceName, _cloud);
            if (time is not null)
                services.AddSingleton(time);
        });

    private static async Task<RawConnection> WatchAsync(RunningHost host, string link)
    {
        var viewer = await RawConnection.OpenAsync(host.ClientOptions.BaseAddress);
        await viewer.RequestAsync($"/video?path=film.mp4&token={link}");
        Assert.That(await viewer.ReadHeadAsync(), Does.StartWith("HTTP/1.1 200"));
        await viewer.ReadAsync(100_000);
        return viewer;
    }

    private static Task<HttpResponseMessage> RevokeAsync(RunningHost host, string body, string role = "operator")
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/access/revocations") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Tokens.Of(role, subject: "the operator"));
        return host.Client.SendAsync(request);
    }

    [TestCase("""{"jti":"l-1"}""")]
    [TestCase("""{"sub":"ann"}""")]
    [TestCase("""{"video":"film.mp4"}""")]
    public async Task A_revoked_viewers_open_stream_ends_and_nothing_is_shown_again(string revocation)
    {
        await using var host = Start();
        var link = Tokens.Link("\"videoPath\":\"film.mp4\"");
        using var viewer = await WatchAsync(host, link);

        using var answer = await RevokeAsync(host, revocation);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK), await answer.Content.ReadAsStringAsync());
        var end = viewer.CountToEndAsync();

        Assert.That(await end.WaitAsync(Limit), Is.LessThan(Endless));
        await _cloud.WhenBodyDisposedAsync();
        await ProblemAssert.IsProblemAsync(await host.Client.GetAsync($"/video?path=film.mp4&token={link}"), HttpStatusCode.Unauthorized, "token-revoked");
    }

    [Test]
    public async Task A_revocation_that_comes_by_configuration_ends_the_stream_and_leaves_the_others()
    {
        await using var host = Start();
        using var ann = await WatchAsync(host, Tokens.Link("\"videoPath\":\"film.mp4\""));
        using var bob = await WatchAsync(host, Tokens.Link("\"videoPath\":\"film.mp4\"", subject: "bob", id: "l-2"));

        var since = Stopwatch.GetTimestamp();
        Configure("""{"Revoked":[{"Sub":"ann"}]}""");
        await ann.CountToEndAsync().WaitAsync(Limit);

        await TestContext.Out.WriteLineAsync($"It took {Stopwatch.GetElapsedTime(since).TotalMilliseconds:0} ms.");
        await bob.ReadAsync(50_000_000);
    }

    [Test]
    public async Task A_stream_whose_link_has_only_expired_goes_on_but_cannot_begin_again()
    {
        var time = new ManualTime(DateTimeOffset.UtcNow);
        await using var host = Start(time);
        var link = Tokens.Link("\"videoPath\":\"film.mp4\"");
        using var viewer = await WatchAsync(host, link);

        time.Advance(TimeSpan.FromMinutes(16));

        await ProblemAssert.IsProblemAsync(await host.Client.GetAsync($"/video?path=film.mp4&token={link}"), HttpStatusCode.Unauthorized, "token-expired");
        await viewer.ReadAsync(20_000_000);
    }

    [Test]
    public async Task A_wrong_revocation_in_a_file_changes_nothing_and_fails_no_request()
    {
        await using var host = Start();
        var link = Tokens.Link("\"videoPath\":\"film.mp4\"");
        using var viewer = await WatchAsync(host, link);

        Configure("""{"Revoked":[{"Sub":"someone"},{"Jti":"l-1","Sub":"ann"}],"MaxTokenLifetime":"-1"}""");
        using var pause = new PeriodicTimer(TimeSpan.FromSeconds(1.5));
        await pause.WaitForNextTickAsync();

        await viewer.ReadAsync(1_000_000);
        using var again = await WatchAsync(host, link);
    }

    [TestCase("{}", "jti sub video")]
    [TestCase("""{"jti":"a","sub":"b"}""", "jti sub video")]
    [TestCase("""{"jti":""}""", "jti")]
    [TestCase("""{"sub":"ann","until":"2020-01-01T00:00:00Z"}""", "until")]
    [TestCase("""{"jti":"","until":"2020-01-01T00:00:00Z"}""", "jti until")]
    [TestCase("""{"sub":"ann","for":"ever"}""", "jti sub video until")]
    [TestCase("[]", "jti sub video until")]
    public async Task What_is_not_understood_revokes_nothing_and_says_which_fields_are_wrong(string body, string fields)
    {
        await using var host = Start();
        using var answer = await RevokeAsync(host, body);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        Assert.That(string.Join(' ', problem.GetProperty("errors").EnumerateObject().Select(error => error.Name)), Is.EqualTo(fields));
    }

    [Test]
    public async Task Only_an_operator_revokes()
    {
        await using var host = Start();
        await ProblemAssert.IsProblemAsync(await RevokeAsync(host, """{"sub":"ann"}""", "uploader"), HttpStatusCode.Forbidden, "role-missing");
    }
}
