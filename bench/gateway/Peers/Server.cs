using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using FlixTube.Bench.Gateway.Measuring;
using FlixTube.Testing.Programs;

namespace FlixTube.Bench.Gateway.Peers;

/// <summary>A server of videos that runs beside the others and is measured as one process tree.</summary>
internal sealed class Server : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);

    private readonly ChildProcess _process;
    private readonly TemporaryFolder _folder;
    private readonly Func<string, string> _target;

    private Server(string name, int port, ChildProcess process, TemporaryFolder folder, Func<string, string> target)
    {
        Name = name;
        Port = port;
        _process = process;
        _folder = folder;
        _target = target;
        Processes = new ProcessTree(process.Id);
    }

    public string Name { get; }

    public int Port { get; }

    public ProcessTree Processes { get; }

    /// <summary>The request target of a video.</summary>
    public string TargetOf(string video) => _target(video);

    /// <summary>A port that is free now.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Starts a program and waits until it takes connections.</summary>
    public static async Task<Server> StartAsync(
        string name, int port, TemporaryFolder folder, Func<string, string> target, string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? variables = null)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["PATH"] = Environment.GetEnvironmentVariable("PATH") ?? "", ["HOME"] = folder.FullPath };
        if (Environment.GetEnvironmentVariable("DOTNET_ROOT") is { } dotnet)
            environment["DOTNET_ROOT"] = dotnet;
        foreach (var (key, value) in variables ?? new Dictionary<string, string>(StringComparer.Ordinal))
            environment[key] = value;

        var start = Stopwatch.GetTimestamp();
        var process = ChildProcess.Start(program, arguments, folder.FullPath, environment, folder);
        while (!await TakesConnectionsAsync(port))
        {
            if (process.HasExited || Stopwatch.GetElapsedTime(start) > StartLimit)
            {
                var transcript = process.Transcript;
                await process.DisposeAsync();
                throw new InvalidOperationException($"{name} did not start. It wrote:\n{transcript}");
            }
            await Task.Delay(1);
        }
        return new Server(name, port, process, folder, target);
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _folder.Dispose();
    }

    private static async Task<bool> TakesConnectionsAsync(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
