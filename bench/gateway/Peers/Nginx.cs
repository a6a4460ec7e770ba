using System.Globalization;
using FlixTube.Testing.Programs;

namespace FlixTube.Bench.Gateway.Peers;

/// <summary>nginx in the configurations of the folder <c>servers</c>, and varnish, which is started in the same way.</summary>
internal static class Nginx
{
    public static Task<Server> StartAsync(string name, string configuration, Store store, string content) =>
        StartAsync(name, configuration, Server.FreePort(), store.Port, content, new TemporaryFolder());

    public static async Task<Server> StartAsync(string name, string configuration, int port, int storePort, string content, TemporaryFolder folder)
    {
        OpenToWorkers(folder);
        Directory.CreateDirectory(folder.PathOf("scratch"));
        var path = await WriteAsync(configuration, port, storePort, content, folder);
        return await Server.StartAsync(name, port, folder, PathOf, "nginx", ["-e", "stderr", "-p", folder.FullPath, "-c", path]);
    }

    public static async Task<Server> StartVarnishAsync(Store store)
    {
        var folder = new TemporaryFolder();
        OpenToWorkers(folder);
        var port = Server.FreePort();
        var path = await WriteAsync("varnish.vcl", port, store.Port, "", folder);
        return await Server.StartAsync(
            "varnish",
            port,
            folder,
            PathOf,
            "varnishd",
            ["-F", "-a", $"127.0.0.1:{port}", "-f", path, "-s", "malloc,3g", "-n", folder.PathOf("varnish")]);
    }

    private static string PathOf(string video) => $"/videos/{video}";

    // nginx and varnish give up root for their workers, who must still get at the folder.
    private static void OpenToWorkers(TemporaryFolder folder) =>
        File.SetUnixFileMode(
            folder.FullPath,
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
            | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);

    private static async Task<string> WriteAsync(string configuration, int port, int storePort, string content, TemporaryFolder folder)
    {
        var text = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "servers", configuration));
        var path = folder.PathOf(configuration);
        await File.WriteAllTextAsync(path, text
            .Replace("@port@", port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("@store@", storePort.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("@content@", content, StringComparison.Ordinal)
            .Replace("@folder@", folder.FullPath, StringComparison.Ordinal));
        return path;
    }
}
