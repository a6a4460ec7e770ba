using FlixTube.Service.Configuration;
using FlixTube.Service.Health;

namespace FlixTube.History.Health;

/// <summary>The command <c>health</c>: whether the history that serves beside it is ready, for a container's health check.</summary>
internal static class HealthQuestion
{
    public const string Command = "health";

    /// <summary>Asks where a history with these settings listens.</summary>
    /// <returns>The exit code: 0 when it is ready, 1 when it is not, which is then said on standard error.</returns>
    public static async Task<int> AskAsync(string[] settings)
    {
        if (await ReadinessQuestion.AskAsync(ReadinessQuestion.Address(settings, ListenAddress.HistoryPort), CancellationToken.None) is not { } reason)
            return 0;

        await Console.Error.WriteLineAsync(reason);
        return 1;
    }
}
