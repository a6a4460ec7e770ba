using System.Text.Json;
using System.Text.Json.Nodes;
using FlixTube.Storage;

namespace FlixTube.Catalog.Conformance.Tests.Reference;

/// <summary>A correct catalogue, plain and slow, whose steps a mutant can break one by one.</summary>
public class ReferenceCatalog(DocumentStorage storage) : IVideoCatalog
{
    protected DocumentStorage Storage { get; } = storage;

    public virtual async Task<CatalogVideo?> FindAsync(VideoId id, CancellationToken cancellationToken = default)
    {
        await BeginAsync(id == default, cancellationToken);
        return Storage.Request(documents => documents.TryGetValue(id, out var document) ? Read(id, document) : null);
    }

    public virtual async Task<CatalogVideo?> FindByPathAsync(VideoPath path, CancellationToken cancellationToken = default)
    {
        await BeginAsync(path == default, cancellationToken);
        return Storage.Request(documents => ReadAll(documents).FirstOrDefault(v => v.Path == path));
    }

    public virtual async Task<CatalogVideo> CreateAsync(
        VideoPath path, CatalogDetails? details = null, VideoId? id = null, CancellationToken cancellationToken = default)
    {
        await BeginAsync(path == default || id == default(VideoId), cancellationToken);
        return Storage.Request(documents =>
        {
            if (HasPath(documents, path))
                throw VideoCatalogException.AlreadyExists(path);

            if (id is { } given && documents.ContainsKey(given))
                throw VideoCatalogException.AlreadyExists(given);

            var chosen = id ?? ChooseId(documents, path);
            var document = new JsonObject { ["path"] = path.Value, ["registeredAt"] = Now(), ["version"] = NewVersion(documents) };
            Write(document, details ?? CatalogDetails.None);
            documents[chosen] = document;
            return Read(chosen, document)!;
        });
    }

    public virtual async Task<CatalogVideo> UpdateAsync(
        VideoId id, string version, CatalogDetails details, CancellationToken cancellationToken = default)
    {
        await BeginAsync(id == default || string.IsNullOrEmpty(version) || details is null, cancellationToken);
        return Storage.Request(documents =>
        {
            var before = documents.GetValueOrDefault(id) ?? throw VideoCatalogException.NotFound(id);
            if (!IsVersion(before, version))
                throw VideoCatalogException.VersionConflict(id);

            var document = Changed(before);
            document["version"] = NewVersion(documents);
            Write(document, details!);
            documents[id] = document;
            return Read(id, document)!;
        });
    }

    public virtual async Task<bool> RemoveAsync(VideoId id, string? version = null, CancellationToken cancellationToken = default)
    {
        await BeginAsync(id == default, cancellationToken);
        return Storage.Request(documents =>
        {
            if (version is not null && !(documents.GetValueOrDefault(id) is { } document && IsVersion(document, version)))
                throw VideoCatalogException.VersionConflict(id);

            return documents.Remove(id);
        });
    }

    public virtual async Task<CatalogPage> ListPageAsync(CatalogQuery query = default, CancellationToken cancellationToken = default)
    {
        await BeginAsync(isMissing: false, cancellationToken);
        var last = CatalogPageToken.Of(query);
        return Storage.Request(documents =>
        {
            var order = OrderOf(query.Order);
            var place = last is null ? null : PlaceOf(last);
            var videos = ReadAll(documents)
                .Where(v => Matches(v, query.Filter) && (place is null || order.Compare(v, place) > 0))
                .Order(order).Take(query.PageSize + 1).ToList();
            return videos.Count <= query.PageSize
                ? new CatalogPage(videos, null)
                : new(videos[..^1], CatalogPageToken.After(videos[^2], query.Order).ToString());
        });
    }

    public virtual async Task<long> CountAsync(CatalogFilter filter = default, CancellationToken cancellationToken = default)
    {
        await BeginAsync(isMissing: false, cancellationToken);
        return Storage.Request(documents => ReadAll(documents).LongCount(v => Matches(v, filter)));
    }

    protected virtual async Task BeginAsync(bool isMissing, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (isMissing)
            throw new ArgumentException("Something is missing.");

        await Task.Yield();
    }

