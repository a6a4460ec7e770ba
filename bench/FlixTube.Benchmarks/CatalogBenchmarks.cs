using System.Collections.Concurrent;
using BenchmarkDotNet.Attributes;
using FlixTube.Catalog;
using FlixTube.Catalog.Caching;
using FlixTube.Catalog.Files;
using FlixTube.Storage;

namespace FlixTube.Benchmarks;

/// <summary>What a lookup of an id costs before the network: known to the cache, new to it, and in the bare structures beside it.</summary>
[MemoryDiagnoser]
public class CatalogBenchmarks
{
    private const int Videos = 10_000;

    private readonly ConcurrentDictionary<VideoId, CatalogVideo> _dictionary = new();
    private string _folder = "";
    private VideoId[] _ids = [];
    private FileVideoCatalog _embedded = null!;
    private CachingVideoCatalog _warm = null!;
    private CachingVideoCatalog _cold = null!;
    private int _next;

    [GlobalSetup]
    public void Fill()
    {
        _folder = Directory.CreateTempSubdirectory("flixtube-bench-").FullName;
        _ids = new VideoId[Videos];
        for (var i = 0; i < Videos; i++)
        {
            var path = VideoPath.Parse($"series/episode {i:d5}.mp4");
            _ids[i] = VideoId.ForPath(path);
            File.WriteAllText(Path.Combine(_folder, $"{_ids[i]}.json"), $$"""{ "path": "{{path}}" }""");
        }

        _embedded = new(new() { Root = _folder });
        _warm = new(_embedded, new() { TimeToLive = TimeSpan.FromDays(1) });
        _cold = new(_embedded, new() { MaxEntries = 1 });
        foreach (var id in _ids)
            _dictionary[id] = _warm.FindAsync(id).GetAwaiter().GetResult()!;
    }

    [GlobalCleanup]
    public void Empty() => Directory.Delete(_folder, recursive: true);

    [Benchmark(Baseline = true)]
    public CatalogVideo BareDictionary() => _dictionary[Next()];

    [Benchmark]
    public Task<CatalogVideo?> CacheWarm() => _warm.FindAsync(Next());

    [Benchmark]
    public Task<CatalogVideo?> CacheCold() => _cold.FindAsync(Next());

    [Benchmark]
    public Task<CatalogVideo?> EmbeddedCatalogue() => _embedded.FindAsync(Next());

    private VideoId Next() => _ids[_next = (_next + 1) % Videos];
}
