using System.Text.Json.Nodes;
using FlixTube.Catalog.Conformance.Tests.Reference;
using FlixTube.Storage;

namespace FlixTube.Catalog.Conformance.Tests.Mutants;

internal sealed class ForeignDocumentFailsWhenItBreaksARule(DocumentStorage storage) : ReferenceCatalog(storage)
{
    protected override CatalogDetails ReadDetails(JsonObject document) => Text(document["title"]) is { } title
        ? base.ReadDetails(document) with { Title = title }
        : base.ReadDetails(document);
}

internal sealed class ForeignDocumentOfAWrongKindIsInternal(DocumentStorage storage) : ReferenceCatalog(storage)
{
    protected override CatalogDetails ReadDetails(JsonObject document) => document["title"] is { } title && Text(title) is null
        ? throw new VideoCatalogException(VideoCatalogError.Internal, "A title that is no text.")
        : base.ReadDetails(document);
}

internal sealed class ForeignTagsAreLostTogether(DocumentStorage storage) : ReferenceCatalog(storage)
{
    protected override CatalogDetails ReadDetails(JsonObject document)
    {
        var details = base.ReadDetails(document);
        return document["tags"] is JsonArray tags && tags.Count != details.Tags.Count ? details with { Tags = [] } : details;
    }
}

internal sealed class ForeignPathFailsTheListing(DocumentStorage storage) : ReferenceCatalog(storage)
{
    protected override CatalogVideo? Read(VideoId id, JsonObject document) =>
        base.Read(id, document) ?? throw new VideoCatalogException(VideoCatalogError.Internal, "A path that is no path.");
}

internal sealed class ForeignDocumentHasNoVersion(DocumentStorage storage) : ReferenceCatalog(storage)
{
    protected override bool IsVersion(JsonObject document, string version) => document.ContainsKey("version") && base.IsVersion(document, version);
}

internal sealed class ForeignDocumentIsOfAnyVersion(DocumentStorage storage) : ReferenceCatalog(storage)
{
    protected override bool IsVersion(JsonObject document, string version) => version == "0" || base.IsVersion(document, version);
}

internal sealed class ReopenedCatalogueIsEmpty(DocumentStorage storage) : ReferenceCatalog(new DocumentStorage())
{
    public DocumentStorage Forgotten { get; } = storage;
}

internal sealed class UnreachableStorageIsInternal(VideoCatalogError always) : FailingCatalog(
    always == VideoCatalogError.Unavailable ? VideoCatalogError.Internal : always);

internal sealed class UnreachableStorageIsPermanent(VideoCatalogError always) : FailingCatalog(always)
{
    private readonly VideoCatalogError _always = always;

    protected override Exception Failure() => new VideoCatalogException(_always, "No.") { Persistence = ErrorPersistence.Permanent };
}

internal sealed class UnreachableStorageHangs(VideoCatalogError always) : FailingCatalog(always), IHanging
{
    protected override Task<T> FailAsync<T>(CancellationToken cancellationToken) => new TaskCompletionSource<T>().Task;
}

internal sealed class RefusedCredentialsAreUnavailable(VideoCatalogError always) : FailingCatalog(
    always == VideoCatalogError.PermissionDenied ? VideoCatalogError.Unavailable : always);

internal sealed class ErrorIsThatOfTheDriver(VideoCatalogError always) : FailingCatalog(always)
{
    protected override Exception Failure() => new InvalidOperationException("Error 13.");
}

internal sealed class ErrorTellsASecret(VideoCatalogError always) : FailingCatalog(always)
{
    private readonly VideoCatalogError _always = always;

    protected override Exception Failure() =>
        new VideoCatalogException(_always, "No.", new InvalidOperationException("mongodb://user:c2VjcmV0@db"));
}
