using System.Diagnostics;
using FlixTube.Host.Commands.Progress;
using FlixTube.Storage;

namespace FlixTube.Host.Commands;

/// <summary>How work over many videos ended, as far as it is not a matter of single videos.</summary>
/// <param name="Word">What its summary begins with.</param>
/// <param name="Code">One of <see cref="ExitCode"/>.</param>
/// <param name="Time">How long it took.</param>
internal sealed record BulkEnd(string Word, int Code, string Time)
{
    /// <summary>Runs work to its end, whichever it is.</summary>
    public static async Task<BulkEnd> OfAsync(Func<Task> work, Screen screen)
    {
        var watch = Stopwatch.StartNew();
        try
        {
            await work();
            return new BulkEnd("done", ExitCode.Success, DurationText.Of(watch.Elapsed));
        }
        catch (OperationCanceledException)
        {
            return new BulkEnd("interrupted", ExitCode.Interrupted, DurationText.Of(watch.Elapsed));
        }
        catch (VideoStoreException e)
        {
            screen.WriteError(e.Message);
            return new BulkEnd("broken off", ExitCode.Failure, DurationText.Of(watch.Elapsed));
        }
    }

    /// <summary>The exit code, when single videos failed or none did.</summary>
    public int CodeWhen(bool hasFailures) => Code == ExitCode.Success && hasFailures ? ExitCode.Failure : Code;
}
