using FlixTube.Storage.Measuring;
using FlixTube.Storage.Network;
using FlixTube.Storage.Tests.Switching.Support;

namespace FlixTube.Storage.Tests.Measuring;

public sealed class SwitchMetricsTests
{
    [Test]
    public async Task Switches_are_counted_by_how_they_end_and_what_serves_can_be_seen()
    {
        await using var service = new Service(new() { ["VideoStorage:C:Bad"] = "1", ["VideoStorage:Switch:WatchTime"] = "00:00:00" });
        using var measured = new Measurements(service.Metrics.Meter);
        await service.Switch.SwitchAsync("b", dryRun: true);
        await service.Switch.SwitchAsync("c");
        await service.Store.WriteAsync(VideoPath.Parse("a.mp4"), new MemoryStream([1]));
        var read = await service.Store.OpenReadAsync(VideoPath.Parse("a.mp4"));
        Assert.That(measured["flixtube.storage.switches b fit request"], Is.EqualTo(1));
        Assert.That(measured["flixtube.storage.switches c invalid_settings request"], Is.EqualTo(1));
        Assert.That(measured.Observe()["flixtube.storage.serving a"], Is.EqualTo(1));
        Assert.That(measured["flixtube.storage.leases a serving"], Is.EqualTo(1));

        await service.Switch.SwitchAsync("b");

        Assert.That(measured["flixtube.storage.switches b switched request"], Is.EqualTo(1));
        measured.Observe();
        Assert.That(measured["flixtube.storage.generation"], Is.EqualTo(2));
        Assert.That((measured["flixtube.storage.serving a"], measured["flixtube.storage.serving b"]), Is.EqualTo((0d, 1d)));
        Assert.That((measured["flixtube.storage.leases a serving"], measured["flixtube.storage.leases a draining"]), Is.EqualTo((0d, 1d)));

        await read.DisposeAsync();
        Assert.That(measured.Observe()["flixtube.storage.leases a draining"], Is.Zero);
    }

    [Test]
    public async Task Retries_are_counted_by_what_failed()
    {
        using var measured = new Measurements(RetryMetrics.Meter);
        var attempts = 0;

        await new Retrier(new() { RetryDelay = TimeSpan.Zero }, TimeProvider.System).RunAsync(
            _ => ++attempts < 3 ? throw new VideoStoreException(VideoStoreError.Throttled, "slower") : Task.FromResult(attempts), TimeSpan.FromSeconds(30), CancellationToken.None);

        Assert.That(measured["flixtube.storage.retries throttled"], Is.EqualTo(2));
    }
}
