using System.Text.Json.Nodes;
using FlixTube.Catalog.Conformance;
using FlixTube.Catalog.Files;
using FlixTube.Catalog.Tests.Support;

namespace FlixTube.Catalog.Tests.Files;

/// <summary>The embedded catalogue keeps the contract.</summary>
[TestFixture]
public sealed class FileVideoCatalogConformance : VideoCatalogConformance
{
    private CatalogFolder _folder = null!;

    // Each change is flushed to disk.
    protected override bool IsSlow => true;

    protected override Task<IVideoCatalog> CreateCatalogAsync()
    {
        _folder = new();
        return Task.FromResult(Open());
    }

    protected override Task DeleteCatalogAsync(IVideoCatalog catalog)
    {
        _folder.Dispose();
        return base.DeleteCatalogAsync(catalog);
    }

    protected override Task<IVideoCatalog?> ReopenAsync() => Task.FromResult<IVideoCatalog?>(Open());

    protected override Task<bool> TryPlantAsync(VideoId id, string path, JsonObject fields)
    {
        fields["path"] = path;
        _folder.Put($"{id}.json", fields.ToJsonString());
        return Task.FromResult(true);
    }

    protected override async Task<JsonObject?> ReadDocumentAsync(VideoId id) =>
        JsonNode.Parse(await File.ReadAllTextAsync(_folder.FileOf(id)))!.AsObject();

    protected override async Task<IVideoCatalog?> CreateUnreachableCatalogAsync()
    {
        await File.WriteAllTextAsync(_folder.Root, "a file where the folder should be");
        return Open();
    }

    private IVideoCatalog Open() => new FileVideoCatalog(new() { Root = _folder.Root });
}
