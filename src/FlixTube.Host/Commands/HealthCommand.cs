using System.CommandLine;
using FlixTube.Service.Configuration;
using FlixTube.Service.Health;

namespace FlixTube.Host.Commands;

/// <summary><c>health</c>: whether the host that serves beside it is ready, for a container's health check.</summary>
internal static class HealthCommand
{
    // A container engine knows 0 and 1 alone.
    private const int NotReady = 1;

    public static Command Make(string[] settings)
    {
        var url = new Option<Uri?>("--url")
        {
            Description = "What to ask. Without it, /health/ready where a host with the same PORT or --urls listens.",
            CustomParser = static given =>
            {
                if (Uri.TryCreate(given.Tokens[0].Value, UriKind.Absolute, out var address) && (address.Scheme is "http" or "https"))
                    return address;

                given.AddError($"--url is '{given.Tokens[0].Value}': set it to an address such as http://localhost:4000/health/ready.");
                return null;
            },
        };
        var command = new Command("health", "Asks the host on this machine whether it is ready. Exit code 0: it is, 1: it is not.") { url };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetValue(url) ?? ReadinessQuestion.Address(settings, ListenAddress.HostPort), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(Uri address, CancellationToken cancellationToken)
    {
        if (await ReadinessQuestion.AskAsync(address, cancellationToken) is not { } reason)
            return ExitCode.Success;

        await Console.Error.WriteLineAsync(reason);
        return NotReady;
    }
}
