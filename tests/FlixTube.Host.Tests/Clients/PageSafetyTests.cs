using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FlixTube.Testing.Programs;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FlixTube.Host.Tests.Clients;

internal sealed class PageSafetyTests : PageFixture
{
    private const string Hostile = "<img src=x onerror=document.title='owned'>\"'&amp;.mp4";

    [Test]
    public async Task A_hostile_name_is_shown_as_text_everywhere()
    {
        var file = PathOf(Hostile);
        File.Copy(Repository.SampleVideo, file);
        await OpenAsync(file);

        await Expect(Page.Locator("#title")).ToHaveTextAsync(Hostile);
        await Expect(Link(Hostile)).ToBeVisibleAsync();
        await Link(Hostile).ClickAsync();
        await PlayedPastAsync(0.2);
        await Page.GetByRole(AriaRole.Button, new() { Name = $"Delete {Hostile}" }).ClickAsync();
        await Expect(Page.Locator("#question-text")).ToContainTextAsync(Hostile);

        await Expect(Page.Locator("main img, dialog img")).ToHaveCountAsync(0);
        await Expect(Page).ToHaveTitleAsync($"{Hostile} · FlixTube");
    }

    [Test]
    public async Task Nothing_but_the_host_itself_may_be_loaded()
    {
        await OpenAsync(Repository.SampleVideo);
        var policy = (await Host.Client.GetAsync("")).Headers.GetValues("Content-Security-Policy").Single();
        Assert.That(policy, Does.StartWith("default-src 'self'").And.Not.Contain("unsafe"));

        ExpectedErrors.Add("Content Security Policy");
        var violation = await Page.EvaluateAsync<string>("""
            () => new Promise(done => {
              document.addEventListener("securitypolicyviolation", event => done(event.violatedDirective));
              document.body.insertAdjacentHTML("beforeend", "<p onclick='1'>");
            })
            """);

        Assert.That(violation, Does.StartWith("script-src"));
    }

    [Test]
    public async Task A_long_name_fits_a_phone()
    {
        var file = PathOf(new string('w', 200) + ".mp4");
        File.Copy(Repository.SampleVideo, file);
        await Page.SetViewportSizeAsync(320, 640);
        await OpenAsync(file);
        await Expect(Player).ToBeVisibleAsync();

        Assert.That(await Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"), Is.LessThanOrEqualTo(320));
    }

    [Test]
    public async Task Who_needs_a_token_is_asked_for_it()
    {
        ExpectedErrors.Add("status of 401");
        var key = RandomNumberGenerator.GetHexString(64);
        await OpenAsync(new Dictionary<string, string> { ["JWT_KEY"] = key }, Repository.SampleVideo);
        var dialog = Page.GetByRole(AriaRole.Dialog);

        await Page.GetByRole(AriaRole.Button, new() { Name = $"Delete {TestVideos.SampleName}" }).ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await dialog.GetByLabel("Bearer token").FillAsync("wrong");
        await Page.Keyboard.PressAsync("Enter");
        await Expect(dialog.GetByLabel("Bearer token")).ToHaveValueAsync("");
        await dialog.GetByLabel("Bearer token").FillAsync(Token(key));
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();

        await Expect(Status).ToHaveTextAsync($"Deleted “{TestVideos.SampleName}”.");
        await UploadAsync(Repository.SampleVideo);
        await Expect(Status).ToContainTextAsync("Uploaded");
        Assert.That(await Page.EvaluateAsync<int>("() => localStorage.length + document.cookie.length"), Is.Zero);
    }

    [Test]
    public async Task Where_playing_needs_a_token_the_page_asks_for_it_and_plays_and_seeks()
    {
        ExpectedErrors.Add("status of 401");
        var key = RandomNumberGenerator.GetHexString(64);
        await OpenAsync(new Dictionary<string, string> { ["JWT_KEY"] = key, ["Playback:RequireToken"] = "true" }, Repository.SampleVideo);
        var dialog = Page.GetByRole(AriaRole.Dialog);

        await dialog.GetByLabel("Bearer token").FillAsync("wrong");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
        await dialog.GetByLabel("Bearer token").FillAsync(Token(key));
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();

        await Expect(Link(TestVideos.SampleName)).ToBeVisibleAsync();
        await Player.EvaluateAsync("player => player.play()");
        await PlayedPastAsync(0.2);
        await Player.EvaluateAsync("player => { player.currentTime = 4; }");
        await PlayedPastAsync(4.2);
        Assert.That(await Player.EvaluateAsync<string>("player => player.src"), Does.Contain("&token="));
    }

    [Test]
    public async Task When_its_link_has_ended_the_page_gets_another_and_plays_on_where_it_was()
    {
        ExpectedErrors.Add("status of 401");
        ExpectedErrors.Add("net::ERR_");
        var key = RandomNumberGenerator.GetHexString(64);
        var video = await TestVideos.LoopedSampleAsync(PathOf("long.mp4"), times: 40);
        await OpenAsync(
            new Dictionary<string, string> { ["JWT_KEY"] = key, ["Playback:RequireToken"] = "true", ["Playback:LinkLifetime"] = "00:00:01" }, video);
        var dialog = Page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Bearer token").FillAsync(Token(key));
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
        await Expect(Link("long.mp4")).ToBeVisibleAsync();
        await Player.EvaluateAsync("player => player.play()");
        await PlayedPastAsync(0.2);

        // The host grants 30 seconds more, for clocks that differ: what refuses the link now is its revocation.
        var first = await Player.EvaluateAsync<string>("player => new URL(player.src).searchParams.get('token')");
        var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(first.Split('.')[1])).RootElement;
        await Page.WaitForFunctionAsync($"() => Date.now() >= {claims.GetProperty("exp").GetInt64()}000");
        using var revocation = new HttpRequestMessage(HttpMethod.Post, "access/revocations")
        {
            Content = new StringContent($$"""{"jti":"{{claims.GetProperty("jti").GetString()}}"}""", Encoding.UTF8, "application/json"),
            Headers = { Authorization = new("Bearer", Token(key)) },
        };
        using var revoked = await Host.Client.SendAsync(revocation);
        Assert.That(revoked.IsSuccessStatusCode, Is.True, await revoked.Content.ReadAsStringAsync());
        await Player.EvaluateAsync("player => { player.currentTime = 200; }");

        await PlayedPastAsync(200.2);
        Assert.That(await Player.EvaluateAsync<string>("player => player.src"), Does.Contain("&token=").And.Not.Contain(first));
        await Expect(Alert).ToBeEmptyAsync();
    }

    private static string Token(string key)
    {
        var expiry = DateTimeOffset.UtcNow.AddMinutes(5).ToUnixTimeSeconds();
        var signed = $"{Encode("""{"alg":"HS256","typ":"JWT"}""")}.{Encode($$"""{"sub":"tests","role":"operator","exp":{{expiry}}}""")}";
        var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(signed));
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }

    private static string Encode(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
