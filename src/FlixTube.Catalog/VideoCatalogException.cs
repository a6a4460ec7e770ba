using FlixTube.Storage;

namespace FlixTube.Catalog;

/// <summary>Everything that can go wrong in a catalogue: a closed set.</summary>
public enum VideoCatalogError
{
    /// <summary>A defect, or data that the catalogue does not understand.</summary>
    Internal = 0,

    /// <summary>There is no entry with the id.</summary>
    NotFound,

    /// <summary>Another entry has the path, or the id.</summary>
    AlreadyExists,

    /// <summary>The entry is not, or no longer, of the version that the caller named.</summary>
    VersionConflict,

    /// <summary>Something to be said about a video, or to be looked for, breaks a rule of <see cref="CatalogDetails"/>.</summary>
    InvalidEntry,

    /// <summary>The page token was not made by this catalogue for this order.</summary>
    InvalidPageToken,

    /// <summary>The catalogue's storage refuses these credentials, or these credentials for this action.</summary>
    PermissionDenied,

    /// <summary>The catalogue's storage asks for fewer requests.</summary>
    Throttled,

    /// <summary>The catalogue's storage cannot be reached, is failing or has no room.</summary>
    Unavailable,

    /// <summary>The catalogue's storage did not answer in time. What was to be changed may have been changed or not.</summary>
    Timeout,
}

/// <summary>The one exception that catalogues throw: what went wrong and whether trying again can help.</summary>
/// <remarks>
/// The message is for operators and names no secret. The exception of a driver or the operating system is the
/// <see cref="Exception.InnerException"/>.
/// </remarks>
public sealed class VideoCatalogException : Exception
{
    /// <summary>Makes an exception whose persistence is the usual one of its kind.</summary>
    /// <remarks>
    /// <see cref="VideoCatalogError.Throttled"/>, <see cref="VideoCatalogError.Unavailable"/> and
    /// <see cref="VideoCatalogError.Timeout"/> are temporary; the others are permanent.
    /// </remarks>
    public VideoCatalogException(VideoCatalogError error, string message, Exception? innerException = null)
        : base(message, innerException)
    {
        Error = error;
        Persistence = error is VideoCatalogError.Throttled or VideoCatalogError.Unavailable or VideoCatalogError.Timeout
            ? ErrorPersistence.Temporary
            : ErrorPersistence.Permanent;
    }

    /// <summary>What went wrong.</summary>
    public VideoCatalogError Error { get; }

    /// <summary>Whether trying again can help.</summary>
    public ErrorPersistence Persistence { get; init; }

    /// <summary>How long the catalogue asks to be left alone, if it says so.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>There is no entry with the id <paramref name="id"/>.</summary>
    public static VideoCatalogException NotFound(VideoId id) =>
        new(VideoCatalogError.NotFound, $"The catalogue has no video with the id {id}.");

    /// <summary>Another entry has the path <paramref name="path"/>.</summary>
    public static VideoCatalogException AlreadyExists(VideoPath path, Exception? innerException = null) =>
        new(VideoCatalogError.AlreadyExists, $"The catalogue already has the video '{path}'.", innerException);

    /// <summary>Another entry has the id <paramref name="id"/>.</summary>
    public static VideoCatalogException AlreadyExists(VideoId id, Exception? innerException = null) =>
        new(VideoCatalogError.AlreadyExists, $"The catalogue already has a video with the id {id}.", innerException);

    /// <summary>The entry <paramref name="id"/>, if there is one, is not of the version that was named.</summary>
    public static VideoCatalogException VersionConflict(VideoId id) =>
        new(VideoCatalogError.VersionConflict, $"The entry {id} is not, or no longer, of the version named.");
}
