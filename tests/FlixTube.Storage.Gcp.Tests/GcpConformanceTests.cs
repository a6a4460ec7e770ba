using FlixTube.Storage.Conformance;
using FlixTube.Storage.Gcp.Access;
using FlixTube.Storage.Gcp.Tests.Servers;
using FlixTube.Storage.Network;
using FlixTube.Testing.Faults;

namespace FlixTube.Storage.Gcp.Tests;

/// <summary>The contract, on Google's emulator.</summary>
[TestFixture]
public sealed class GcpConformanceTests : VideoStoreConformance
{
    private FaultProxy _proxy = null!;
    private TokenServer _tokens = null!;
    private string _bucket = null!;

    protected override bool IsComplete => true;

    protected override bool IsSlow => true;

    // Small parts, so that long uploads are tested often and the emulator, which copies in JavaScript, is quick enough.
    protected override int PartLength => TestStore.PartLength;

    protected override long LargestVideoLength => 32L << 20;

    protected override long? RequestCount => _proxy.Requests.Count;

    protected override long? ContentBytesTaken => Bodies.Sum(request => request.BytesSent);

    protected override int? OpenBodyCount => Bodies.Count(request => !request.Ended.IsCompleted);

    private IEnumerable<ProxiedRequest> Bodies =>
        _proxy.Requests.Where(request => request.PathAndQuery.StartsWith($"/{_bucket}/", StringComparison.Ordinal));

    // What the test before abandoned may still be ending; it must not count for this one.
    [SetUp]
    public Task AwaitEndOfBodiesAsync() => Task.WhenAll(Bodies.Select(request => request.Ended)).WaitAsync(CallLimit);

    protected override async Task<IVideoStore> CreateStoreAsync()
    {
        _proxy = await FaultProxy.StartAsync((await Emulator.GetAsync()).Address);
        _bucket = await Emulator.NewBucketAsync();
        _tokens = await TokenServer.StartAsync();
        _tokens.Refusal = (400, """{"error":"invalid_grant","error_description":"Invalid JWT Signature."}""");
        return GcpVideoStore.Create(Options(_proxy.Address.AbsoluteUri), TestStore.Key, TimeProvider.System);
    }

    protected override async Task DeleteStoreAsync(IVideoStore store)
    {
        await base.DeleteStoreAsync(store);
        await _proxy.DisposeAsync();
        await _tokens.DisposeAsync();
    }

    protected override async Task<bool> TryPlantAsync(string name, ReadOnlyMemory<byte> content)
    {
        await (await Emulator.GetAsync()).PutObjectAsync(_bucket, name, content);
        return true;
    }

    protected override async Task<bool> TryPlantSparseAsync(VideoPath path, long length, IReadOnlyDictionary<long, byte> marks)
    {
        await (await Emulator.GetAsync()).PutSparseObjectAsync(_bucket, path.Value, length, marks);
        return true;
    }

    protected override async Task<IReadOnlyCollection<string>?> FindLeftoversAsync() =>
        await (await Emulator.GetAsync()).ListObjectsAsync(_bucket, ".flixtube");

    protected override Task<bool> TryBreakNextBodyAsync(long afterBytes)
    {
        _proxy.Next(new Fault.ResetAfter(afterBytes), request => request.PathAndQuery.StartsWith($"/{_bucket}/", StringComparison.Ordinal));
        return Task.FromResult(true);
    }

    protected override Task<IVideoStore?> CreateUnreachableStoreAsync() =>
        Task.FromResult<IVideoStore?>(GcpVideoStore.Create(Options("127.0.0.1:1"), TestStore.Key, TimeProvider.System));

    protected override Task<IVideoStore?> CreateRefusedStoreAsync()
    {
        var options = Options(emulator: "");
        options.KeyFilePath = _tokens.KeyFile;
        return Task.FromResult<IVideoStore?>(
            GcpVideoStore.Create(options, new Endpoint(_proxy.Address, IsEmulator: false), TestStore.Key, TimeProvider.System));
    }

    private GcpStoreOptions Options(string emulator) => new()
    {
        Bucket = _bucket,
        EmulatorHost = emulator,
        PartSizeBytes = PartLength,
        Network = new NetworkOptions { RetryDelay = TimeSpan.FromMilliseconds(1) },
    };
}
