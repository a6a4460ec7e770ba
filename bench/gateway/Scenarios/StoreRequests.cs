using FlixTube.Bench.Gateway.Load;
using FlixTube.Bench.Gateway.Measuring;
using FlixTube.Bench.Gateway.Peers;

namespace FlixTube.Bench.Gateway.Scenarios;

/// <summary>One viewer after another asks for ranges of a video: how often is the store asked, the first time and again?</summary>
internal sealed class StoreRequests(Store store) : IScenario
{
    private const int Viewers = 20;
    private const int RangeBytes = 64 * 1024;

    private int _videos;

    public string Name => "store requests per viewer request";

    public async Task RunAsync(Server server, TimeSpan time, Figures figures)
    {
        var first = _videos;
        _videos += Viewers;
        figures.Add(Name, "cold", server.Name, await PerRequestAsync(server, first));
        figures.Add(Name, "warm", server.Name, await PerRequestAsync(server, first));
    }

    private async Task<double> PerRequestAsync(Server server, int first)
    {
        var before = await store.QuietAsync();
        using var connection = await HttpConnection.OpenAsync(server.Port);
        for (var video = first; video < first + Viewers; video++)
            await connection.GetAsync(server.TargetOf($"cold-once-{video}.mp4"), RangeBytes, RangeBytes, check: true);
        var after = await store.QuietAsync();
        return (after.Requests - before.Requests) / (double)Viewers;
    }
}
