using Microsoft.Extensions.Logging;

namespace FlixTube.Catalog.MongoDB.Preparation;

internal static partial class PreparationLog
{
    [LoggerMessage(1, LogLevel.Warning,
        "The user of Catalog:MongoDB:ConnectionString may not make indexes on '{Collection}': {Reason} "
        + "Videos are found by id all the same; make the indexes by hand (see the package's README) or give the user the role 'readWrite'")]
    public static partial void NoRights(ILogger logger, string collection, string reason);

    [LoggerMessage(2, LogLevel.Warning,
        "Documents of '{Collection}' have the same videoPath, so that no unique index can be made and paths may come twice. "
        + "Delete those that are too many, drop the index 'videoPath_1', and restart")]
    public static partial void DuplicatePaths(ILogger logger, string collection);

    [LoggerMessage(3, LogLevel.Warning,
        "'{Collection}' has an index on videoPath that is not unique, so that paths may come twice. Drop it, and restart: a unique one is made then")]
    public static partial void PathIndexNotUnique(ILogger logger, string collection);

    [LoggerMessage(4, LogLevel.Warning,
        "'{Collection}' has an index like '{Index}' with other options; that one is left alone")]
    public static partial void OtherIndex(ILogger logger, string collection, string index);

    [LoggerMessage(5, LogLevel.Warning, "The indexes of '{Collection}' are not ready yet: {Reason} This is looked at again")]
    public static partial void Unfinished(ILogger logger, string collection, string reason);

    [LoggerMessage(6, LogLevel.Warning,
        "{Count} documents of '{Collection}' (1000 are counted at most) are passed over: their _id is no ObjectId, or their videoPath is no path of a video")]
    public static partial void PassedOver(ILogger logger, long count, string collection);

    [LoggerMessage(7, LogLevel.Warning, "The indexes of '{Collection}' could not be made yet: {Reason} This is tried again")]
    public static partial void Failed(ILogger logger, string collection, string reason);
}
