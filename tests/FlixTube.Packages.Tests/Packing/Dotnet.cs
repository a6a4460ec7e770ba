using System.Collections;
using FlixTube.Testing.Programs;

namespace FlixTube.Packages.Tests.Packing;

/// <summary>The .NET command line, leaving no build server behind.</summary>
internal static class Dotnet
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);

    /// <summary>The packages that this machine has restored already: those of others are taken from here, without asking any feed.</summary>
    public static string PackagesOfThisMachine { get; } =
        Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    /// <param name="workingFolder">Where it runs.</param>
    /// <param name="arguments">The command and its arguments.</param>
    /// <param name="variables">Environment variables beside ours.</param>
    /// <returns>What it wrote to its standard output.</returns>
    /// <exception cref="InvalidOperationException">It failed, or ran for too long. The message holds its output.</exception>
    public static async Task<string> RunAsync(string workingFolder, IEnumerable<string> arguments, params (string Name, string Value)[] variables)
    {
        var environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(variable => (string)variable.Key, variable => (string?)variable.Value ?? "");
        environment["MSBUILDDISABLENODEREUSE"] = "1";
        environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        environment["UseSharedCompilation"] = "false";
        environment["NuGetAudit"] = "false"; // It asks the feeds.
        foreach (var (name, value) in variables)
            environment[name] = value;

        await using var process = ChildProcess.Start("dotnet", arguments, workingFolder, environment);
        var exitCode = await process.ExitAsync(Limit);
        return exitCode == 0
            ? process.Output
            : throw new InvalidOperationException($"dotnet {string.Join(' ', arguments)} ended with exit code {exitCode}. It wrote:\n{process.Transcript}");
    }
}
