using Microsoft.Extensions.Logging;

namespace FlixTube.Catalog.Files;

internal static partial class FileCatalogLog
{
    [LoggerMessage(1, LogLevel.Information, "Read {Count} documents of the catalogue in '{Root}' in {Milliseconds} ms")]
    public static partial void FolderRead(ILogger logger, int count, string root, long milliseconds);

    [LoggerMessage(2, LogLevel.Warning, "The file '{File}' is passed over: {Reason}. {Remedy}")]
    public static partial void PassedOver(ILogger logger, string file, string reason, string remedy, Exception? exception);

    [LoggerMessage(3, LogLevel.Warning,
        "The document '{File}' is passed over: the document '{Winner}' is for the same path '{Path}'. Delete the one that you do not want")]
    public static partial void Duplicate(ILogger logger, string file, string winner, string path);

    [LoggerMessage(4, LogLevel.Warning,
        "The document '{File}' could not be understood and was renamed to '{Aside}', for the video '{Path}' needed its name. "
        + "Correct it and give it its old name again, or delete it")]
    public static partial void SetAside(ILogger logger, string file, string aside, string path);

    [LoggerMessage(5, LogLevel.Information, "Deleted '{File}', which a crash had left behind")]
    public static partial void LeftoverDeleted(ILogger logger, string file);
}
