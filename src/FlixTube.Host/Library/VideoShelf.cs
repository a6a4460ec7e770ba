using System.Globalization;
using FlixTube.Catalog;
using FlixTube.Catalog.Discovery;
using FlixTube.Host.Problems;
using FlixTube.Service.Problems;
using FlixTube.Service.Requests;
using FlixTube.Storage;

namespace FlixTube.Host.Library;

/// <summary>Lists, describes and deletes videos.</summary>
internal sealed partial class VideoShelf(
    [FromKeyedServices(VideoStorage.ServiceName)] IVideoStore store,
    IVideoCatalog catalog,
    StoreDiscovery discovery,
    VideoLookup lookup,
    ILogger<VideoShelf> logger)
{
    private const int DefaultPageSize = 100;

    public async Task<IResult> ListAsync(HttpContext context)
    {
        var query = new CatalogQuery
        {
            Filter = Filter(context.Request),
            Order = Order(QueryValue.Find(context.Request, "orderBy")),
            PageSize = PageSize(QueryValue.Find(context.Request, "pageSize")),
            PageToken = QueryValue.Find(context.Request, "pageToken"),
        };
        await DiscoverAsync(context.RequestAborted);

        var page = await catalog.ListPageAsync(query, context.RequestAborted);

        // To count may cost as much as to list, and who goes on from the first page knows already.
        long? total = query.PageToken is null ? await catalog.CountAsync(query.Filter, context.RequestAborted) : null;
        return TypedResults.Json(
            new VideoSummaries([.. page.Videos.Select(VideoSummary.Of)], page.NextPageToken, total), LibraryJson.Default.VideoSummaries);
    }

    public async Task<IResult> DescribeAsync(string id, HttpContext context)
    {
        var video = await PresentOrKnownAsync(id, context.RequestAborted);
        var properties = await store.GetPropertiesAsync(video.Path, context.RequestAborted);
        context.Response.Headers.ETag = VideoVersion.Tag(video);
        return TypedResults.Json(VideoDetails.Of(video, properties), LibraryJson.Default.VideoDetails);
    }

    public async Task<IResult> DeleteAsync(string id, HttpContext context)
    {
        var video = await lookup.FindAsync(id, context.RequestAborted);
        string? version = null;
        if (context.Request.Headers.IfMatch is { Count: > 0 } condition)
        {
            video = await lookup.PresentAsync(id, video.Path, context.RequestAborted);
            VideoVersion.Check(condition, video);
            version = video.Version;
        }

        // The entry goes first: an entry without a video would be a promise that cannot be kept, the other way round
        // the video is found again by discovery or a check. Neither half is given up because the client left.
        await RemoveAsync(video.Id, version);
        await store.DeleteAsync(video.Path, cancellationToken: CancellationToken.None);
        return TypedResults.NoContent();
    }

    // Whoever changes the entry names the version that is told here, so that it should not be one from memory. While the
    // catalogue is away nobody can change anything, and the one from memory is better than none.
    private async Task<CatalogVideo> PresentOrKnownAsync(string id, CancellationToken cancellationToken)
    {
        var known = await lookup.FindAsync(id, cancellationToken);
        try
        {
            return await lookup.PresentAsync(id, known.Path, cancellationToken);
        }
        catch (VideoCatalogException e) when (e.Persistence == ErrorPersistence.Temporary)
        {
            return known;
        }
    }

    private async Task RemoveAsync(VideoId id, string? version)
    {
        try
        {
            await catalog.RemoveAsync(id, version, CancellationToken.None);
        }
        catch (VideoCatalogException e) when (e.Error == VideoCatalogError.VersionConflict)
        {
            throw new ProblemException(VideoRefusals.ChangedMeanwhile);
        }
    }

    // What the catalogue has is worth showing while the store is away.
    private async Task DiscoverAsync(CancellationToken cancellationToken)
    {
        try
        {
            await discovery.EnsureFreshAsync(cancellationToken);
        }
        catch (VideoStoreException e)
        {
            LogDiscoveryFailed(e.Error, e.Message);
        }
    }

    private static CatalogFilter Filter(HttpRequest request)
    {
        var field = "title";
        try
        {
            var title = new CatalogFilter { TitlePrefix = QueryValue.Find(request, field) };
            field = "tag";
            return title with { Tag = QueryValue.Find(request, field) };
        }
        catch (VideoCatalogException e)
        {
            throw new ProblemException(VideoRefusals.InvalidEntry(new Dictionary<string, string[]>(StringComparer.Ordinal) { [field] = [e.Message] }));
        }
    }

    private static CatalogOrder Order(string? text) => text switch
    {
        null or "path" => CatalogOrder.Path,
        "title" => CatalogOrder.Title,
        "newest" => CatalogOrder.Newest,
        _ => throw new ProblemException(Refusals.BadRequest("invalid-order", "There is no such order", "Set orderBy to path, title or newest.", "orderBy")),
    };

    private static int PageSize(string? text)
    {
        if (text is null)
            return DefaultPageSize;

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size is >= 1 and <= CatalogQuery.MaxPageSize
            ? size
            : throw new ProblemException(Refusals.BadRequest("invalid-page-size", "The page size is out of bounds",
                $"Set pageSize to a number from 1 to {CatalogQuery.MaxPageSize}.", "pageSize"));
    }

    [LoggerMessage(1, LogLevel.Warning, "The list of videos may be out of date because the store did not answer ({Error}): {Reason}")]
    private partial void LogDiscoveryFailed(VideoStoreError error, string reason);
}
