using System.Globalization;
using FlixTube.Catalog;
using FlixTube.Catalog.Discovery;
using FlixTube.Host.Problems;
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
        var size = PageSize(QueryValue.Find(context.Request, "pageSize"));
        var token = QueryValue.Find(context.Request, "pageToken");
        await DiscoverAsync(context.RequestAborted);

        var page = await catalog.ListPageAsync(size, token, context.RequestAborted);
        return TypedResults.Json(new VideoSummaries([.. page.Videos.Select(VideoSummary.Of)], page.NextPageToken), LibraryJson.Default.VideoSummaries);
    }

    public async Task<IResult> DescribeAsync(string id, HttpContext context)
    {
        var video = await lookup.FindAsync(id, context.RequestAborted);
        var properties = await store.GetPropertiesAsync(video.Path, context.RequestAborted);
        return TypedResults.Json(VideoDetails.Of(video, properties), LibraryJson.Default.VideoDetails);
    }

    public async Task<IResult> DeleteAsync(string id, HttpContext context)
    {
        var video = await lookup.FindAsync(id, context.RequestAborted);

        // The entry goes first: an entry without a video would be a promise that cannot be kept, the other way round
        // the video is found again by discovery. Neither half is given up because the client left.
        await catalog.RemoveAsync(video.Id, CancellationToken.None);
        await store.DeleteAsync(video.Path, cancellationToken: CancellationToken.None);
        return TypedResults.NoContent();
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

    private static int PageSize(string? text)
    {
        if (text is null)
            return DefaultPageSize;

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size is >= 1 and <= IVideoCatalog.MaxPageSize
            ? size
            : throw new ProblemException(Refusals.BadRequest("invalid-page-size", "The page size is out of bounds",
                $"Set pageSize to a number from 1 to {IVideoCatalog.MaxPageSize}."));
    }

    [LoggerMessage(1, LogLevel.Warning, "The list of videos may be out of date because the store did not answer ({Error}): {Reason}")]
    private partial void LogDiscoveryFailed(VideoStoreError error, string reason);
}
