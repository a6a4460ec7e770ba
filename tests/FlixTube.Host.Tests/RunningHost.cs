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

    public RunningHost(Dictionary<string, string?>? settings = null, Action<IServiceCollection>? services = null)
    {
        _settings = settings ?? [];
        _services = services;
        UseKestrel();
        StartServer();
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false })
        {
            BaseAddress = ClientOptions.BaseAddress,
        };
    }

    public HttpClient Client { get; }

    public string Videos => Path.Combine(_folder.FullName, "videos");

    public IVideoStore Store => Services.GetRequiredKeyedService<IVideoStore>(VideoStorage.ServiceName);

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseSetting("urls", "http://127.0.0.1:0");
        builder.UseSetting("VideoStorage:File:Root", Videos);
        builder.UseSetting("Catalog:File:Root", Path.Combine(_folder.FullName, "catalog"));
        builder.UseSetting("Catalog:Discovery:Interval", "00:00:00.001");
        foreach (var (key, value) in _settings)
            builder.UseSetting(key, value);

        if (_services is not null)
            builder.ConfigureTestServices(_services);
    }

    public override async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await base.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
