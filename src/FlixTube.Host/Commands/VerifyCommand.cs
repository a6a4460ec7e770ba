using System.CommandLine;
using FlixTube.Host.Commands.Progress;
using FlixTube.Storage;
using FlixTube.Storage.Copying;

namespace FlixTube.Host.Commands;

/// <summary><c>verify</c>: reads every video of a store again and compares hashes.</summary>
internal static class VerifyCommand
{
    public static Command Make(Stores stores)
    {
        var provider = BulkArguments.Provider();
        var prefix = BulkArguments.Prefix();
        var parallel = BulkArguments.Parallel();
        var command = new Command("verify", "Reads every video of a store again and compares its SHA-256 with the recorded one.") { provider, prefix, parallel };
        command.SetAction((parsed, cancellationToken) =>
        {
            var options = new VerifyOptions { Prefix = parsed.GetValue(prefix), Parallel = parsed.GetValue(parallel) };
            return RunAsync(stores.Open(parsed.GetValue(provider)), options, cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(IVideoStore store, VerifyOptions options, CancellationToken cancellationToken)
    {
        var progress = new TransferProgress();
        await using var screen = new Screen(progress);
        await using var counting = Counting.Start(progress, store, options.Prefix, cancellationToken);
        var tally = new Tally<VerifyOutcome>();
        var end = await BulkEnd.OfAsync(
            async () =>
            {
                await foreach (var video in new VideoVerifier(store, options).RunAsync(progress, cancellationToken))
                {
                    tally.Add(video.Outcome, video.Length);
                    if (Line(video) is { } line)
                        screen.WriteResult(line);
                }
            },
            screen);
        screen.WriteResult(
            $"{end.Word}: {tally.Count(VerifyOutcome.Intact)} intact, {tally.Count(VerifyOutcome.HashUnknown)} without a recorded hash, "
            + $"{tally.Count(VerifyOutcome.Failed)} failed, {tally.Count(VerifyOutcome.Mismatched)} mismatched "
            + $"({ByteText.Of(tally.Bytes(VerifyOutcome.Intact) + tally.Bytes(VerifyOutcome.HashUnknown))} in {end.Time})");
        return end.CodeWhen(hasFailures: tally.Count(VerifyOutcome.Failed) + tally.Count(VerifyOutcome.Mismatched) > 0);
    }

    private static string? Line(VerifyResult video) => video.Outcome switch
    {
        VerifyOutcome.HashUnknown => $"hash-unknown {video.Path} ({ByteText.Of(video.Length)})",
        VerifyOutcome.Failed => $"failed {video.Path}: {video.Reason}",
        VerifyOutcome.Mismatched => $"mismatched {video.Path}: {video.Reason}",
        _ => null,
    };
}
