using FlixTube.Service.Problems;

namespace FlixTube.Host.Problems;

/// <summary>The refusals about videos that more than one route gives.</summary>
internal static class VideoRefusals
{
    private const string NotSaid = "This cannot be said about a video";

    public static Problem UnknownVideo(string detail) =>
        new(StatusCodes.Status404NotFound, "video-not-found", "There is no such video", detail);

    public static Problem InvalidEntry(string detail) =>
        Refusals.BadRequest("invalid-entry", NotSaid, detail);

    public static Problem InvalidEntry(IReadOnlyDictionary<string, string[]> errors) =>
        Refusals.BadRequest("invalid-entry", NotSaid, errors);

    public static Problem ChangedMeanwhile { get; } = new(StatusCodes.Status412PreconditionFailed, "precondition-failed",
        "The video is not of the version you named", "Somebody changed its entry. Read it again, and decide again.");
}
