namespace FlixTube.Storage.Azure.Listing;

/// <summary>A page as the service gives it: in order of UTF-16.</summary>
/// <param name="Blobs">By name; without a video where the name is no <see cref="VideoPath"/>.</param>
/// <param name="NextMarker">Where the next page begins; <c>null</c> on the last.</param>
internal sealed record ServicePage(IReadOnlyList<(string Name, VideoListItem? Video)> Blobs, string? NextMarker);
