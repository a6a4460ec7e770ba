using System.Globalization;
using System.Text.Json.Nodes;
using FlixTube.Catalog.Conformance.Tests.Reference;

namespace FlixTube.Catalog.Conformance.Tests.Mutants;

internal sealed class UpdateMerges(DocumentStorage storage) : ReferenceCatalog(storage)
{
    protected override void Write(JsonObject document, CatalogDetails details)
    {
        var before = ReadDetails(document);
        base.Write(document, details with { Description = details.Description ?? before.Description, Tags = details.Tags.Count > 0 ? details.Tags : before.Tags });
    }
}

internal sealed class UpdateCreates(DocumentStorage storage) : ReferenceCatalog(storage)
{
    public override async Task<CatalogVideo> UpdateAsync(VideoId id, string version, CatalogDetails details, CancellationToken cancellationToken = default)
    {
        await BeginAsync(id == default || version is null || details is null, cancellationToken);
        Storage.Request(documents => documents.TryAdd(id, new() { ["path"] = "holiday/beach.mp4", ["version"] = version }));
        return await base.UpdateAsync(id, version!, details!, cancellationToken);
    }
}

internal sealed class VersionIsIgnored(DocumentStorage storage) : ReferenceCatalog(storage)
{
    protected override bool IsVersion(JsonObject document, string version) => true;
}

internal sealed class VersionMayBeAStar(DocumentStorage storage) : ReferenceCatalog(storage)
{
    protected override bool IsVersion(JsonObject document, string version) => version == "*" || base.IsVersion(document, version);
}

internal sealed class VersionIsACount(DocumentStorage storage) : ReferenceCatalog(storage)
{
    protected override string NewVersion(Documents documents) => documents.Count.ToString(CultureInfo.InvariantCulture);
}

internal sealed class VersionHasQuotes(DocumentStorage storage) : ReferenceCatalog(storage)
{
    protected override string NewVersion(Documents documents) => $"\"{base.NewVersion(documents)}\"";
}

internal sealed class VersionMustBeANumber(DocumentStorage storage) : ReferenceCatalog(storage)
{
    private long _last;

    protected override string NewVersion(Documents documents) => (++_last).ToString(CultureInfo.InvariantCulture);

    protected override bool IsVersion(JsonObject document, string version) =>
        base.IsVersion(document, long.Parse(version, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture));
}

internal sealed class VersionStartsAgainWithTheNextEntry(DocumentStorage storage) : ReferenceCatalog(storage)
{
    private readonly Dictionary<VideoId, int> _changes = [];

    protected override string NewVersion(Documents documents)
    {
        foreach (var gone in _changes.Keys.Where(id => !documents.ContainsKey(id)).ToList())
            _changes.Remove(gone);
        return (_changes.Count + _changes.Values.Sum() + 1).ToString(CultureInfo.InvariantCulture);
    }

    protected override JsonObject Changed(JsonObject before)
    {
        var id = VideoId.ForPath(FlixTube.Storage.VideoPath.Parse(Text(before["path"])!));
        _changes[id] = _changes.GetValueOrDefault(id) + 1;
        return base.Changed(before);
    }
}

internal sealed class UpdateIsNotAtomic(DocumentStorage storage) : ReferenceCatalog(storage)
{
    public override async Task<CatalogVideo> UpdateAsync(VideoId id, string version, CatalogDetails details, CancellationToken cancellationToken = default)
    {
        await BeginAsync(id == default || string.IsNullOrEmpty(version) || details is null, cancellationToken);
        var before = await FindAsync(id, cancellationToken) ?? throw VideoCatalogException.NotFound(id);
        if (before.Version != version)
            throw VideoCatalogException.VersionConflict(id);

        await Task.Delay(5, cancellationToken);
        return Storage.Request(documents =>
        {
            var document = Changed(documents.GetValueOrDefault(id) ?? throw VideoCatalogException.NotFound(id));
            document["version"] = NewVersion(documents);
            Write(document, details!);
            documents[id] = document;
            return Read(id, document)!;
        });
    }
}

internal sealed class EntryIsWrittenInTwoSteps(DocumentStorage storage) : ReferenceCatalog(storage)
{
    public override async Task<CatalogVideo> UpdateAsync(VideoId id, string version, CatalogDetails details, CancellationToken cancellationToken = default)
    {
        if (details is null || details.Tags.Count == 0)
            return await base.UpdateAsync(id, version, details!, cancellationToken);

        var half = await base.UpdateAsync(id, version, details with { Tags = [] }, cancellationToken);
        await Task.Delay(2, cancellationToken);
        return await base.UpdateAsync(id, half.Version, details, cancellationToken);
    }
}

internal sealed class UpdateDropsWhatItDoesNotKnow(DocumentStorage storage) : ReferenceCatalog(storage)
{
    protected override JsonObject Changed(JsonObject before) => new()
    {
        ["path"] = before["path"]!.DeepClone(),
        ["registeredAt"] = before["registeredAt"]?.DeepClone(),
    };
}

internal sealed class RemovalAlwaysSaysYes(DocumentStorage storage) : ReferenceCatalog(storage)
{
    public override async Task<bool> RemoveAsync(VideoId id, string? version = null, CancellationToken cancellationToken = default) =>
        await base.RemoveAsync(id, version, cancellationToken) || true;
}

internal sealed class RemovalOfAMissingEntryFails(DocumentStorage storage) : ReferenceCatalog(storage)
{
    public override async Task<bool> RemoveAsync(VideoId id, string? version = null, CancellationToken cancellationToken = default) =>
        await base.RemoveAsync(id, version, cancellationToken) ? true : throw VideoCatalogException.NotFound(id);
}

internal sealed class RemovalIgnoresTheVersion(DocumentStorage storage) : ReferenceCatalog(storage)
{
    public override Task<bool> RemoveAsync(VideoId id, string? version = null, CancellationToken cancellationToken = default) =>
        base.RemoveAsync(id, cancellationToken: cancellationToken);
}

internal sealed class VersionedRemovalOfNothingIsFine(DocumentStorage storage) : ReferenceCatalog(storage)
{
    public override async Task<bool> RemoveAsync(VideoId id, string? version = null, CancellationToken cancellationToken = default) =>
        id != default && await FindAsync(id, cancellationToken) is null ? false : await base.RemoveAsync(id, version, cancellationToken);
}

internal sealed class TokenIsSeenAfterTheWork(DocumentStorage storage) : ReferenceCatalog(storage)
{
    public override async Task<bool> RemoveAsync(VideoId id, string? version = null, CancellationToken cancellationToken = default)
    {
        var removed = await base.RemoveAsync(id, version, CancellationToken.None);
        cancellationToken.ThrowIfCancellationRequested();
        return removed;
    }
}

internal sealed class CancellationIsATimeout(DocumentStorage storage) : ReferenceCatalog(storage)
{
    protected override Task BeginAsync(bool isMissing, CancellationToken cancellationToken) => cancellationToken.IsCancellationRequested
        ? throw new VideoCatalogException(VideoCatalogError.Timeout, "It took too long.")
        : base.BeginAsync(isMissing, cancellationToken);
}

internal sealed class ReadsAreStale(DocumentStorage storage) : ReferenceCatalog(storage)
{
    private readonly System.Collections.Concurrent.ConcurrentDictionary<VideoId, CatalogVideo> _seen = new();

    public override async Task<CatalogVideo?> FindAsync(VideoId id, CancellationToken cancellationToken = default) =>
        await base.FindAsync(id, cancellationToken) is { } video ? _seen.GetOrAdd(id, video) : null;
}
