namespace FlixTube.Storage.Conformance.Tests.Reference;

/// <summary>What a third party begins with: a store, and no hook. Being generic, it is run by <see cref="KitTests"/> alone.</summary>
internal sealed class FixtureWithoutHooks<TStore> : VideoStoreConformance
    where TStore : IVideoStore
{
    // The default is for services; here it would only cost time.
    protected override int PartLength => ObjectService.PartLength;

    // The service is in this process, so its videos count as the store's memory.
    protected override long? MemoryBound => null;

    protected override Task<IVideoStore> CreateStoreAsync() =>
        Task.FromResult((IVideoStore)Activator.CreateInstance(typeof(TStore), new ObjectService())!);
}

/// <summary>A correct store over a service without conditions, and without the last bytes.</summary>
internal sealed class StoreWithoutConditions(ObjectService service) : ReferenceStore(service)
{
    public override VideoStoreCapabilities Capabilities => base.Capabilities with
    {
        ConditionalCreate = false,
        ConditionalWrite = false,
        ConditionalDelete = false,
        SuffixRange = false,
    };

    public override async Task<VideoRead> OpenReadAsync(VideoPath path, ReadOptions options = default, CancellationToken cancellationToken = default)
    {
        if (options.Range is { IsSuffix: true })
            await GetPropertiesAsync(path, cancellationToken);
        return await base.OpenReadAsync(path, options, cancellationToken);
    }
}
