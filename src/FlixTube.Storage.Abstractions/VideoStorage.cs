namespace FlixTube.Storage;

/// <summary>The one name that never changes.</summary>
public static class VideoStorage
{
    /// <summary>
    /// The key under which dependency injection holds the store that serves now:
    /// <c>[FromKeyedServices(VideoStorage.ServiceName)] IVideoStore store</c>. Which provider answers is configuration.
    /// </summary>
    public const string ServiceName = "video-storage";
}
