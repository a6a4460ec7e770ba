using FlixTube.Storage.Conformance;
using FlixTube.Storage.Http.Tests.Support;
using FlixTube.Testing.Faults;

namespace FlixTube.Storage.Http.Tests.Conformance;

/// <summary>The contract through a gateway: the built host in a process of its own, which wants tokens of those who write.</summary>
public abstract class HttpConformanceBase : VideoStoreConformance
{
    private const string WrongToken = "wrong-token-4711";
    private static readonly TimeSpan CleanUpLimit = TimeSpan.FromSeconds(20);

    private Gateway _gateway = null!;
    private FaultProxy _proxy = null!;

    protected override bool IsSlow => true;

    protected override long? RequestCount => _proxy.Requests.Count;

    protected override long? ContentBytesTaken => Bodies.Sum(request => request.BytesSent);

    protected override int? OpenBodyCount => Bodies.Count(request => !request.Ended.IsCompleted);

    protected override IReadOnlyCollection<string> Secrets => [Tokens.Good, Tokens.Key, WrongToken];

    private IEnumerable<ProxiedRequest> Bodies => _proxy.Requests.Where(IsBody);

    // What the test before abandoned may still be ending; it must not count for this one.
    [SetUp]
    public Task AwaitEndOfBodiesAsync() => Task.WhenAll(Bodies.Select(request => request.Ended)).WaitAsync(CallLimit);

    internal abstract Task<Gateway> StartGatewayAsync();

    protected override async Task<IVideoStore> CreateStoreAsync()
    {
        _gateway = await StartGatewayAsync();
        _proxy = await FaultProxy.StartAsync(_gateway.Host.BaseAddress);
        return TestStores.Over(_proxy.Address, Tokens.Good);
    }

    protected override async Task DeleteStoreAsync(IVideoStore store)
    {
        await base.DeleteStoreAsync(store);
        await _proxy.DisposeAsync();
        await _gateway.DisposeAsync();
    }

    protected override Task<bool> TryPlantAsync(string name, ReadOnlyMemory<byte> content) => _gateway.TryPlantAsync(name, content);

    protected override Task<bool> TryPlantSparseAsync(VideoPath path, long length, IReadOnlyDictionary<long, byte> marks) =>
        _gateway.TryPlantSparseAsync(path, length, marks);

    // A gateway learns from the network that a writer is gone, and cleans up then: a moment after the write has failed here.
    protected override async Task<IReadOnlyCollection<string>?> FindLeftoversAsync()
    {
        if (_gateway.FindLeftovers is not { } find)
            return null;

        using var limit = new CancellationTokenSource(CleanUpLimit);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (find() is { Count: > 0 } && !limit.IsCancellationRequested)
            await look.WaitForNextTickAsync(CancellationToken.None);

        return find();
    }

    protected override Task<bool> TryBreakNextBodyAsync(long afterBytes)
    {
        _proxy.Next(new Fault.ResetAfter(afterBytes), IsBody);
        return Task.FromResult(true);
    }

    protected override Task<IVideoStore?> CreateUnreachableStoreAsync() =>
        Task.FromResult<IVideoStore?>(TestStores.Over(new Uri("http://127.0.0.1:1"), Tokens.Good));

    // Reading from a gateway is open, but what stands in front of one may want to know everybody.
    protected override Task<IVideoStore?> CreateRefusedStoreAsync()
    {
        _proxy.Next(new Fault.Answer(401), request => request.Headers.GetValueOrDefault("Authorization") == $"Bearer {WrongToken}", int.MaxValue);
        return Task.FromResult<IVideoStore?>(TestStores.Over(_proxy.Address, WrongToken));
    }

    private static bool IsBody(ProxiedRequest request) =>
        request.Method == "GET" && request.PathAndQuery.StartsWith("/video?", StringComparison.Ordinal);
}
