using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using FlixTube.Catalog.Measuring;
using FlixTube.Catalog.Tests.Support;
using FlixTube.Storage;

namespace FlixTube.Catalog.Tests.Measuring;

[NonParallelizable]
internal sealed class MeasuredVideoCatalogTests
{
    private static readonly VideoId Unknown = VideoId.ForPath(Given.Path("unknown.mp4"));

    private MemoryCatalog _behind;
    private CatalogMetrics _metrics;
    private MeasuredVideoCatalog _catalog;

    [SetUp]
    public void Make()
    {
        _behind = new();
        _metrics = new();
        _catalog = new(_behind, "a", _metrics);
    }

    [TearDown]
    public void Dispose() => _metrics.Dispose();

    [Test]
    public async Task Calls_are_measured_and_an_outage_shows_until_the_catalogue_answers_again()
    {
        var values = new ConcurrentDictionary<string, double>();
        using var listener = Listen(values);

        await _catalog.FindAsync(Unknown);
        _behind.Fail(VideoCatalogError.Unavailable);
        Assert.That(async () => await _catalog.FindAsync(Unknown), Throws.TypeOf<VideoCatalogException>());
        listener.RecordObservableInstruments();
        var during = values["flixtube.catalog.available a"];
        _behind.Fail(VideoCatalogError.NotFound);
        Assert.That(async () => await _catalog.RemoveAsync(Unknown), Throws.TypeOf<VideoCatalogException>());
        _behind.Fail(null);
        await _catalog.CountAsync();
        listener.RecordObservableInstruments();

        Assert.That((during, values["flixtube.catalog.available a"]), Is.EqualTo((0d, 1d)));
        Assert.That(values.Keys, Is.SupersetOf((string[])
        [
            "flixtube.catalog.operation.duration a find",
            "flixtube.catalog.operation.duration a find unavailable",
            "flixtube.catalog.operation.duration a remove not_found",
            "flixtube.catalog.operation.duration a count",
        ]));
    }

    [Test]
    public void While_nobody_listens_a_lookup_is_passed_on_and_allocates_nothing()
    {
        var catalog = new MeasuredVideoCatalog(new ReadyCatalog(), "a", _metrics);
        _ = catalog.FindAsync(Unknown);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            _ = catalog.FindAsync(Unknown);

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    private MeterListener Listen(ConcurrentDictionary<string, double> values)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter == _metrics.Meter)
                    self.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => values[Name(instrument, tags)] = value);
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => values[Name(instrument, tags)] = value);
        listener.Start();
        return listener;
    }

    private static string Name(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var name = instrument.Name;
        foreach (var tag in tags)
            name += $" {tag.Value}";

        return name;
    }

    private sealed class ReadyCatalog : IVideoCatalog
    {
        private readonly Task<CatalogVideo?> _nothing = Task.FromResult<CatalogVideo?>(null);

        public Task<CatalogVideo?> FindAsync(VideoId id, CancellationToken cancellationToken = default) => _nothing;

        public Task<CatalogVideo?> FindByPathAsync(VideoPath path, CancellationToken cancellationToken = default) => _nothing;

        public Task<CatalogVideo> CreateAsync(
            VideoPath path, CatalogDetails? details = null, VideoId? id = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<CatalogVideo> UpdateAsync(VideoId id, string version, CatalogDetails details, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public Task<bool> RemoveAsync(VideoId id, string? version = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<CatalogPage> ListPageAsync(CatalogQuery query = default, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<long> CountAsync(CatalogFilter filter = default, CancellationToken cancellationToken = default) => throw new NotSupportedException();
    }
}
