namespace FlixTube.Storage;

/// <summary>The one exception that stores throw: what went wrong and whether trying again can help.</summary>
/// <remarks>
/// The message is for operators: it names the path and the cause, never a secret. The exception of an SDK or the
/// operating system is the <see cref="Exception.InnerException"/>.
/// </remarks>
public sealed class VideoStoreException : Exception
{
    /// <summary>Makes an exception whose persistence is the usual one of its kind.</summary>
    /// <remarks>
    /// <see cref="VideoStoreError.Throttled"/>, <see cref="VideoStoreError.Unavailable"/> and
    /// <see cref="VideoStoreError.Timeout"/> are temporary; the others are permanent.
    /// </remarks>
    public VideoStoreException(VideoStoreError error, string message, Exception? innerException = null)
        : base(message, innerException)
    {
        Error = error;
        Persistence = error is VideoStoreError.Throttled or VideoStoreError.Unavailable or VideoStoreError.Timeout
            ? ErrorPersistence.Temporary
            : ErrorPersistence.Permanent;
    }

    /// <summary>What went wrong.</summary>
    public VideoStoreError Error { get; }

    /// <summary>Whether trying again can help.</summary>
    public ErrorPersistence Persistence { get; init; }

    /// <summary>The path that the call was about, if it was about one.</summary>
    public VideoPath? Path { get; init; }

    /// <summary>With <see cref="VideoStoreError.RangeNotSatisfiable"/>, the length of the video in bytes.</summary>
    public long? VideoLength { get; init; }

    /// <summary>How long the store asks to be left alone, if it says so.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>There is no video at <paramref name="path"/>.</summary>
    public static VideoStoreException NotFound(VideoPath path, Exception? innerException = null) =>
        new(VideoStoreError.NotFound, $"There is no video '{path}'.", innerException) { Path = path };

    /// <summary>There already is a video at <paramref name="path"/>.</summary>
    public static VideoStoreException AlreadyExists(VideoPath path, Exception? innerException = null) =>
        new(VideoStoreError.AlreadyExists, $"There already is a video '{path}'.", innerException) { Path = path };

    /// <summary>The video at <paramref name="path"/>, if there is one, is not of the version that was asked for.</summary>
    public static VideoStoreException PreconditionFailed(VideoPath path, Exception? innerException = null) =>
        new(VideoStoreError.PreconditionFailed, $"The video '{path}' is not, or no longer, of the version asked for.", innerException) { Path = path };

    /// <summary>The video at <paramref name="path"/> has <paramref name="videoLength"/> bytes and none of those in <paramref name="range"/>.</summary>
    public static VideoStoreException RangeNotSatisfiable(VideoPath path, ByteRange range, long videoLength, Exception? innerException = null) =>
        new(VideoStoreError.RangeNotSatisfiable, $"The video '{path}' has {videoLength} bytes and none in the range {range}.", innerException)
        {
            Path = path,
            VideoLength = videoLength,
        };
}
