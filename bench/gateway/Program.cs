using FlixTube.Bench.Gateway;
using FlixTube.Bench.Gateway.Load;
using FlixTube.Bench.Gateway.Measuring;
using FlixTube.Bench.Gateway.Peers;
using FlixTube.Bench.Gateway.Results;
using FlixTube.Bench.Gateway.Scenarios;

BenchOptions options;
try
{
    options = BenchOptions.Parse(args);
}
catch (ArgumentException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 2;
}

var figures = new Figures();
await using var store = await Store.StartAsync();
var dotnet = new Dotnet(options.Programs, store);

if (options.Wants(Starts.Name))
{
    for (var round = 0; round < Math.Max(options.Rounds, 3); round++)
    {
        Say($"{Starts.Name}, {round + 1}");
        await Starts.MeasureAsync(dotnet.S3HostAsync, figures);
        await Starts.MeasureAsync(dotnet.FileHostAsync, figures);
        await Starts.MeasureAsync(dotnet.StaticFilesAsync, figures);
        await Starts.MeasureAsync(dotnet.TutorialAsync, figures);
    }
}

await using var nginxStatic = await Nginx.StartAsync("nginx static", "static.conf", store, store.Content);
await using var nginxProxy = await Nginx.StartAsync("nginx proxy", "proxy.conf", store, store.Content);
await using var nginxSlice = await Nginx.StartAsync("nginx slice", "slice.conf", store, store.Content);
await using var varnish = await Nginx.StartVarnishAsync(store);
await using var staticFiles = await dotnet.StaticFilesAsync();
await using var tutorial = await dotnet.TutorialAsync();
await using var file = await dotnet.FileHostAsync();
await using var s3 = await dotnet.S3HostAsync();
await using var cached = await dotnet.CachedHostAsync();
await using var chain = await dotnet.ChainedHostAsync(file);

Server[] everybody = [nginxStatic, nginxProxy, nginxSlice, varnish, staticFiles, tutorial, file, s3, cached, chain];
(IScenario Scenario, Server[] Servers)[] plan =
[
    (new ManyRequests("whole, 1 connection", 1, null), everybody),
    (new ManyRequests("whole, 16 connections", 16, null), everybody),
    (new ManyRequests("1 MiB ranges", 16, 1 << 20), everybody),
    (new ManyRequests("64 KiB ranges", 16, 64 << 10), everybody),
    (new FirstByte(), [store.Server, nginxProxy, s3, chain]),
    (new StoreRequests(store), [nginxSlice, s3, cached]),
    (new ColdCrowd(store, 100), [nginxSlice, varnish, cached]),
    (new SlowCrowd(1000, options.Time * 20 / 3), [nginxProxy, file, s3, cached]),
];
everybody = [.. everybody.Where(server => options.Measures(server.Name))];
plan =
[
    .. plan.Where(line => options.Wants(line.Scenario.Name))
        .Select(line => (line.Scenario, line.Servers.Where(server => options.Measures(server.Name)).ToArray())),
];

foreach (var server in everybody)
{
    Say($"warming {server.Name}");
    using var connection = await HttpConnection.OpenAsync(server.Port);
    await connection.GetAsync(server.TargetOf(VideoContent.Whole), 0, null, check: true);
    await connection.GetAsync(server.TargetOf(VideoContent.Large), 0, null, check: true);
}

// One round without taking notes: what is compiled, pooled and opened on first use is there afterwards.
foreach (var (scenario, servers) in plan.Where(line => line.Scenario is ManyRequests))
{
    foreach (var server in servers)
        await scenario.RunAsync(server, TimeSpan.FromSeconds(1), new Figures());
}

for (var round = 0; round < options.Rounds; round++)
{
    foreach (var (scenario, servers) in plan)
    {
        Say($"round {round + 1} of {options.Rounds}: {scenario.Name}");
        // Another one first each round, so that none is always measured after the same neighbour.
        for (var i = 0; i < servers.Length; i++)
            await scenario.RunAsync(servers[(i + round) % servers.Length], options.Time, figures);
    }
}

Tables.Write(Console.Out, figures);
return 0;

static void Say(string line) => Console.Error.WriteLine(line);
