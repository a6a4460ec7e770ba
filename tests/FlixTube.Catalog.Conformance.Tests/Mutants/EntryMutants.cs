using System.Text.Json.Nodes;
using FlixTube.Catalog.Conformance.Tests.Reference;
using FlixTube.Storage;

namespace FlixTube.Catalog.Conformance.Tests.Mutants;

internal sealed class CatalogCanDoNothing(DocumentStorage storage) : ReferenceCatalog(storage)
{
    protected override Task BeginAsync(bool isMissing, CancellationToken cancellationToken) => throw new NotSupportedException();
}

internal sealed class FindTakesTwoRequests(DocumentStorage storage) : ReferenceCatalog(storage)
{
    public override async Task<CatalogVideo?> FindAsync(VideoId id, CancellationToken cancellationToken = default)
    {
        await CountAsync(cancellationToken: cancellationToken);
        return await base.FindAsync(id, cancellationToken);
    }
}

internal sealed class MissingArgumentsAreNotFound(DocumentStorage storage) : ReferenceCatalog(storage)
{
    protected override Task BeginAsync(bool isMissing, CancellationToken cancellationToken) => isMissing
        ? throw VideoCatalogException.NotFound(default)
        : base.BeginAsync(isMissing, cancellationToken);
}

internal sealed class PathsIgnoreCase(DocumentStorage storage) : ReferenceCatalog(storage)
{
    public override async Task<CatalogVideo?> FindByPathAsync(VideoPath path, CancellationToken cancellationToken = default)
    {
        await BeginAsync(path == default, cancellationToken);
        return Storage.Request(documents => ReadAll(documents).FirstOrDefault(v => v.Path.Value.Equals(path.Value, StringComparison.OrdinalIgnoreCase)));
    }
}

internal sealed class PathsAreNotUnique(DocumentStorage storage) : ReferenceCatalog(storage)
{
    protected override bool HasPath(Documents documents, VideoPath path) => documents.ContainsKey(VideoId.ForPath(path));
}

internal sealed class CreationReplaces(DocumentStorage storage) : ReferenceCatalog(storage)
{
    protected override bool HasPath(Documents documents, VideoPath path) => false;

    protected override VideoId ChooseId(Documents documents, VideoPath path) => VideoId.ForPath(path);
}

internal sealed class CreationIsNotAtomic(DocumentStorage storage) : ReferenceCatalog(storage)
{
    public override async Task<CatalogVideo> CreateAsync(
        VideoPath path, CatalogDetails? details = null, VideoId? id = null, CancellationToken cancellationToken = default)
    {
        await BeginAsync(path == default || id == default(VideoId), cancellationToken);
        if (await FindByPathAsync(path, cancellationToken) is not null)
            throw VideoCatalogException.AlreadyExists(path);

        if (id is { } given && await FindAsync(given, cancellationToken) is not null)
            throw VideoCatalogException.AlreadyExists(given);

        await Task.Delay(5, cancellationToken);
        return Storage.Request(documents =>
        {
            var document = new JsonObject { ["path"] = path.Value, ["registeredAt"] = Now(), ["version"] = NewVersion(documents) };
            Write(document, details ?? CatalogDetails.None);
            var chosen = id ?? VideoId.ForPath(path);
            documents[chosen] = document;
            return Read(chosen, document)!;
        });
    }
}

internal sealed class IdIsRandom(DocumentStorage storage) : ReferenceCatalog(storage)
{
    protected override VideoId ChooseId(Documents documents, VideoPath path) =>
        VideoId.TryParse(Guid.NewGuid().ToString("n")[..24], out var id) ? id : default;
}

internal sealed class TakenIdIsGivenUp(DocumentStorage storage) : ReferenceCatalog(storage)
{
    protected override VideoId ChooseId(Documents documents, VideoPath path) =>
        documents.ContainsKey(VideoId.ForPath(path)) ? throw VideoCatalogException.AlreadyExists(path) : VideoId.ForPath(path);
}

internal sealed class GivenIdIsIgnored(DocumentStorage storage) : ReferenceCatalog(storage)
{
    public override Task<CatalogVideo> CreateAsync(
        VideoPath path, CatalogDetails? details = null, VideoId? id = null, CancellationToken cancellationToken = default) =>
        base.CreateAsync(path, details, id == default(VideoId) ? id : null, cancellationToken);
}

internal sealed class RegistrationHasTicks(DocumentStorage storage) : ReferenceCatalog(storage)
{
    protected override string Now() => DateTimeOffset.UtcNow.ToString("yyyy-MM-ddTHH:mm:ss.fff", System.Globalization.CultureInfo.InvariantCulture) + "0007Z";
}

internal sealed class RegistrationIsLocal(DocumentStorage storage) : ReferenceCatalog(storage)
{
    protected override DateTimeOffset ReadTime(string time) => base.ReadTime(time).ToOffset(TimeSpan.FromHours(2));
}

internal sealed class RegistrationMovesWithAnUpdate(DocumentStorage storage) : ReferenceCatalog(storage)
{
    protected override JsonObject Changed(JsonObject before)
    {
        var document = base.Changed(before);
        Thread.Sleep(2);
        document["registeredAt"] = Now();
        return document;
    }
}

internal sealed class TextIsTrimmed(DocumentStorage storage) : ReferenceCatalog(storage)
{
    protected override void Write(JsonObject document, CatalogDetails details)
    {
        base.Write(document, details);
        document["title"] = details.Title?.Trim();
    }
}

internal sealed class TextIsNormalized(DocumentStorage storage) : ReferenceCatalog(storage)
{
    protected override void Write(JsonObject document, CatalogDetails details)
    {
        base.Write(document, details);
        document["title"] = details.Title?.Replace("e\u0301", "é", StringComparison.Ordinal);
    }
}

internal sealed class DurationIsInWholeSeconds(DocumentStorage storage) : ReferenceCatalog(storage)
{
    protected override void Write(JsonObject document, CatalogDetails details)
    {
        base.Write(document, details);
        document["duration"] = details.Duration is { } time ? Math.Floor(time.TotalSeconds) : null;
    }
}

internal sealed class TagsAreSorted(DocumentStorage storage) : ReferenceCatalog(storage)
{
    protected override void Write(JsonObject document, CatalogDetails details)
    {
        base.Write(document, details);
        document["tags"] = new JsonArray([.. details.Tags.Order(StringComparer.Ordinal).Select(tag => JsonValue.Create(tag))]);
    }
}

internal sealed class PosterIsLost(DocumentStorage storage) : ReferenceCatalog(storage)
{
    protected override void Write(JsonObject document, CatalogDetails details) => base.Write(document, details with { PosterPath = null });
}
