namespace FlixTube.Testing.Programs;

/// <summary>A program that was run to its end.</summary>
/// <param name="ExitCode">128 plus the signal's number when a signal ended it.</param>
/// <param name="Output">What it wrote to its standard output.</param>
/// <param name="Transcript">What it wrote to either output.</param>
public sealed record Command(int ExitCode, string Output, string Transcript)
{
    /// <summary>Runs a program to its end, whatever its exit code.</summary>
    /// <param name="limit">After this long it is killed, with all that it started; a minute when null.</param>
    /// <exception cref="InvalidOperationException">It ran for too long. The message holds its output.</exception>
    public static async Task<Command> RunAsync(
        string program, IEnumerable<string> arguments, string? workingFolder = null, TimeSpan? limit = null)
    {
        await using var process = ChildProcess.Start(program, arguments, workingFolder);
        var exitCode = await process.ExitAsync(limit ?? TimeSpan.FromMinutes(1));
        return new Command(exitCode, process.Output, process.Transcript);
    }

    /// <summary>Runs a program that must succeed.</summary>
    /// <returns>What it wrote to its standard output.</returns>
    /// <exception cref="InvalidOperationException">Its exit code is not 0, or it ran for too long. The message holds its output.</exception>
    public static async Task<string> OutputOfAsync(
        string program, IEnumerable<string> arguments, string? workingFolder = null, TimeSpan? limit = null)
    {
        var command = await RunAsync(program, arguments, workingFolder, limit);
        return command.ExitCode == 0
            ? command.Output
            : throw new InvalidOperationException($"{program} ended with exit code {command.ExitCode}. It wrote:\n{command.Transcript}");
    }
}
