namespace FlixTube.Storage.Conformance.Tests.Reference;

/// <summary>The kit with every hook given, over a service in this process.</summary>
public abstract class ReferenceFixture : VideoStoreConformance
{
    private readonly ObjectService _service = new();

    protected override int PartLength => ObjectService.PartLength;

    protected override long LargestVideoLength => 1280 * 1024;

    protected override long? MemoryBound => 512 * 1024;

    protected override long? RequestCount => _service.Requests;

    protected override long? ContentBytesTaken => _service.BytesTaken;

    protected override int? OpenBodyCount => _service.OpenBodies;

    protected override IReadOnlyCollection<string> Secrets => ["c2VjcmV0"];

    protected override Task<IVideoStore> CreateStoreAsync() => Task.FromResult(Make(_service));

    protected override long MeasureMemory() => base.MeasureMemory() - _service.BytesKept;

    protected override Task<bool> TryPlantAsync(string name, ReadOnlyMemory<byte> content)
    {
        _service.Plant(name, content);
        return Task.FromResult(true);
    }

    protected override Task<bool> TryPlantSparseAsync(VideoPath path, long length, IReadOnlyDictionary<long, byte> marks)
    {
        _service.Plant(path.Value, new SparseBytes(length, marks));
        return Task.FromResult(true);
    }

    protected override Task<IReadOnlyCollection<string>?> FindLeftoversAsync() =>
        Task.FromResult<IReadOnlyCollection<string>?>(_service.Leftovers);

    protected override Task<bool> TryBreakNextBodyAsync(long afterBytes)
    {
        _service.BreakNextBody(afterBytes);
        return Task.FromResult(true);
    }

    protected override Task<IVideoStore?> CreateUnreachableStoreAsync() => Task.FromResult<IVideoStore?>(
        Make(VideoStoreError.Unavailable));

    protected override Task<IVideoStore?> CreateRefusedStoreAsync() => Task.FromResult<IVideoStore?>(
        Make(VideoStoreError.PermissionDenied));

    /// <summary>The store under test.</summary>
    private protected virtual IVideoStore Make(ObjectService service) => new ReferenceStore(service);

    /// <summary>A store whose service answers nothing but this.</summary>
    private protected virtual IVideoStore Make(VideoStoreError always) => new FailingStore(always);
}
