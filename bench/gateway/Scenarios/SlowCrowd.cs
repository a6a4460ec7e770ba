using FlixTube.Bench.Gateway.Load;
using FlixTube.Bench.Gateway.Measuring;
using FlixTube.Bench.Gateway.Peers;

namespace FlixTube.Bench.Gateway.Scenarios;

/// <summary>A thousand viewers who watch a long video at 64 KiB/s.</summary>
internal sealed class SlowCrowd(int viewers, TimeSpan watched) : IScenario
{
    private const int BytesPerSecond = 64 * 1024;

    public string Name => "slow viewers";

    public async Task RunAsync(Server server, TimeSpan time, Figures figures)
    {
        var before = server.Processes.MemoryBytes();
        using var crowd = await SlowViewers.OpenAsync(server.Port, server.TargetOf(VideoContent.Large), viewers);
        var watching = crowd.WatchAsync(BytesPerSecond, watched);
        var most = before;
        while (!watching.IsCompleted)
        {
            most = Math.Max(most, server.Processes.MemoryBytes());
            await Task.WhenAny(watching, Task.Delay(TimeSpan.FromSeconds(1)));
        }
        figures.Add(Name, "alive %", server.Name, 100.0 * await watching / viewers);
        figures.Add(Name, "memory KiB/viewer", server.Name, (most - before) / 1024.0 / viewers);
    }
}
