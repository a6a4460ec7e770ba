using System.Diagnostics;
using FlixTube.Bench.Gateway.Load;
using FlixTube.Bench.Gateway.Measuring;
using FlixTube.Bench.Gateway.Peers;
using FlixTube.Bench.Gateway.Results;

namespace FlixTube.Bench.Gateway.Scenarios;

/// <summary>
/// One viewer who seeks in a long video, on a connection that stays open: how long is the first byte of the video in coming,
/// and how much of that is the gateway's? Each request to a gateway is followed by the same one to the store itself, so that
/// both meet the same machine.
/// </summary>
internal sealed class FirstByte : IScenario
{
    private const int RangeBytes = 64 * 1024;
    private Server? _store;

    public string Name => "first byte";

    /// <remarks>The store itself must come first in the list of servers.</remarks>
    public async Task RunAsync(Server server, TimeSpan time, Figures figures)
    {
        _store ??= server;
        var random = new Random(1);
        var (times, stores) = (new List<double>(), new List<double>());
        using var connection = await HttpConnection.OpenAsync(server.Port);
        using var direct = await HttpConnection.OpenAsync(_store.Port);
        for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < time;)
        {
            var offset = random.NextInt64(VideoContent.LargeLength - RangeBytes);
            var check = times.Count % 64 == 0;
            times.Add((await connection.GetAsync(server.TargetOf(VideoContent.Large), offset, RangeBytes, check)).FirstByte.TotalMilliseconds);
            if (server != _store)
                stores.Add((await direct.GetAsync(_store.TargetOf(VideoContent.Large), offset, RangeBytes, check)).FirstByte.TotalMilliseconds);
        }

        figures.Add(Name, "p50 ms", server.Name, Quantile(times, 0.5));
        figures.Add(Name, "p99 ms", server.Name, Quantile(times, 0.99));
        if (stores.Count > 0)
            figures.Add(Name, Requirement.AddedFirstByte, server.Name, Quantile(times, 0.5) - Quantile(stores, 0.5));
    }

    private static double Quantile(List<double> times, double part) => times.Order().ElementAt((int)(times.Count * part));
}
