using FlixTube.Testing.Servers.Mongo;

namespace FlixTube.Catalog.MongoDB.Tests.Costs;

internal sealed class CostTests
{
    private static readonly string[] Handshakes = ["hello", "isMaster", "ismaster", "endSessions"];

    [Test]
    public async Task The_very_first_lookup_is_one_command()
    {
        await using var server = await MongoServer.StartAsync();
        await server.InsertAsync("app", "videos", Given.BookDocument());
        using var catalog = new MongoVideoCatalog(Given.Options(server));
        Assert.That(await catalog.FindAsync(Given.BookId), Is.Not.Null);
        var commands = (await server.CountsAsync()).Where(command => !Handshakes.Contains(command.Key));
        Assert.That(commands, Is.EqualTo(new[] { KeyValuePair.Create("find", 1) }));
    }

    [Test]
    public async Task A_page_that_is_larger_than_a_reply_of_MongoDB_is_whole()
    {
        const int Entries = 20, Size = 1 << 20;
        var server = await SharedServer.GetAsync();
        var options = Given.Options(server, Given.Database());
        for (var i = 0; i < Entries; i++)
            await server.InsertAsync(options.Database, "videos", $$"""{ "videoPath": "{{i:D4}}.mp4", "description": "{{new string('x', Size)}}" }""");

        using var catalog = new MongoVideoCatalog(options);
        var page = await catalog.ListPageAsync();
        Assert.That(page.Videos.Select(v => v.Path.Value), Is.EqualTo(Enumerable.Range(0, Entries).Select(i => $"{i:D4}.mp4")));
        Assert.That(page.NextPageToken, Is.Null);
    }

    [Test]
    public async Task Ten_thousand_calls_leave_no_memory_behind() => await StaysFlatAsync(calls: 10_000, growth: 8 << 20);

    [Test]
    [Category("Soak")]
    public async Task Two_hundred_thousand_calls_leave_no_memory_behind() => await StaysFlatAsync(calls: 200_000, growth: 8 << 20);

    private static async Task StaysFlatAsync(int calls, long growth)
    {
        // Until then the runtime still compiles and fills its pools, which is not what is measured.
        const int WarmUp = 20_000;

        var server = await SharedServer.GetAsync();
        using var catalog = new MongoVideoCatalog(Given.Options(server, Given.Database()));
        var known = await catalog.CreateAsync(Given.At("known.mp4"), new() { Title = "Known", Tags = ["a", "b"] });
        await RunAsync(catalog, known, WarmUp);
        var before = Resident();
        await RunAsync(catalog, known, calls);
        var after = Resident();
        await TestContext.Out.WriteLineAsync($"{calls:N0} calls: resident memory {before >> 10:N0} KiB before, {after >> 10:N0} KiB after");
        Assert.That(after - before, Is.LessThan(growth));
    }

    /// <summary>Calls of every kind, some of which fail, from a few callers.</summary>
    private static Task RunAsync(MongoVideoCatalog catalog, CatalogVideo known, int calls) => Task.WhenAll(Enumerable.Range(0, 4).Select(async caller =>
    {
        for (var i = caller; i < calls; i += 4)
        {
            switch (i % 200)
            {
                case 0:
                    var made = await catalog.CreateAsync(Given.At($"{i}.mp4"));
                    await catalog.RemoveAsync(made.Id, made.Version);
                    break;
                case 1:
                    await Failures.FailsAsync(VideoCatalogError.AlreadyExists, () => catalog.CreateAsync(known.Path));
                    break;
                case 2:
                    await Failures.FailsAsync(VideoCatalogError.VersionConflict, () => catalog.UpdateAsync(known.Id, "old", known.Details));
                    break;
                case 3:
                    await catalog.ListPageAsync(new() { PageSize = 10, Order = CatalogOrder.Newest });
                    break;
                case 4:
                    await catalog.FindByPathAsync(known.Path);
                    break;
                case 5:
                    await catalog.CountAsync();
                    break;
                default:
                    Assert.That(await catalog.FindAsync(known.Id), Is.EqualTo(known));
                    break;
            }
        }
    }));

    private static long Resident()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        var line = File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.AsSpan("VmRSS:".Length).TrimEnd("kB")) << 10;
    }
}
