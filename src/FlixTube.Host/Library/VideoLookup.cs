using FlixTube.Catalog;
using FlixTube.Catalog.Discovery;
using FlixTube.Host.Problems;
using FlixTube.Service.Problems;
using FlixTube.Service.Requests;
using FlixTube.Storage;

namespace FlixTube.Host.Library;

/// <summary>From what a request says (a path, or an id that the catalogue knows) to the video that it means.</summary>
internal sealed class VideoLookup(IVideoCatalog catalog, StoreDiscovery discovery)
{
    /// <summary>The path of <c>?path=</c> or of the video with <c>?id=</c>; one of them must be given.</summary>
    /// <exception cref="ProblemException">Both or neither are given, or the id is malformed or unknown.</exception>
    /// <exception cref="VideoStoreException"><see cref="VideoStoreError.InvalidPath"/>.</exception>
    public async ValueTask<VideoPath> PathAsync(HttpRequest request)
    {
        return (QueryValue.Find(request, "path"), QueryValue.Find(request, "id")) switch
        {
            (null, null) => throw Refused("missing-parameter", "The request does not say which video",
                "Add ?path= with the video's path or ?id= with its id.", "path", "id"),
            ({ }, { }) => throw Refused("contradictory-parameters", "The request names a video twice", "Give either 'path' or 'id'.", "path", "id"),
            ({ } path, null) => VideoPath.Parse(path),
            (null, { } id) => (await FindAsync(id, request.HttpContext.RequestAborted)).Path,
        };
    }

    /// <summary>The catalogue's entry of an id. One that is unknown is looked for among videos that came into the store by other ways.</summary>
    /// <exception cref="ProblemException">The id is malformed or unknown.</exception>
    public async ValueTask<CatalogVideo> FindAsync(string text, CancellationToken cancellationToken)
    {
        var id = Id(text);
        if (await catalog.FindAsync(id, cancellationToken) is { } known)
            return known;

        await discovery.EnsureFreshAsync(cancellationToken);
        return await catalog.FindAsync(id, cancellationToken)
            ?? throw Unknown(id);
    }

    /// <summary>
    /// The entry that <see cref="FindAsync"/> found, as it is at this moment: asked for by its path, which no cache answers.
    /// </summary>
    /// <exception cref="ProblemException">The id is malformed, or has no entry any more.</exception>
    public async ValueTask<CatalogVideo> PresentAsync(string text, VideoPath path, CancellationToken cancellationToken)
    {
        var id = Id(text);
        return await catalog.FindByPathAsync(path, cancellationToken) is { } present && present.Id == id ? present : throw Unknown(id);
    }

    private static VideoId Id(string text) => VideoId.TryParse(text, out var id)
        ? id
        : throw Refused("invalid-id", "The id is malformed", $"An id is {VideoId.Digits} hexadecimal digits.", "id");

    private static ProblemException Unknown(VideoId id) => new(VideoRefusals.UnknownVideo($"The catalogue has no video with the id {id}."));

    private static ProblemException Refused(string kind, string title, string detail, params ReadOnlySpan<string> fields) =>
        new(Refusals.BadRequest(kind, title, detail, fields));
}
