namespace FlixTube.History.Views.Files;

internal static partial class FileViewLog
{
    [LoggerMessage(1, LogLevel.Information, "The history in '{Root}' has {Count} views")]
    public static partial void Opened(ILogger logger, int count, string root);

    [LoggerMessage(2, LogLevel.Error, "{Count} lines of '{File}' are not as they were written and are passed over. Look at its disk")]
    public static partial void Damaged(ILogger logger, int count, string file);
}
