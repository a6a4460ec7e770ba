using FlixTube.Catalog;
using FlixTube.Storage;

namespace FlixTube.Host.Library;

/// <summary>A video in a list. The duration is in seconds.</summary>
internal sealed record VideoSummary(
    string Id,
    string Path,
    DateTimeOffset? RegisteredAt,
    string? Title,
    double? Duration,
    IReadOnlyList<string> Tags,
    string? PosterPath)
{
    public static VideoSummary Of(CatalogVideo video) => new(
        video.Id.ToString(),
        video.Path.Value,
        video.RegisteredAt,
        video.Details.Title,
        video.Details.Duration?.TotalSeconds,
        video.Details.Tags,
        video.Details.PosterPath?.Value);
}

/// <summary>A page of videos. The first one says how many there are in all.</summary>
internal sealed record VideoSummaries(IReadOnlyList<VideoSummary> Videos, string? NextPageToken, long? TotalCount);

/// <summary>What the catalogue knows about a video. The duration is in seconds.</summary>
internal sealed record VideoEntry(
    string Id,
    string Path,
    DateTimeOffset? RegisteredAt,
    string Version,
    string? Title,
    string? Description,
    double? Duration,
    IReadOnlyList<string> Tags,
    string? PosterPath)
{
    public static VideoEntry Of(CatalogVideo video) => new(
        video.Id.ToString(),
        video.Path.Value,
        video.RegisteredAt,
        video.Version,
        video.Details.Title,
        video.Details.Description,
        video.Details.Duration?.TotalSeconds,
        video.Details.Tags,
        video.Details.PosterPath?.Value);
}

/// <summary>A video by itself: what the catalogue and the store know. The duration is in seconds, the length in bytes.</summary>
internal sealed record VideoDetails(
    string Id,
    string Path,
    DateTimeOffset? RegisteredAt,
    string Version,
    string? Title,
    string? Description,
    double? Duration,
    IReadOnlyList<string> Tags,
    string? PosterPath,
    long Length,
    string ContentType,
    DateTimeOffset LastModified,
    string? ContentHash)
{
    public static VideoDetails Of(CatalogVideo video, VideoProperties properties) => new(
        video.Id.ToString(),
        video.Path.Value,
        video.RegisteredAt,
        video.Version,
        video.Details.Title,
        video.Details.Description,
        video.Details.Duration?.TotalSeconds,
        video.Details.Tags,
        video.Details.PosterPath?.Value,
        properties.Length,
        properties.ContentType,
        properties.LastModified,
        properties.ContentHash);
}
