using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using FlixTube.Storage.Tests.Caching.Support;
using static FlixTube.Storage.Tests.Caching.Support.CacheOfOneTest;

namespace FlixTube.Storage.Tests.Caching;

public sealed class CacheMetricsTests
{
    private const int Length = (7 * SliceBytes) + 1;

    [Test]
    public async Task Hits_misses_and_bytes_saved_are_counted()
    {
        await using var test = new CacheOfOneTest();
        var counts = new ConcurrentDictionary<string, long>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter == test.Cache.Metrics.Meter)
                self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
            counts.AddOrUpdate($"{instrument.Name} {(tags.IsEmpty ? "" : tags[0].Value)}".TrimEnd(), value, (_, sum) => sum + value));
        listener.Start();
        test.Origin.Put(Video, 1, Length);

        await test.ReadAsync();
        await test.ReadAsync();
        listener.RecordObservableInstruments();

        Assert.That(counts["flixtube.cache.fetches"], Is.EqualTo(1));
        Assert.That(counts["flixtube.cache.fetched"], Is.EqualTo(Length));
        Assert.That(counts["flixtube.cache.slices store"], Is.EqualTo(8));
        Assert.That(counts["flixtube.cache.slices memory"], Is.EqualTo(8));
        Assert.That(counts["flixtube.cache.served store"], Is.EqualTo(Length));
        Assert.That(counts["flixtube.cache.served memory"], Is.EqualTo(Length));
        Assert.That(counts["flixtube.cache.memory"], Is.EqualTo(test.Cache.Memory.AllocatedBytes));
    }
}
