using System.Net;
using FlixTube.Storage.Gcp.Objects;

namespace FlixTube.Storage.Gcp.Reading;

/// <summary>Lists videos, which the service keeps in the right order, and passes over what is none.</summary>
internal sealed class VideoLister(IObjectService objects, Calls calls)
{
    private static readonly VideoPage Nothing = new([], NextPageToken: null);

    public async Task<VideoPage> ListPageAsync(ListOptions options, CancellationToken cancellationToken)
    {
        var prefix = options.Prefix ?? "";
        if (!CanBeginAPath(prefix))
            return Nothing;

        try
        {
            var page = await calls.RunAsync(
                path: null,
                calls.AnswerLimit,
                token => objects.ListAsync(prefix, options.PageSize, options.PageToken, token),
                cancellationToken).ConfigureAwait(false);
            return new VideoPage([.. Videos(page)], page.NextPageToken);
        }
        catch (VideoStoreException e) when (options.PageToken is not null && e.InnerException is ObjectServiceException { Status: HttpStatusCode.BadRequest })
        {
            throw new ArgumentException($"{nameof(ListOptions.PageToken)} is none that this store gave for this prefix.", e);
        }
    }

    // Whatever a path may begin with can be continued to one by a letter, but for a path of the full length.
    private static bool CanBeginAPath(string prefix) =>
        prefix.Length == 0 || VideoPath.TryParse($"{prefix}x", out _) || VideoPath.TryParse(prefix, out _);

    private static IEnumerable<VideoListItem> Videos(ObjectPage page)
    {
        foreach (var stored in page.Objects)
        {
            if (VideoPath.TryParse(stored.Name, out var path))
                yield return new VideoListItem(path, stored.Length, Generation.ToETag(stored.Generation), VideoObject.LastModified(stored));
        }
    }
}
