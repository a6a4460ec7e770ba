using System.Globalization;
using FlixTube.Service.Problems;
using FlixTube.Service.Requests;
using FlixTube.Storage;
using FlixTube.Storage.Http.Protocol;

namespace FlixTube.Host.Gateway;

/// <summary><c>GET /storage/videos</c>: one page of the store's is one page of the answer.</summary>
internal sealed class StoreListing([FromKeyedServices(VideoStorage.ServiceName)] IVideoStore store)
{
    public async Task<IResult> ListAsync(HttpContext context)
    {
        var request = context.Request;
        var options = new ListOptions
        {
            Prefix = QueryValue.Find(request, "prefix"),
            PageSize = PageSize(QueryValue.Find(request, "pageSize")),
            PageToken = QueryValue.Find(request, "pageToken"),
        };
        var page = await PageAsync(options, context.RequestAborted);
        return TypedResults.Json(
            new ListedVideos([.. page.Videos.Select(v => new ListedVideo(v.Path.Value, v.Length, v.ETag, v.LastModified))], page.NextPageToken),
            GatewayJson.Default.ListedVideos);
    }

    private async Task<VideoPage> PageAsync(ListOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return await store.ListPageAsync(options, cancellationToken);
        }
        catch (ArgumentException) when (options.PageToken is not null)
        {
            throw new ProblemException(Refusals.BadRequest("invalid-page-token", "The page token is not one of ours", "Pass nextPageToken of the page before, unchanged.", "pageToken"));
        }
    }

    private static int PageSize(string? text)
    {
        if (text is null)
            return ListOptions.MaxPageSize;

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size is >= 1 and <= ListOptions.MaxPageSize
            ? size
            : throw new ProblemException(Refusals.BadRequest("invalid-page-size", "The page size is out of bounds",
                $"Set pageSize to a number from 1 to {ListOptions.MaxPageSize}.", "pageSize"));
    }
}
