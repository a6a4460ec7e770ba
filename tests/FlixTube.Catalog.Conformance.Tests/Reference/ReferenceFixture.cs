using System.Text.Json.Nodes;

namespace FlixTube.Catalog.Conformance.Tests.Reference;

/// <summary>The kit with every hook given, over a storage in this process.</summary>
public abstract class ReferenceFixture : VideoCatalogConformance
{
    private DocumentStorage _storage = new();

    // Every call looks at every document.
    protected override bool IsSlow => true;

    protected override long? RequestCount => _storage.Requests;

    protected override IReadOnlyCollection<string> Secrets => ["c2VjcmV0"];

    protected override Task<IVideoCatalog> CreateCatalogAsync()
    {
        _storage = new();
        return Task.FromResult(Make(_storage));
    }

    protected override Task<IVideoCatalog?> ReopenAsync() => Task.FromResult<IVideoCatalog?>(Make(_storage));

    protected override Task<bool> TryPlantAsync(VideoId id, string path, JsonObject fields)
    {
        fields["path"] = path;
        _storage.Plant(id, fields);
        return Task.FromResult(true);
    }

    protected override Task<JsonObject?> ReadDocumentAsync(VideoId id) => Task.FromResult<JsonObject?>(_storage.Read(id));

    protected override Task<IVideoCatalog?> CreateUnreachableCatalogAsync() => Task.FromResult<IVideoCatalog?>(Make(VideoCatalogError.Unavailable));

    protected override Task<IVideoCatalog?> CreateRefusedCatalogAsync() => Task.FromResult<IVideoCatalog?>(Make(VideoCatalogError.PermissionDenied));

    /// <summary>The catalogue under test.</summary>
    private protected virtual IVideoCatalog Make(DocumentStorage storage) => new ReferenceCatalog(storage);

    /// <summary>A catalogue whose storage answers nothing but this.</summary>
    private protected virtual IVideoCatalog Make(VideoCatalogError always) => new FailingCatalog(always);
}