    protected virtual bool HasPath(Documents documents, VideoPath path) => ReadAll(documents).Any(v => v.Path == path);

    protected virtual VideoId ChooseId(Documents documents, VideoPath path) =>
        VideoId.CandidatesFor(path).First(id => !documents.ContainsKey(id));

    protected virtual bool IsVersion(JsonObject document, string version) => VersionOf(document) == version;

    protected virtual string NewVersion(Documents documents) => Guid.NewGuid().ToString("n");

    protected virtual string Now() => DateTimeOffset.UtcNow.ToString("yyyy-MM-ddTHH:mm:ss.fffK", System.Globalization.CultureInfo.InvariantCulture);

    protected virtual JsonObject Changed(JsonObject before) => before.DeepClone().AsObject();

    protected virtual void Write(JsonObject document, CatalogDetails details)
    {
        document["title"] = details.Title;
        document["description"] = details.Description;
        document["duration"] = details.Duration?.TotalSeconds;
        document["tags"] = new JsonArray([.. details.Tags.Select(tag => JsonValue.Create(tag))]);
        document["posterPath"] = details.PosterPath?.Value;
    }

    protected virtual CatalogVideo? Read(VideoId id, JsonObject document) =>
        VideoPath.TryParse(Text(document["path"]), out var path)
            ? new CatalogVideo
            {
                Id = id,
                Path = path,
                RegisteredAt = Text(document["registeredAt"]) is { } time ? ReadTime(time) : null,
                Version = VersionOf(document),
                Details = ReadDetails(document),
            }
            : null;

    protected virtual DateTimeOffset ReadTime(string time) => DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture);

    protected virtual CatalogDetails ReadDetails(JsonObject document) => CatalogDetails.OfDocument(
        Text(document["title"]),
        Text(document["description"]),
        document["duration"] is JsonValue duration && duration.GetValueKind() == JsonValueKind.Number && duration.GetValue<double>() is >= 0 and < 1e9 and var seconds
            ? TimeSpan.FromMilliseconds(Math.Round(seconds * 1000))
            : null,
        (document["tags"] as JsonArray)?.Select(Text),
        Text(document["posterPath"]));

    protected virtual bool Matches(CatalogVideo video, CatalogFilter filter) =>
        (filter.TitlePrefix is not { } prefix || video.Details.Title?.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) == true)
        && (filter.Tag is not { } tag || video.Details.Tags.Contains(tag));

    protected virtual Comparer<CatalogVideo> OrderOf(CatalogOrder order) => order switch
    {
        CatalogOrder.Title => Comparer<CatalogVideo>.Create((a, b) =>
            ThenByPath(a.Details.Title is null || b.Details.Title is null
                ? (a.Details.Title is null ? 0 : 1) - (b.Details.Title is null ? 0 : 1)
                : CompareTitles(a.Details.Title, b.Details.Title), a, b)),
        CatalogOrder.Newest => Comparer<CatalogVideo>.Create((a, b) => ThenByPath(Nullable.Compare(b.RegisteredAt, a.RegisteredAt), a, b)),
        _ => Comparer<CatalogVideo>.Create((a, b) => ComparePaths(a.Path, b.Path)),
    };

    protected virtual int ComparePaths(VideoPath a, VideoPath b) => a.CompareTo(b);

    protected virtual int CompareTitles(string a, string b) =>
        System.Text.Encoding.UTF8.GetBytes(a).AsSpan().SequenceCompareTo(System.Text.Encoding.UTF8.GetBytes(b));

    protected virtual int ThenByPath(int order, CatalogVideo a, CatalogVideo b) => order == 0 ? a.Path.CompareTo(b.Path) : order;

    protected IEnumerable<CatalogVideo> ReadAll(Documents documents) =>
        documents.Select(d => Read(d.Key, d.Value)).OfType<CatalogVideo>();

    protected static string? Text(JsonNode? node) => node is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    private static string VersionOf(JsonObject document) => Text(document["version"]) ?? "0";

    private static CatalogVideo PlaceOf(CatalogPageToken last) => new()
    {
        Id = default,
        Path = last.Path,
        Version = "",
        RegisteredAt = last.RegisteredAt,
        Details = CatalogDetails.OfDocument(last.Title, null, null, null, null),
    };
}
