using System.Diagnostics;
using FlixTube.Bench.Gateway.Load;
using FlixTube.Bench.Gateway.Measuring;
using FlixTube.Bench.Gateway.Peers;
using FlixTube.Bench.Gateway.Results;

namespace FlixTube.Bench.Gateway.Scenarios;

/// <summary>One viewer who seeks in a long video: how long is the first byte in coming, and how much of that is the gateway's?</summary>
internal sealed class FirstByte : IScenario
{
    private const int RangeBytes = 64 * 1024;
    private double _store;

    public string Name => "first byte";

    /// <remarks>The store itself comes first in the list of servers; rounds that begin with another use its time of the round before.</remarks>
    public async Task RunAsync(Server server, TimeSpan time, Figures figures)
    {
        var random = new Random(1);
        var times = new List<double>();
        using var connection = await HttpConnection.OpenAsync(server.Port);
        for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < time;)
        {
            var answer = await connection.GetAsync(server.TargetOf(VideoContent.Large), random.NextInt64(VideoContent.LargeLength - RangeBytes), RangeBytes, check: times.Count % 64 == 0);
            times.Add(answer.FirstByte.TotalMilliseconds);
        }
        times.Sort();
        var median = times[times.Count / 2];
        figures.Add(Name, "p50 ms", server.Name, median);
        figures.Add(Name, "p99 ms", server.Name, times[times.Count * 99 / 100]);
        if (server.Name == "store")
            _store = median;
        else if (_store > 0)
            figures.Add(Name, Requirement.AddedFirstByte, server.Name, median - _store);
    }
}
