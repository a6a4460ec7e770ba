using System.Net;
using System.Net.Sockets;
using FlixTube.Testing.Programs;

namespace FlixTube.Testing.Servers.RabbitMQ;

/// <summary>
/// Debian's RabbitMQ as an ordinary process on ports of its own, with its data in a folder that goes away with it. It can be
/// killed and started again on the same port and the same data. A start takes about six seconds.
/// </summary>
public sealed class RabbitMQServer : IAsyncDisposable
{
    private const string Install = "tests/servers/rabbitmq/install.sh";

    // Debian's rabbitmq-server changes the user and the folder; this is what it calls.
    private const string Program = "/usr/lib/rabbitmq/bin/rabbitmq-server";
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(120);

    private readonly TemporaryFolder _folder = new();
    private readonly int _distributionPort;
    private readonly int _mapperPort;
    private ChildProcess? _mapper;
    private ChildProcess? _process;

    private RabbitMQServer() => (Port, _distributionPort, _mapperPort) = (FreePort(), FreePort(), FreePort());

    /// <summary>Where it listens; the same after every start.</summary>
    public int Port { get; }

    /// <summary>What clients are told.</summary>
    public string Uri => $"amqp://guest:guest@127.0.0.1:{Port}";

    /// <summary>What it has written since its last start.</summary>
    public string Log => _process?.Transcript ?? "";

    /// <summary>Starts it, or skips the test when it is not installed (see <see cref="Tool"/>).</summary>
    public static async Task<RabbitMQServer> StartAsync()
    {
        var server = Prepare();
        try
        {
            await server.StartAgainAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>A server that is not started yet, but has its port.</summary>
    public static RabbitMQServer Prepare()
    {
        Tool.Require(Program, Install);
        return new RabbitMQServer();
    }

    /// <summary>Starts it, the first time or where it was killed.</summary>
    public async Task StartAgainAsync()
    {
        // Erlang's port mapper, which RabbitMQ would leave behind if it had to start one.
        _mapper ??= ChildProcess.Start(
            Tool.Require("epmd", Install), ["-port", $"{_mapperPort}", "-address", "127.0.0.1"], _folder.FullPath, folder: _folder);
        _process = ChildProcess.Start(Program, [], _folder.FullPath, Environment(), _folder);
        await _process.LineAsync(static line => line.Contains("Server startup complete", StringComparison.Ordinal), StartLimit);
    }

    /// <summary>Kills it, whatever it is doing; its connections break and new ones are refused.</summary>
    public async Task KillAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();

        _process = null;
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        if (_mapper is not null)
            await _mapper.DisposeAsync();

        _folder.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private Dictionary<string, string> Environment() => new()
    {
        ["PATH"] = System.Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin",
        ["HOME"] = _folder.FullPath,
        ["ERL_EPMD_PORT"] = $"{_mapperPort}",
        ["RABBITMQ_NODENAME"] = $"flixtube{Port}@localhost",
        ["RABBITMQ_NODE_IP_ADDRESS"] = "127.0.0.1",
        ["RABBITMQ_NODE_PORT"] = $"{Port}",
        ["RABBITMQ_DIST_PORT"] = $"{_distributionPort}",
        ["RABBITMQ_MNESIA_BASE"] = _folder.PathOf("data"),
        ["RABBITMQ_LOG_BASE"] = _folder.PathOf("log"),
        ["RABBITMQ_LOGS"] = "-",
        ["RABBITMQ_PID_FILE"] = _folder.PathOf("pid"),
        ["RABBITMQ_ENABLED_PLUGINS_FILE"] = _folder.PathOf("plugins"),
        ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "-kernel inet_dist_use_interface {127,0,0,1}",
    };
}
