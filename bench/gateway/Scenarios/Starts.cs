using System.Diagnostics;
using FlixTube.Bench.Gateway.Load;
using FlixTube.Bench.Gateway.Measuring;
using FlixTube.Bench.Gateway.Peers;

namespace FlixTube.Bench.Gateway.Scenarios;

/// <summary>From the start of a server until it has answered with the first byte of a video.</summary>
internal static class Starts
{
    public const string Name = "start to first byte";
    public const string Figure = "ms";

    public static async Task MeasureAsync(Func<Task<Server>> start, Figures figures)
    {
        var started = Stopwatch.GetTimestamp();
        await using var server = await start();
        using var connection = await HttpConnection.OpenAsync(server.Port);
        await connection.GetAsync(server.TargetOf(VideoContent.Whole), 0, 1, check: true);
        figures.Add(Name, Figure, server.Name, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
    }
}
