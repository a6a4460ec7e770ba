using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using FlixTube.Testing.Programs;
using FlixTube.Testing.Servers.Azurite;

namespace FlixTube.Testing.Servers.Mongo;

/// <summary>
/// The MongoDB of <c>tests/servers/mongo</c> on a free port, with its data in a folder that goes away with it. It can be
/// killed and started again on the same port and the same data. Safe for concurrent use, but for that.
/// </summary>
public sealed partial class MongoServer : IAsyncDisposable
{
    private const string Python = "/usr/bin/python3";
    private const string Install = "tests/servers/mongo/install.sh";
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _control = new();
    private readonly MongoServerOptions _options;
    private ChildProcess? _process;
    private Uri? _controlAddress;

    private MongoServer(MongoServerOptions options) => _options = options;

    /// <summary>Where it listens; the same after every start.</summary>
    public int Port { get; private set; }

    /// <summary>Without user and password.</summary>
    public string ConnectionString => $"mongodb://127.0.0.1:{Port}/";

    /// <summary>The file with the certificate that it shows, to be trusted by clients; only with TLS.</summary>
    public string CertificateFile => _folder.PathOf("certificate.pem");

    /// <summary>What it has written since its last start.</summary>
    public string Log => _process?.Transcript ?? "";

    /// <summary>Starts it, or skips the test when it is not installed (see <see cref="Tool"/>).</summary>
    public static async Task<MongoServer> StartAsync(MongoServerOptions? options = null)
    {
        Tool.Require("/usr/lib/python3/dist-packages/mongomock/__init__.py", Install);
        var server = new MongoServer(options ?? new());
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

    /// <summary>Starts it again where it was killed.</summary>
    public async Task StartAgainAsync()
    {
        List<string> arguments = ["-B", Repository.PathOf("tests", "servers", "mongo", "server.py"), "--port", $"{Port}", "--data", _folder.PathOf("data")];
        foreach (var user in _options.Users)
            arguments.AddRange(["--user", user]);
        if (_options.ReplicaSet is { } replicaSet)
            arguments.AddRange(["--replica-set", replicaSet]);
        if (_options.Certificate is { } certificate)
        {
            await File.WriteAllTextAsync(CertificateFile, certificate.Certificate);
            await File.WriteAllTextAsync(_folder.PathOf("both.pem"), certificate.Certificate + "\n" + certificate.PrivateKey);
            arguments.AddRange(["--tls", _folder.PathOf("both.pem")]);
        }

        _process = ChildProcess.Start(Python, arguments, _folder.FullPath, folder: _folder);
        var line = Listening.Match(await _process.LineAsync(Listening.IsMatch, StartLimit));
        Port = int.Parse(line.Groups["port"].Value);
        _controlAddress = new(line.Groups["control"].Value);
    }

    /// <summary>Kills it; its connections break and new ones are refused.</summary>
    public async Task KillAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
        _process = null;
    }

    /// <summary>Lets it neither answer nor hang up until <see cref="Thaw"/>.</summary>
    public void Freeze() => _process!.Send(Signal.Stop);

    public void Thaw() => _process!.Send(Signal.Continue);

    /// <summary>Runs a command, without signing in.</summary>
    /// <param name="database">For which database.</param>
    /// <param name="command">In MongoDB's Extended JSON.</param>
    /// <returns>The reply, in the same.</returns>
    /// <exception cref="InvalidOperationException">The server gave none. The message holds its output.</exception>
    public async Task<JsonElement> CommandAsync(string database, string command)
    {
        using var content = new StringContent(command);
        try
        {
            using var response = await _control.PostAsync(new Uri(_controlAddress!, database), content);
            response.EnsureSuccessStatusCode();
            return await response.Content.ReadFromJsonAsync<JsonElement>();
        }
        catch (HttpRequestException e)
        {
            throw new InvalidOperationException($"The server does not take {command}. It wrote:\n{Log}", e);
        }
    }

    /// <summary>Puts documents into a collection as another program would.</summary>
    /// <param name="database">The database.</param>
    /// <param name="collection">The collection.</param>
    /// <param name="documents">Each in Extended JSON.</param>
    public async Task InsertAsync(string database, string collection, params string[] documents)
    {
        var reply = await CommandAsync(database, $$"""{ "insert": "{{collection}}", "documents": [{{string.Join(',', documents)}}] }""");
        if (reply.GetProperty("ok").GetDouble() == 0 || reply.TryGetProperty("writeErrors", out _))
            throw new InvalidOperationException($"The documents were not inserted: {reply}");
    }

    /// <summary>All documents of a collection that a query finds, in Extended JSON.</summary>
    public async Task<JsonElement[]> FindAsync(string database, string collection, string query = "{}")
    {
        var reply = await CommandAsync(database, $$"""{ "find": "{{collection}}", "filter": {{query}}, "batchSize": 100000 }""");
        return [.. reply.GetProperty("cursor").GetProperty("firstBatch").EnumerateArray()];
    }

    /// <summary>Lets commands fail.</summary>
    /// <param name="how">What the data of mongod's fail point says besides the commands, such as <c>"errorCode": 91</c> or <c>"closeConnection": true</c>.</param>
    /// <param name="times">How often; for ever when null.</param>
    /// <param name="commands">Which commands.</param>
    public Task FailAsync(string how, int? times, params string[] commands) => CommandAsync("admin", $$"""
        {
          "configureFailPoint": "failCommand",
          "mode": {{(times is null ? "\"alwaysOn\"" : $$"""{ "times": {{times}} }""")}},
          "data": { "failCommands": {{JsonSerializer.Serialize(commands)}}, {{how}} }
        }
        """);

    public Task FailNoMoreAsync() => CommandAsync("admin", """{ "configureFailPoint": "failCommand", "mode": "off" }""");

    /// <summary>How many commands came by the wire since the start, by their names.</summary>
    public async Task<IReadOnlyDictionary<string, int>> CountsAsync()
    {
        var reply = await CommandAsync("admin", """{ "serverStatus": 1 }""");
        return reply.GetProperty("metrics").GetProperty("commands").EnumerateObject()
            .ToDictionary(command => command.Name, command => command.Value.GetProperty("total").GetInt32());
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _control.Dispose();
        _folder.Dispose();
    }

    [GeneratedRegex(@"^listening on 127\.0\.0\.1:(?<port>\d+), control at (?<control>\S+)$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Listening { get; }
}

/// <summary>What a <see cref="MongoServer"/> is like.</summary>
public sealed record MongoServerOptions
{
    /// <summary>Each <c>name:password:role</c>, the role <c>none</c>, <c>read</c>, <c>write</c> or <c>readWrite</c>. Without any, everybody may do everything.</summary>
    public IReadOnlyList<string> Users { get; init; } = [];

    /// <summary>The name of the replica set of which it says to be the primary; a standalone server when null.</summary>
    public string? ReplicaSet { get; init; }

    /// <summary>What it shows to clients, which must use TLS then.</summary>
    public PemCertificate? Certificate { get; init; }
}
