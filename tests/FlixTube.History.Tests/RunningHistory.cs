using FlixTube.Testing.Programs;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;

namespace FlixTube.History.Tests;

/// <summary>The whole service in this process, on a real socket, over a folder of its own.</summary>
internal sealed class RunningHistory : WebApplicationFactory<Program>
{
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, string?> _settings;

    /// <param name="settings">Configuration beside that of the folder.</param>
    public RunningHistory(Dictionary<string, string?>? settings = null)
    {
        _settings = settings ?? [];
        UseKestrel();
        StartServer();
        Client = new HttpClient { BaseAddress = ClientOptions.BaseAddress };
    }

    public HttpClient Client { get; }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseSetting("urls", "http://127.0.0.1:0");
        builder.UseSetting("History:File:Root", _folder.PathOf("history"));
        foreach (var (key, value) in _settings)
            builder.UseSetting(key, value);
    }

    public override async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await base.DisposeAsync();
        _folder.Dispose();
    }
}
