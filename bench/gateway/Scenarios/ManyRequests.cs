using System.Diagnostics;
using FlixTube.Bench.Gateway.Load;
using FlixTube.Bench.Gateway.Measuring;
using FlixTube.Bench.Gateway.Peers;

namespace FlixTube.Bench.Gateway.Scenarios;

/// <summary>Connections that each ask for the next thing as soon as they have the last: whole videos, or ranges anywhere in a long one.</summary>
/// <param name="Name">Its name in the tables.</param>
/// <param name="Connections">How many at once.</param>
/// <param name="RangeBytes">The length of the ranges; whole videos when null.</param>
internal sealed record ManyRequests(string Name, int Connections, long? RangeBytes) : IScenario
{
    private const int CheckEvery = 64;

    public async Task RunAsync(Server server, TimeSpan time, Figures figures)
    {
        var cpu = server.Processes.CpuSeconds();
        var start = Stopwatch.GetTimestamp();
        var viewers = await Task.WhenAll(Enumerable.Range(0, Connections).Select(number => Task.Run(() => ViewAsync(server, number, start, time))));
        var elapsed = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var cpuUsed = server.Processes.CpuSeconds() - cpu;

        var requests = viewers.Sum(viewer => viewer.Answers);
        var bytes = viewers.Sum(viewer => viewer.Bytes);
        if (RangeBytes is null)
        {
            figures.Add(Name, "MB/s", server.Name, bytes / elapsed / 1e6);
            figures.Add(Name, "CPU s/GiB", server.Name, cpuUsed / (bytes / (double)(1L << 30)));
        }
        else
        {
            figures.Add(Name, "requests/s", server.Name, requests / elapsed);
            figures.Add(Name, "CPU us/request", server.Name, cpuUsed / requests * 1e6);
            var firstBytes = viewers.SelectMany(viewer => viewer.FirstBytes).Order().ToList();
            figures.Add(Name, "first byte p50 ms", server.Name, firstBytes[firstBytes.Count / 2].TotalMilliseconds);
        }
    }

    private async Task<(long Answers, long Bytes, List<TimeSpan> FirstBytes)> ViewAsync(Server server, int number, long start, TimeSpan time)
    {
        // The same places for every server, so that they read the same.
        var random = new Random(number);
        var firstBytes = new List<TimeSpan>();
        using var connection = await HttpConnection.OpenAsync(server.Port);
        var target = server.TargetOf(RangeBytes is null ? VideoContent.Whole : VideoContent.Large);
        long answers = 0, bytes = 0;
        do
        {
            var offset = RangeBytes is { } length ? random.NextInt64(VideoContent.LargeLength - length) : 0;
            var answer = await connection.GetAsync(target, offset, RangeBytes, check: answers % CheckEvery == 0);
            answers++;
            bytes += answer.Length;
            firstBytes.Add(answer.FirstByte);
        }
        while (Stopwatch.GetElapsedTime(start) < time);
        return (answers, bytes, firstBytes);
    }
}
