using FlixTube.Testing.Browsers;
using FlixTube.Testing.Hosts;
using FlixTube.Testing.Programs;
using Microsoft.Playwright;

namespace FlixTube.Host.Tests.Clients;

/// <summary>
/// What tests of the page share: one browser for a fixture, a window and a host for a test. A test fails when the page wrote an
/// error to the console (a breach of its Content-Security-Policy is one) that the test does not expect.
/// </summary>
internal abstract class PageFixture
{
    private readonly List<string> _errors = [];
    private Chromium _browser;
    private TemporaryFolder _folder;
    private HostProcess? _host;

    protected IPage Page { get; private set; }

    protected HostProcess Host => _host ?? throw new InvalidOperationException($"{nameof(OpenAsync)} comes first.");

    /// <summary>Parts of the errors that the test provokes; a browser reports every answer of 400 and above on the console.</summary>
    protected List<string> ExpectedErrors { get; } = [];

    [OneTimeSetUp]
    public async Task StartBrowser() => _browser = await Chromium.StartAsync();

    [OneTimeTearDown]
    public async Task StopBrowser()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
    }

    [SetUp]
    public async Task OpenWindow()
    {
        _folder = new TemporaryFolder();
        _errors.Clear();
        ExpectedErrors.Clear();
        Page = await _browser.NewPageAsync();
        Page.PageError += (_, error) => _errors.Add(error);
        Page.Console += (_, message) =>
        {
            if (message.Type == "error")
                _errors.Add(message.Text);
        };
    }

    [TearDown]
    public async Task CloseEverything()
    {
        await Page.CloseAsync();
        if (_host is not null)
            await _host.DisposeAsync();
        _host = null;
        _folder.Dispose();

        var unexpected = _errors.Where(error => !ExpectedErrors.Exists(expected => error.Contains(expected, StringComparison.Ordinal)));
        Assert.That(unexpected, Is.Empty, "The page wrote errors to the console.");
    }

    /// <summary>Starts a host with these videos and opens its page.</summary>
    protected async Task OpenAsync(params string[] videos) => await OpenAsync(settings: null, videos);

    protected async Task OpenAsync(IReadOnlyDictionary<string, string>? settings, params string[] videos)
    {
        _host = await HostProcess.StartAsync(settings, videos);
        await ReloadAsync();
    }

    protected async Task ReloadAsync(string fragment = "") => await Page.GotoAsync(new Uri(Host.BaseAddress, fragment).AbsoluteUri);

    /// <summary>The full path of a file that goes away with the test.</summary>
    protected string PathOf(string name) => _folder.PathOf(name);

    protected ILocator Player => Page.Locator("video");

    protected ILocator Status => Page.GetByRole(AriaRole.Status);

    protected ILocator Alert => Page.GetByRole(AriaRole.Alert);

    protected ILocator Link(string path) => Page.GetByRole(AriaRole.Link).Filter(new() { HasText = path });

    /// <summary>Fills in the upload form and submits it.</summary>
    protected async Task UploadAsync(string file, string? path = null)
    {
        await Page.GetByLabel("Video file").SetInputFilesAsync(file);
        if (path is not null)
            await Page.GetByLabel("Name in the store").FillAsync(path);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Upload", Exact = true }).ClickAsync();
    }

    /// <summary>Waits until the player has played past a moment.</summary>
    protected Task PlayedPastAsync(double seconds) => PlayerIsAsync($"player.currentTime > {seconds} && !player.error");

    /// <summary>Waits until an expression about <c>player</c> holds.</summary>
    protected async Task PlayerIsAsync(string condition) =>
        await Page.WaitForFunctionAsync($"() => {{ const player = document.querySelector('video'); return {condition}; }}");
}
