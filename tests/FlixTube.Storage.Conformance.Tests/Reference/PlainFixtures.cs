namespace FlixTube.Storage.Conformance.Tests.Reference;

/// <summary>What a third party begins with: a store, and no hook. Being generic, it is run by <see cref="KitTests"/> alone.</summary>
internal class FixtureWithoutHooks<TStore> : VideoStoreConformance
    where TStore : IVideoStore
{
    // The default is for services; here it would only cost time.
    protected override int PartLength => ObjectService.PartLength;

    // The service is in this process, so its videos count as the store's memory.
    protected override long? MemoryBound => null;

    protected override Task<IVideoStore> CreateStoreAsync() =>
        Task.FromResult((IVideoStore)Activator.CreateInstance(typeof(TStore), new ObjectService())!);
}

/// <summary>The same, of somebody who wants to give every hook.</summary>
internal sealed class CompleteFixtureWithoutHooks<TStore> : FixtureWithoutHooks<TStore>
    where TStore : IVideoStore
{
    protected override bool IsComplete => true;
}

/// <summary>A correct store without a service.</summary>
internal sealed class StoreWithoutService(ObjectService service) : ReferenceStore(service)
{
    public override VideoStoreCapabilities Capabilities => base.Capabilities with { Remote = false };
}

/// <summary>A correct store over a service that would take <c>a.</c> for <c>a</c>.</summary>
internal sealed class StoreWithoutDotsAtTheEnd(ObjectService service) : ReferenceStore(service)
{
    public override VideoStoreCapabilities Capabilities => base.Capabilities with { AllNames = false };

    public override Task<VideoProperties> WriteAsync(
        VideoPath path, Stream content, WriteOptions? options = null, CancellationToken cancellationToken = default) =>
        path != default && (path.Value.EndsWith('.') || path.Value.Contains("./", StringComparison.Ordinal))
            ? Task.FromException<VideoProperties>(new VideoStoreException(VideoStoreError.Unsupported, $"'{path}' has a dot at the end.") { Path = path })
            : base.WriteAsync(path, content, options, cancellationToken);
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
