namespace FlixTube.Storage;

/// <summary>One page of a listing.</summary>
/// <param name="Videos">In ascending order of their paths' UTF-8 bytes. May be empty even when more pages follow.</param>
/// <param name="NextPageToken">What to pass as <see cref="ListOptions.PageToken"/> for the next page; <c>null</c> on the last.</param>
public sealed record VideoPage(IReadOnlyList<VideoListItem> Videos, string? NextPageToken);

/// <summary>What every store can say about a video in a listing without one request for each.</summary>
/// <param name="Path">The video's path.</param>
/// <param name="Length">The length in bytes.</param>
/// <param name="ETag">The same validator as <see cref="VideoProperties.ETag"/>.</param>
/// <param name="LastModified">When this version was written, in UTC.</param>
public sealed record VideoListItem(VideoPath Path, long Length, string ETag, DateTimeOffset LastModified);
