using System.Globalization;
using FlixTube.Testing.Programs;

namespace FlixTube.Bench.Gateway.Peers;

/// <summary>Our host as its container runs it, ASP.NET Core's static files, and the tutorial's Node service.</summary>
internal sealed class Dotnet(string programs, Store store)
{
    // What the container's image sets.
    private static readonly Dictionary<string, string> ContainerVariables = new(StringComparer.Ordinal)
    {
        ["DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS"] = "1",
        ["Logging__LogLevel__Default"] = "Warning",
    };

    public Task<Server> FileHostAsync() =>
        HostAsync("FlixTube, local store", new() { ["VideoStorage__File__Root"] = Path.Combine(store.Content, "videos") });

    public Task<Server> S3HostAsync() => HostAsync("FlixTube, S3", S3());

    public Task<Server> CachedHostAsync() =>
        HostAsync("FlixTube, S3 cached", new(S3()) { ["VideoStorage__Cache__Enabled"] = "true", ["VideoStorage__Cache__MemoryBytes"] = (2L << 30).ToString(CultureInfo.InvariantCulture) });

    public Task<Server> ChainedHostAsync(Server upstream) =>
        HostAsync("FlixTube, chain of two", new()
        {
            ["VideoStorage__Provider"] = "http",
            ["VideoStorage__Http__BaseAddress"] = $"http://127.0.0.1:{upstream.Port}",
        });

    public Task<Server> StaticFilesAsync()
    {
        var port = Server.FreePort();
        return Server.StartAsync(
            "ASP.NET Core StaticFiles",
            port,
            new TemporaryFolder(),
            video => $"/videos/{video}",
            "dotnet",
            [Path.Combine(programs, "staticfiles", "FlixTube.Bench.StaticFiles.dll"), store.Content, $"http://127.0.0.1:{port}"],
            ContainerVariables);
    }

    public Task<Server> TutorialAsync()
    {
        var port = Server.FreePort();
        return Server.StartAsync(
            "Node, the tutorial's",
            port,
            new TemporaryFolder(),
            VideoByPath,
            "node",
            [
                Path.Combine(AppContext.BaseDirectory, "servers", "tutorial.js"),
                port.ToString(CultureInfo.InvariantCulture),
                store.Port.ToString(CultureInfo.InvariantCulture),
            ]);
    }

    private static string VideoByPath(string video) => $"/video?path={video}";

    private Dictionary<string, string> S3() => new(StringComparer.Ordinal)
    {
        ["VideoStorage__Provider"] = "s3",
        ["VideoStorage__S3__Bucket"] = "videos",
        ["VideoStorage__S3__ServiceUrl"] = $"http://127.0.0.1:{store.Port}",
        ["VideoStorage__S3__AccessKey"] = "bench",
        ["VideoStorage__S3__SecretKey"] = "bench-secret",
    };

    private Task<Server> HostAsync(string name, Dictionary<string, string> settings)
    {
        var folder = new TemporaryFolder();
        var port = Server.FreePort();
        foreach (var (key, value) in ContainerVariables)
            settings[key] = value;
        settings["Catalog__File__Root"] = folder.PathOf("catalog");
        return Server.StartAsync(
            name,
            port,
            folder,
            VideoByPath,
            "dotnet",
            [Path.Combine(programs, "host", "FlixTube.Host.dll"), "--urls", $"http://127.0.0.1:{port}"],
            settings);
    }
}
