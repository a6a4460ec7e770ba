using FlixTube.Storage.Tests.Switching.Support;

namespace FlixTube.Storage.Tests.Switching;

public sealed class ConcurrencyTests
{
    [Test]
    public async Task Readers_never_meet_a_store_that_is_closed_and_every_store_is_closed_once()
    {
        const int Switches = 150;
        await using var service = new Service(new() { ["VideoStorage:Switch:WatchTime"] = "00:00:00.005", ["VideoStorage:Switch:ProbeWrite"] = "false" });
        var path = VideoPath.Parse("a.mp4");
        var video = await service.AddVideoAsync("a.mp4", 20_000, "a", "b", "c");
        var store = service.Store;
        using var stop = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 8).Select(reader => Task.Run(async () =>
        {
            var reads = 0;
            var random = new Random(reader);
            var bytes = new byte[video.Length];
            while (!stop.IsCancellationRequested)
            {
                var offset = random.Next(video.Length - 1);
                await using var read = await store.OpenReadAsync(path, new ReadOptions { Range = ByteRange.From(offset) });
                for (var at = 0; at < read.Range.Length;)
                {
                    at += await read.Body.ReadAsync(bytes.AsMemory(at, Math.Min(3000, (int)read.Range.Length - at)));
                    if (reads % 7 == 0)
                        await Task.Yield();
                }

                Assert.That(bytes.AsSpan(0, (int)read.Range.Length).SequenceEqual(video.AsSpan(offset)), Is.True);
                reads++;
            }

            return reads;
        })).ToArray();

        for (var i = 1; i <= Switches; i++)
            Assert.That((await service.Switch.SwitchAsync("abc"[i % 3].ToString())).Result, Is.EqualTo(SwitchResult.Switched));

        await stop.CancelAsync();
        var counts = await Task.WhenAll(readers);
        await Eventually.IsTrueAsync(() => service.Switch.Status is { IsWatched: false, Draining.Count: 0 }, "all old stores are closed");

        Assert.That(counts, Has.All.Positive);
        Assert.That(service.Stores.Count(), Is.EqualTo(Switches + 1));
        Assert.That(service.Stores.Count(s => s.Disposals == 1), Is.EqualTo(Switches));
        Assert.That(service.Stores.Sum(s => s.OpenBodies), Is.Zero);
        Assert.That(service.Switch.Status.Leases, Is.Zero);
    }
}
