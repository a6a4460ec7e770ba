using FlixTube.Storage;
using FlixTube.Storage.Conformance;
using NUnit.Framework;

namespace OwnProvider;

/// <summary>The whole contract, over the store of this folder.</summary>
[TestFixture]
public sealed class OwnStoreConformance : VideoStoreConformance
{
    // It keeps the videos themselves in memory: no bound of this process is one of the store's.
    protected override long? MemoryBound => null;

    protected override Task<IVideoStore> CreateStoreAsync() =>
        Task.FromResult<IVideoStore>(new MemoryVideoStore(maxVideoLength: int.MaxValue));
}
