using System.Text.Json;
using FlixTube.Service.Access.Tokens;
using FlixTube.Service.Requests;

namespace FlixTube.Service.Access.Links;

/// <summary>
/// The one video that a link is for: the claims <c>videoPath</c> and <c>videoId</c>, one or both. A token that has either is a
/// link, whatever else it claims.
/// </summary>
internal sealed record LinkedVideo(string? Path, string? Id)
{
    public const string PathClaim = "videoPath";

    public const string IdClaim = "videoId";

    /// <exception cref="InvalidOperationException">A claim is no Unicode.</exception>
    public static LinkedVideo? Of(JsonElement claims) =>
        claims.Has(PathClaim) || claims.Has(IdClaim) ? new(claims.Text(PathClaim), claims.Text(IdClaim)?.ToLowerInvariant()) : null;

    /// <summary>
    /// Whether the request is for this video and no other: by every name that it gives. One that gives none is for its route
    /// to refuse.
    /// </summary>
    /// <exception cref="Problems.ProblemException">A name is malformed.</exception>
    public bool IsMeantBy(HttpRequest request)
    {
        var path = QueryValue.Find(request, "path");
        var id = QueryValue.Find(request, "id") ?? request.RouteValues["id"] as string;
        return (path is null || string.Equals(path, Path, StringComparison.Ordinal))
            && (id is null || string.Equals(id, Id, StringComparison.OrdinalIgnoreCase));
    }
}
