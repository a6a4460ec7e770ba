using System.Diagnostics;
using System.Text.Json.Nodes;
using FlixTube.Testing.Programs;

namespace FlixTube.Deploy.Tests.Checking;

/// <summary>Asks <c>tests/servers/deploy-checks/check.mjs</c>, one question after the other. The program ends when this, or this process, does.</summary>
internal sealed class SyntaxChecker : IDisposable
{
    private readonly Process _process;

    public SyntaxChecker()
    {
        var node = Tool.Require("node", "https://nodejs.org, version 20 or newer");
        var folder = Repository.PathOf("tests", "servers", "deploy-checks");
        if (!Directory.Exists(Path.Combine(folder, "node_modules")))
            Tool.Require("tests/servers/deploy-checks", "tests/servers/install.sh");

        _process = Process.Start(new ProcessStartInfo(node, [Path.Combine(folder, "check.mjs")]) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false })!;
    }

    public IEnumerable<string> Compose(JsonNode document) => Problems(Ask("compose", document.ToJsonString()));

    public IEnumerable<string> Kubernetes(JsonNode document) => Problems(Ask("kubernetes", document.ToJsonString()));

    /// <returns>The file as JSON, or what is wrong with it.</returns>
    public (JsonNode? Document, IEnumerable<string> Problems) Hcl(string text)
    {
        var answer = Ask("hcl", text);
        return (answer["document"], Problems(answer));
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static IEnumerable<string> Problems(JsonNode answer) => answer["problems"]!.AsArray().Select(static problem => problem!.ToString());

    private JsonNode Ask(string what, string text)
    {
        _process.StandardInput.WriteLine(new JsonObject { ["ask"] = what, ["text"] = text }.ToJsonString());
        _process.StandardInput.Flush();
        var answer = _process.StandardOutput.ReadLine() ?? throw new EndOfStreamException("The checker has ended.");
        return JsonNode.Parse(answer)!;
    }
}
