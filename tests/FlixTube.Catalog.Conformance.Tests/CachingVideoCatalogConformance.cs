using FlixTube.Catalog.Caching;
using FlixTube.Catalog.Conformance.Tests.Reference;

namespace FlixTube.Catalog.Conformance.Tests;

/// <summary>A cache in front of a correct catalogue keeps the contract, of which it leaves out what others write meanwhile.</summary>
[TestFixture]
public sealed class CachingVideoCatalogConformance : ReferenceFixture
{
    protected override Task<IVideoCatalog?> ReopenAsync() => Task.FromResult<IVideoCatalog?>(null);

    private protected override IVideoCatalog Make(DocumentStorage storage) => new CachingVideoCatalog(base.Make(storage), new());

    private protected override IVideoCatalog Make(VideoCatalogError always) => new CachingVideoCatalog(base.Make(always), new());
}
