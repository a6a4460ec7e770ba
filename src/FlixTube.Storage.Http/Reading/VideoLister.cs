using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using FlixTube.Storage.Http.Asking;
using FlixTube.Storage.Http.Protocol;

namespace FlixTube.Storage.Http.Reading;

/// <summary>Lists videos: a page of the gateway's store is a page of ours.</summary>
internal sealed class VideoLister(GatewayClient client, Calls calls, GatewayErrors errors, TimeProvider time)
{
    private static readonly VideoPage Nothing = new([], NextPageToken: null);

    // A URL of more is refused by servers; no token of ours is so long.
    private const int LongestToken = 6000;

    public async Task<VideoPage> ListPageAsync(ListOptions options, CancellationToken cancellationToken)
    {
        if (options.Prefix is { } prefix && !CanBegin(prefix))
            return Nothing;

        if (options.PageToken is { } token && (!token.IsWellFormed() || Uri.EscapeDataString(token).Length > LongestToken))
            throw ForeignToken(cause: null);

        try
        {
            return await calls.RunAsync(path: null, once => AskAsync(options, once), cancellationToken).ConfigureAwait(false);
        }
        catch (VideoStoreException e) when (options.PageToken is not null && e.InnerException is Refusal { Status: HttpStatusCode.BadRequest })
        {
            throw ForeignToken(e);
        }
    }

    private async Task<VideoPage> AskAsync(ListOptions options, CancellationToken cancellationToken)
    {
        using var request = client.Request(
            HttpMethod.Get,
            GatewayRoutes.Videos,
            ("prefix", string.IsNullOrEmpty(options.Prefix) ? null : options.Prefix),
            ("pageSize", options.PageSize.ToString(CultureInfo.InvariantCulture)),
            ("pageToken", options.PageToken));
        using var response = await client.SendAsync(request, cancellationToken).ConfigureAwait(false);
        await response.RequireGatewayAsync(errors, path: null, time, cancellationToken).ConfigureAwait(false);
        var page = await response.Content.ReadFromJsonAsync(GatewayJson.Default.ListedVideos, cancellationToken).ConfigureAwait(false)
            ?? throw new FormatException("The gateway lists nothing, not even no videos.");
        return new VideoPage(
            [.. page.Videos.Select(v => new VideoListItem(VideoPath.Parse(v.Path), v.Length, v.ETag, v.LastModified.ToUniversalTime()))],
            page.NextPageToken);
    }

    // Longer than any path, or no Unicode text: no path begins with it, and no URL can say it.
    private static bool CanBegin(string prefix) => prefix.Length <= VideoPath.MaxUtf8Bytes && prefix.IsWellFormed();

    private static ArgumentException ForeignToken(Exception? cause) =>
        new($"{nameof(ListOptions.PageToken)} is none of this store.", cause);
}
