using System.CommandLine;
using FlixTube.Host.Commands.Progress;
using FlixTube.Storage;
using FlixTube.Storage.Copying;

namespace FlixTube.Host.Commands;

/// <summary><c>copy</c>: brings every video of one store into another.</summary>
internal static class CopyCommand
{
    public static Command Make(Stores stores)
    {
        var from = new Option<string>("--from") { Description = "The provider whose videos are copied.", HelpName = "name", Required = true };
        var to = new Option<string>("--to") { Description = "The provider that gets them.", HelpName = "name", Required = true };
        var prefix = BulkArguments.Prefix();
        var parallel = BulkArguments.Parallel();
        var keepExisting = new Option<bool>("--keep-existing")
        {
            Description = "Leave a video alone that the target has, whatever its content. Otherwise one of other content is replaced.",
        };
        var noReadBack = new Option<bool>("--no-read-back") { Description = "Do not read each copy back to compare its SHA-256." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Only say what would be copied." };
        var command = new Command("copy", "Copies every video from one store to another and verifies it. What is there already is skipped: run it again after an interruption.")
        {
            from, to, prefix, parallel, keepExisting, noReadBack, dryRun,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(from) is { } source && string.Equals(source, result.GetValue(to), StringComparison.OrdinalIgnoreCase))
                result.AddError($"--from and --to are both '{source}': a store cannot be copied to itself.");
        });
        command.SetAction((parsed, cancellationToken) =>
        {
            var source = stores.Open(parsed.GetValue(from));
            var target = stores.Open(parsed.GetValue(to));
            var options = new CopyOptions
            {
                Prefix = parsed.GetValue(prefix),
                Parallel = parsed.GetValue(parallel),
                KeepExisting = parsed.GetValue(keepExisting),
                ReadBack = !parsed.GetValue(noReadBack),
                DryRun = parsed.GetValue(dryRun),
            };
            return RunAsync(source, target, options, cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(IVideoStore source, IVideoStore target, CopyOptions options, CancellationToken cancellationToken)
    {
        var progress = new TransferProgress();
        await using var screen = new Screen(progress);
        await using var counting = Counting.Start(progress, source, options.Prefix, cancellationToken);
        var tally = new Tally<CopyOutcome>();
        var end = await BulkEnd.OfAsync(
            async () =>
            {
                await foreach (var video in new VideoCopier(source, target, options).RunAsync(progress, cancellationToken))
                {
                    tally.Add(video.Outcome, video.Length);
                    if (Line(video, options.DryRun) is { } line)
                        screen.WriteResult(line);
                }
            },
            screen);
        screen.WriteResult(Summary(tally, options.DryRun, end));
        return end.CodeWhen(hasFailures: tally.Count(CopyOutcome.Failed) + tally.Count(CopyOutcome.Mismatched) > 0);
    }

    // What is as it should be already would hide what was done.
    private static string? Line(CopyResult video, bool isDryRun) => video.Outcome switch
    {
        CopyOutcome.Copied => $"{(isDryRun ? "would copy" : "copied")} {video.Path} ({ByteText.Of(video.Length)})",
        CopyOutcome.Replaced => $"{(isDryRun ? "would replace" : "replaced")} {video.Path} ({ByteText.Of(video.Length)})",
        CopyOutcome.Failed => $"failed {video.Path}: {video.Reason}",
        CopyOutcome.Mismatched => $"mismatched {video.Path}: {video.Reason}",
        _ => null,
    };

    private static string Summary(Tally<CopyOutcome> tally, bool isDryRun, BulkEnd end)
    {
        var parts = new List<string>
        {
            $"{tally.Count(CopyOutcome.Copied)} {(isDryRun ? "to copy" : "copied")}",
            $"{tally.Count(CopyOutcome.Replaced)} {(isDryRun ? "to replace" : "replaced")}",
            $"{tally.Count(CopyOutcome.AlreadyThere)} already there",
            $"{tally.Count(CopyOutcome.Kept)} kept",
            $"{tally.Count(CopyOutcome.Failed)} failed",
            $"{tally.Count(CopyOutcome.Mismatched)} mismatched",
        };
        var moved = ByteText.Of(tally.Bytes(CopyOutcome.Copied) + tally.Bytes(CopyOutcome.Replaced));
        return $"{end.Word}: {string.Join(", ", parts)} ({moved}{(isDryRun ? "" : $" in {end.Time}")})";
    }
}
