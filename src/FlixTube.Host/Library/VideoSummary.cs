using FlixTube.Catalog;
using FlixTube.Storage;

namespace FlixTube.Host.Library;

/// <summary>A video in a list.</summary>
internal sealed record VideoSummary(string Id, string Path, DateTimeOffset RegisteredAt)
{
    public static VideoSummary Of(CatalogVideo video) => new(video.Id.ToString(), video.Path.Value, video.RegisteredAt);
}

/// <summary>A page of videos.</summary>
internal sealed record VideoSummaries(IReadOnlyList<VideoSummary> Videos, string? NextPageToken);

/// <summary>A video by itself: what the catalogue and the store know.</summary>
internal sealed record VideoDetails(
    string Id,
    string Path,
    DateTimeOffset RegisteredAt,
    long Length,
    string ContentType,
    DateTimeOffset LastModified,
    string? ContentHash)
{
    public static VideoDetails Of(CatalogVideo video, VideoProperties properties) => new(
        video.Id.ToString(),
        video.Path.Value,
        video.RegisteredAt,
        properties.Length,
        properties.ContentType,
        properties.LastModified,
        properties.ContentHash);
}
