using System.Net;
using System.Net.Http.Headers;
using FlixTube.Host.Tests.Access;
using FlixTube.Testing.Faults;
using FlixTube.Testing.Time;
using Microsoft.Extensions.DependencyInjection;

namespace FlixTube.Host.Tests.Chain;

/// <summary>Two hosts with the tutorial's shared key, of which the second lets nobody watch without a token.</summary>
internal sealed class ProtectedChainTests
{
    private static readonly Dictionary<string, string?> Protected = new() { ["Access:JwtKey"] = Tokens.Key, ["Playback:RequireToken"] = "true" };

    private ManualTime _time = null!;
    private RunningHost _storage = null!;
    private FaultProxy _wire = null!;

    [SetUp]
    public async Task Start()
    {
        _time = new ManualTime(DateTimeOffset.UtcNow);
        _storage = new RunningHost(new(Protected), services => services.AddSingleton<TimeProvider>(_time));
        _wire = await FaultProxy.StartAsync(_storage.ClientOptions.BaseAddress);
    }

    [TearDown]
    public async Task Stop()
    {
        await _wire.DisposeAsync();
        await _storage.DisposeAsync();
    }

    [Test]
    public async Task With_one_key_for_both_it_uploads_and_plays_for_longer_than_any_token_lives()
    {
        await using var streaming = Streaming(("Access:JwtKey", Tokens.Key));
        for (var hour = 0; hour < 3; hour++)
        {
            await UploadAndPlayAsync(streaming, $"{hour}.mp4");
            _time.Advance(TimeSpan.FromHours(1));
        }

        var shown = _wire.Requests.Select(static request => request.Headers.TryGetValue("Authorization", out var token) ? token : null).ToList();
        Assert.That(shown, Has.None.Null);
        Assert.That(shown.Distinct().Count(), Is.InRange(3, 4), "one for each hour, and that of the start");
    }

    [Test]
    public async Task A_key_of_the_storage_hosts_own_is_a_setting_and_empty_is_none()
    {
        await using var streaming = Streaming(("Access:JwtKey", "another key that is long enough for HS256"), ("VideoStorage:Http:JwtKey", Tokens.Key));
        using var found = await streaming.Client.GetAsync("/video?path=none.mp4");
        await ProblemAssert.IsProblemAsync(found, HttpStatusCode.NotFound, "video-not-found");

        await using var silent = Streaming(("Access:JwtKey", Tokens.Key), ("VideoStorage:Http:JwtKey", ""));
        using var refused = await silent.Client.GetAsync("/video?path=none.mp4");
        await ProblemAssert.IsProblemAsync(refused, HttpStatusCode.BadGateway, "store-refused");
    }

    [Test]
    public async Task Tokens_have_the_issuer_and_the_audience_that_the_services_share_and_are_revocable_by_subject()
    {
        Dictionary<string, string?> named = new(Protected) { ["Access:Issuer"] = "flixtube", ["Access:Audience"] = "videos" };
        await using var storage = new RunningHost(new(named) { ["Access:Revoked:0:Sub"] = "streaming-2" });
        var settings = named.Where(static setting => setting.Key != "Playback:RequireToken").Select(static setting => (setting.Key, setting.Value));

        await using var first = Over(storage, [.. settings]);
        using var found = await first.Client.GetAsync("/video?path=none.mp4");
        await ProblemAssert.IsProblemAsync(found, HttpStatusCode.NotFound, "video-not-found");

        await using var second = Over(storage, [.. settings, ("VideoStorage:Http:JwtSubject", "streaming-2")]);
        using var refused = await second.Client.GetAsync("/video?path=none.mp4");
        await ProblemAssert.IsProblemAsync(refused, HttpStatusCode.BadGateway, "store-refused");
    }

    private RunningHost Streaming(params (string Key, string? Value)[] settings) =>
        new(Settings(_wire.Address, settings), services => services.AddSingleton<TimeProvider>(_time));

    private static RunningHost Over(RunningHost storage, params (string Key, string? Value)[] settings) =>
        new(Settings(storage.ClientOptions.BaseAddress, settings));

    private static Dictionary<string, string?> Settings(Uri storage, (string Key, string? Value)[] settings) => new(settings.ToDictionary())
    {
        ["VideoStorage:Provider"] = "http",
        ["VideoStorage:Http:BaseAddress"] = storage.AbsoluteUri,
        ["Catalog:Discovery:Enabled"] = "false",
    };

    private async Task UploadAndPlayAsync(RunningHost host, string path)
    {
        var upload = new HttpRequestMessage(HttpMethod.Post, $"/videos?path={path}") { Content = new ByteArrayContent([1, 2, 3]) };
        upload.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Tokens.Of("uploader", _time.GetUtcNow()));
        using var stored = await host.Client.SendAsync(upload);
        Assert.That(stored.StatusCode, Is.EqualTo(HttpStatusCode.Created), await stored.Content.ReadAsStringAsync());
        Assert.That(await host.Client.GetByteArrayAsync($"/video?path={path}"), Is.EqualTo(new byte[] { 1, 2, 3 }));
    }
}
