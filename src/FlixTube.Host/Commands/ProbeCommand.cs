using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using FlixTube.Storage;

namespace FlixTube.Host.Commands;

/// <summary><c>probe</c>: whether a store would serve.</summary>
internal static class ProbeCommand
{
    public static Command Make(Stores stores)
    {
        var provider = BulkArguments.Provider();
        var readOnly = new Option<bool>("--read-only") { Description = "Do not write and delete a small object to see whether that is allowed." };
        var json = new Option<bool>("--json") { Description = "A JSON object for each step, with its step, outcome, seconds and reason." };
        var command = new Command("probe", "Tries whether a store would serve: credentials, container or bucket, list, create, read, delete.") { provider, readOnly, json };
        command.SetAction((parsed, cancellationToken) =>
            RunAsync(stores.Open(parsed.GetValue(provider)), new ProbeOptions { Write = !parsed.GetValue(readOnly) }, parsed.GetValue(json), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(IVideoStore store, ProbeOptions options, bool asJson, CancellationToken cancellationToken)
    {
        var report = await VideoStoreProbe.RunAsync(store, options, cancellationToken);
        foreach (var step in report.Steps)
            await Console.Out.WriteLineAsync(asJson ? Json(step) : Text(step));

        return report.Succeeded ? ExitCode.Success : ExitCode.Failure;
    }

    private static string Text(ProbeStep step) =>
        string.Create(CultureInfo.InvariantCulture, $"{Word(step.Outcome)} {step.Name} ({step.Duration.TotalSeconds:0.000} s){(step.Reason is null ? "" : ": ")}{step.Reason}");

    private static string Json(ProbeStep step) =>
        JsonSerializer.Serialize(new ProbedStep(step.Name, Word(step.Outcome), Math.Round(step.Duration.TotalSeconds, 3), step.Reason), CommandJson.Default.ProbedStep);

    private static string Word(ProbeOutcome outcome) => outcome switch
    {
        ProbeOutcome.Passed => "passed",
        ProbeOutcome.Failed => "failed",
        _ => "skipped",
    };
}
