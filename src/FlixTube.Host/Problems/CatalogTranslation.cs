using FlixTube.Catalog;
using FlixTube.Service.Problems;

namespace FlixTube.Host.Problems;

/// <summary>What the catalogue reports.</summary>
internal sealed class CatalogTranslation : IProblemTranslation
{
    public Problem? Translate(Exception exception, IHeaderDictionary headers)
    {
        if (exception is not VideoCatalogException report)
            return null;

        var problem = Translate(report);
        headers.SetRetryAfter(problem, report.RetryAfter);
        return problem;
    }

    private static Problem Translate(VideoCatalogException report) => report.Error switch
    {
        VideoCatalogError.NotFound => VideoRefusals.UnknownVideo("The catalogue has no such video."),
        VideoCatalogError.InvalidEntry => VideoRefusals.InvalidEntry(report.Message),
        VideoCatalogError.InvalidPageToken => Refusals.BadRequest("invalid-page-token", "The page token is not one of ours",
            "Pass nextPageToken of the page before, unchanged, with the same orderBy.", "pageToken"),
        VideoCatalogError.AlreadyExists or VideoCatalogError.VersionConflict => new(409, "catalog-conflict",
            "Somebody else changes this entry at the same time", "Try again."),
        VideoCatalogError.PermissionDenied => new(502, "catalog-refused", "The catalogue refuses this service",
            "The operator has to look at its credentials and rights."),
        VideoCatalogError.Internal => Problem.Defect,
        _ => new(503, "catalog-unavailable", "The catalogue cannot answer now", "Try again after the time in Retry-After."),
    };
}
