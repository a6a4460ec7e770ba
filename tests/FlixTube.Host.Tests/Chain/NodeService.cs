using FlixTube.Testing.Programs;

namespace FlixTube.Host.Tests.Chain;

/// <summary>A Node service of the tutorial as a program, on a port of its own.</summary>
internal sealed class NodeService : IAsyncDisposable
{
    private const string Online = "Microservice online at port ";
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly ChildProcess _process;

    private NodeService(ChildProcess process, Uri address)
    {
        _process = process;
        Address = address;
    }

    public Uri Address { get; }

    /// <param name="script">The file in <c>tests/servers/node-book</c>.</param>
    /// <param name="variables">Its environment, beside the port.</param>
    public static async Task<NodeService> StartAsync(string script, Dictionary<string, string> variables)
    {
        var node = Tool.Require("node", "apt-get install nodejs");
        Tool.Require(Repository.PathOf("tests", "servers", "node-book", "node_modules", "express", "index.js"), "tests/servers/node-book/install.sh");
        variables = new(variables) { ["PORT"] = "0" };
        var process = ChildProcess.Start(node, [Repository.PathOf("tests", "servers", "node-book", script)], environment: variables);
        try
        {
            var line = await process.LineAsync(l => l.StartsWith(Online, StringComparison.Ordinal), StartLimit);
            return new NodeService(process, new Uri($"http://127.0.0.1:{line[Online.Length..].TrimEnd('.')}/"));
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
