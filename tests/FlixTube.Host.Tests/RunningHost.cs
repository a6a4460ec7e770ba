using FlixTube.Storage;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace FlixTube.Host.Tests;

/// <summary>The whole host in this process, on a real socket, over a folder of its own.</summary>
internal sealed class RunningHost : WebApplicationFactory<Program>
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("flixtube-host-");
    private readonly Dictionary<string, string?> _settings;
    private readonly Action<IServiceCollection>? _services;
    private readonly RunningHost? _behind;

    /// <param name="settings">Configuration beside that of the folder.</param>
    /// <param name="services">What to replace.</param>
    /// <param name="behind">The host that is the store of this one, and ends with it.</param>
    public RunningHost(Dictionary<string, string?>? settings = null, Action<IServiceCollection>? services = null, RunningHost? behind = null)
    {
        _settings = settings ?? [];
        _services = services;
        _behind = behind;
        UseKestrel();
        StartServer();
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false })
        {
            BaseAddress = ClientOptions.BaseAddress,
        };
    }

    public HttpClient Client { get; }

    /// <summary>The folder with the videos, of the last host of a chain.</summary>
    public string Videos => _behind?.Videos ?? Path.Combine(_folder.FullName, "videos");

    public IVideoStore Store => Services.GetRequiredKeyedService<IVideoStore>(VideoStorage.ServiceName);

    /// <summary>A host over a folder, or one whose store is such a host.</summary>
    public static RunningHost Start(int hosts, Dictionary<string, string?>? settings = null) =>
        hosts == 1 ? new RunningHost(settings) : new RunningHost(settings, behind: Start(hosts - 1));

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseSetting("urls", "http://127.0.0.1:0");
        builder.UseSetting("VideoStorage:File:Root", Videos);
        builder.UseSetting("Catalog:File:Root", Path.Combine(_folder.FullName, "catalog"));
        builder.UseSetting("Catalog:Discovery:Interval", "00:00:00.001");
        if (_behind is not null)
        {
            builder.UseSetting("VideoStorage:Provider", "http");
            builder.UseSetting("VideoStorage:Http:BaseAddress", _behind.ClientOptions.BaseAddress.AbsoluteUri);
        }

        foreach (var (key, value) in _settings)
            builder.UseSetting(key, value);

        if (_services is not null)
            builder.ConfigureTestServices(_services);
    }

    public override async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await base.DisposeAsync();
        if (_behind is not null)
            await _behind.DisposeAsync();

        _folder.Delete(recursive: true);
    }
}
