using System.CommandLine;
using System.CommandLine.Invocation;
using FlixTube.Host.Configuration;
using FlixTube.Storage;

namespace FlixTube.Host.Commands;

/// <summary>Runs the command that the arguments name.</summary>
internal static class CommandRun
{
    private const string Description = """
        Streams videos from a folder or a cloud over HTTP. Without a command it serves.

        Settings are those of serving: appsettings.json, environment variables, and
        arguments such as --VideoStorage:S3:Bucket=videos, for commands too.
        Exit codes of commands: 0 all is well, 1 wrong usage or settings, 2 videos failed
        or a store could not be used, 130 interrupted.
        """;

    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var (command, settings) = SettingArguments.Split(arguments);
        var stores = new Stores(settings);
        var root = new RootCommand(Description)
        {
            CopyCommand.Make(stores),
            VerifyCommand.Make(stores),
            ListCommand.Make(stores),
            ProbeCommand.Make(stores),
            CatalogCommand.Make(stores),
            HealthCommand.Make(settings),
        };

        // A word that begins with @ is a word, not the name of a file with further arguments.
        var parsed = root.Parse(command, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Action is ParseErrorAction wrong)
        {
            // Both go to standard output, which is for results.
            wrong.ShowHelp = false;
            wrong.ShowTypoCorrections = false;
        }

        try
        {
            using var interruption = new Interruption();
            return await parsed.InvokeAsync(
                new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, interruption.Token);
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Interrupted;
        }
        catch (VideoStoreException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return ExitCode.Failure;
        }
        catch (Exception e) when (StoreStart.Explain(e) is { } sentences)
        {
            await Console.Error.WriteLineAsync(sentences);
            return ExitCode.Usage;
        }
        finally
        {
            await stores.DisposeAsync();
        }
    }
}
