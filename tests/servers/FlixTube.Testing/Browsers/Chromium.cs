using FlixTube.Testing.Programs;
using Microsoft.Playwright;

namespace FlixTube.Testing.Browsers;

/// <summary>Debian's Chromium, headless, with an empty profile that goes away with it. No browser is ever downloaded.</summary>
public sealed class Chromium : IAsyncDisposable
{
    // What a test machine needs (no window, no sandbox for root, no graphics card) and nothing that calls home.
    private static readonly string[] Flags =
    [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ];

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private Chromium(IPlaywright playwright, IBrowser browser)
    {
        _playwright = playwright;
        _browser = browser;
    }

    /// <summary>Starts the browser, or skips the test when it is not installed (see <see cref="Tool"/>).</summary>
    public static async Task<Chromium> StartAsync()
    {
        var program = Tool.Require("chromium", "apt-get install chromium");
        var playwright = await Playwright.CreateAsync();
        try
        {
            var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = program, Headless = true, Args = Flags });
            return new Chromium(playwright, browser);
        }
        catch
        {
            playwright.Dispose();
            throw;
        }
    }

    /// <summary>A window of its own, with empty caches and storage, 1280 by 900 pixels.</summary>
    public Task<IPage> NewPageAsync() => _browser.NewPageAsync(new() { ViewportSize = new() { Width = 1280, Height = 900 } });

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
