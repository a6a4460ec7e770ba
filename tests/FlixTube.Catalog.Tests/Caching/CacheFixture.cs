using FlixTube.Catalog.Caching;
using FlixTube.Catalog.Tests.Support;
using FlixTube.Storage;
using FlixTube.Testing.Time;

namespace FlixTube.Catalog.Tests.Caching;

/// <summary>A cache in front of a catalogue in memory, on a clock of the test's.</summary>
internal abstract class CacheFixture
{
    protected static readonly VideoPath Beach = Given.Path("beach.mp4");

    protected static readonly VideoId Unknown = Given.Id("5d9e690ad76fe06a3d7ae416");

    protected CatalogCacheOptions Options { get; private set; } = null!;

    protected MemoryCatalog Behind { get; private set; } = null!;

    protected ManualTime Time { get; private set; } = null!;

    protected RecordingLogger<CachingVideoCatalog> Log { get; private set; } = null!;

    protected CachingVideoCatalog Cache { get; private set; } = null!;

    /// <summary>An entry that the cache has not heard of.</summary>
    protected CatalogVideo Video { get; private set; } = null!;

    [SetUp]
    public async Task MakeCacheAsync()
    {
        Options = new();
        Behind = new();
        Time = new();
        Log = new();
        Video = await Behind.CreateAsync(Beach);
        MakeCache();
    }

    protected void MakeCache() => Cache = new(Behind, Options, Time, Log);

    /// <summary>Waits until what goes on in the background has come to <paramref name="condition"/>.</summary>
    protected static async Task EventuallyAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!condition())
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
