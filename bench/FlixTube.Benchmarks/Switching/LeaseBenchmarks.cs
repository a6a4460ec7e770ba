using BenchmarkDotNet.Attributes;
using FlixTube.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace FlixTube.Benchmarks.Switching;

/// <summary>What the indirection costs: the same calls of the same store, directly and through the service behind the constant name.</summary>
[MemoryDiagnoser]
public class LeaseBenchmarks
{
    private readonly byte[] _buffer = new byte[16 * 1024];
    private ServiceProvider _services = null!;
    private IVideoStore _store = null!;

    [Params(false, true)]
    public bool ThroughTheSwitch { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create<string, string?>("VideoStorage:Provider", "memory")]).Build();
        var services = new ServiceCollection();
        services.AddVideoStorage(configuration).AddProvider(new MemoryStore.Provider());
        _services = services.BuildServiceProvider();
        _store = ThroughTheSwitch ? _services.GetRequiredKeyedService<IVideoStore>(VideoStorage.ServiceName) : new MemoryStore();
    }

    [GlobalCleanup]
    public void CleanUp() => _services.Dispose();

    [Benchmark]
    public async Task<long> Stat() => (await _store.GetPropertiesAsync(MemoryStore.Path)).Length;

    [Benchmark]
    public async Task<long> Open()
    {
        await using var read = await _store.OpenReadAsync(MemoryStore.Path);
        return read.Range.Length;
    }

    [Benchmark]
    public async Task<long> OpenAndReadInFourPieces()
    {
        await using var read = await _store.OpenReadAsync(MemoryStore.Path);
        var total = 0L;
        for (int count; (count = await read.Body.ReadAsync(_buffer)) > 0;)
            total += count;

        return total;
    }
}
