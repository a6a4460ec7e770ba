using System.Globalization;
using FlixTube.Service.Problems;
using FlixTube.Storage;

namespace FlixTube.Host.Problems;

/// <summary>What the store reports.</summary>
internal sealed class StoreTranslation : IProblemTranslation
{
    public Problem? Translate(Exception exception, IHeaderDictionary headers)
    {
        if (exception is not VideoStoreException report)
            return null;

        if (report is { Error: VideoStoreError.RangeNotSatisfiable, VideoLength: { } length })
            headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes */{length}");

        var problem = Translate(report);
        headers.SetRetryAfter(problem, report.RetryAfter);
        return problem;
    }

    private static Problem Translate(VideoStoreException report) => report.Error switch
    {
        VideoStoreError.NotFound => VideoRefusals.UnknownVideo("The store has no video at this path."),
        VideoStoreError.InvalidPath => Refusals.BadRequest("invalid-path", "The path is not allowed", report.Message, "path"),
        VideoStoreError.AlreadyExists => new(412, "already-exists", "There already is a video at this path",
            "Choose another path, or send the request without 'If-None-Match: *' to replace it."),
        VideoStoreError.PreconditionFailed => new(412, "precondition-failed", "The video is not of the version you named"),
        VideoStoreError.RangeNotSatisfiable => new(416, "range-not-satisfiable", "The video has none of these bytes",
            "Its length is in the Content-Range header."),
        VideoStoreError.Unsupported => new(501, "unsupported", "The store cannot do this"),
        VideoStoreError.Throttled => new(503, "store-throttled", "The store asks for fewer requests", "Try again after the time in Retry-After."),
        VideoStoreError.Timeout => new(504, "store-timeout", "The store did not answer in time", "Try again later."),
        VideoStoreError.Unavailable => new(503, "store-unavailable", "The store cannot answer now", "Try again later."),
        VideoStoreError.PermissionDenied => new(502, "store-refused", "The store refuses this service",
            "The operator has to look at its credentials and rights."),
        _ => Problem.Defect,
    };
}
