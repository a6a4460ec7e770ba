using System.Globalization;
using System.Text.Json.Serialization;
using FlixTube.History.Access;
using FlixTube.History.Views;
using FlixTube.Messaging.Viewed;
using FlixTube.Service.Access;
using FlixTube.Service.Problems;
using FlixTube.Service.Requests;
using FlixTube.Storage;

namespace FlixTube.History.Listing;

internal static class ListingRoute
{
    private const int DefaultLimit = 100;
    private const int MaxLimit = 1000;

    /// <summary><c>GET /history</c>: what was viewed, the newest first.</summary>
    public static void MapListing(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/history", static async (HttpContext context, IViewStore store) =>
            {
                var page = await store.ListAsync(Query(context.Request), context.RequestAborted);
                context.Response.Headers.CacheControl = "no-store";
                return TypedResults.Json(
                    new HistoryPage([.. page.Views.Select(static view => new HistoryView(view.Id, view.Path.Value, view.VideoId, ViewedText.Text(view.At)))], page.Next?.ToString()),
                    HistoryJson.Default.HistoryPage);
            })
            .RequireRoleIfSet(routes, Role.Viewer)
            .WithSummary("Lists what was viewed, the newest first, in pages. Query: videoPath, videoId, limit (1 to 1000; 100 when absent), pageToken (nextPageToken of the page before).")
            .Produces<HistoryPage>()
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static ViewQuery Query(HttpRequest request)
    {
        var wrong = new Dictionary<string, string>(StringComparer.Ordinal);
        var limit = DefaultLimit;
        if (QueryValue.Find(request, "limit") is { } limitText
            && !(int.TryParse(limitText, NumberStyles.None, CultureInfo.InvariantCulture, out limit) && limit is >= 1 and <= MaxLimit))
        {
            wrong["limit"] = $"It is a number from 1 to {MaxLimit}.";
        }

        var path = QueryValue.Find(request, "videoPath");
        if (path is not null && !VideoPath.TryParse(path, out _))
            wrong["videoPath"] = "It is no path of a video.";

        ViewPlace? after = null;
        if (QueryValue.Find(request, "pageToken") is { } token && (after = ViewPlace.Parse(token)) is null)
            wrong["pageToken"] = "It is none of ours: pass nextPageToken of the page before, unchanged.";

        return wrong.Count == 0
            ? new(limit, after, path, QueryValue.Find(request, "videoId"))
            : throw new ProblemException(Refusals.InvalidFields(wrong));
    }
}

/// <summary>A page of the history.</summary>
/// <param name="History">The views, the newest first.</param>
/// <param name="NextPageToken">What asks for the page that follows; absent on the last.</param>
internal sealed record HistoryPage(IReadOnlyList<HistoryView> History, string? NextPageToken);

/// <summary>One view.</summary>
internal sealed record HistoryView(string Id, string VideoPath, string? VideoId, string At);

[JsonSerializable(typeof(HistoryPage))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class HistoryJson : JsonSerializerContext;
