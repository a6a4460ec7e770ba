using System.Diagnostics;
using FlixTube.Bench.Gateway.Load;
using FlixTube.Bench.Gateway.Measuring;
using FlixTube.Bench.Gateway.Peers;

namespace FlixTube.Bench.Gateway.Scenarios;

/// <summary>A hundred viewers open the same video at once, which nobody has asked for before.</summary>
internal sealed class ColdCrowd(Store store, int viewers) : IScenario
{
    private int _videos;

    public string Name => "cold crowd";

    public async Task RunAsync(Server server, TimeSpan time, Figures figures)
    {
        var target = server.TargetOf($"cold-{++_videos}.mp4");
        var before = store.Served();
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, viewers).Select(number => Task.Run(async () =>
        {
            using var connection = await HttpConnection.OpenAsync(server.Port, bufferBytes: 256 * 1024);
            await connection.GetAsync(target, 0, null, check: number == 0);
        })));
        figures.Add(Name, "wall s", server.Name, Stopwatch.GetElapsedTime(start).TotalSeconds);

        var after = await store.QuietAsync();
        figures.Add(Name, "objects read from the store", server.Name, (after.Bytes - before.Bytes) / (double)VideoContent.WholeLength);
        figures.Add(Name, "store requests", server.Name, after.Requests - before.Requests);
    }
}
