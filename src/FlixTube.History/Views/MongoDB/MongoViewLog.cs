namespace FlixTube.History.Views.MongoDB;

internal static partial class MongoViewLog
{
    [LoggerMessage(1, LogLevel.Warning, "The indexes of '{Collection}' could not be made: {Reason} The history works without them, more slowly")]
    public static partial void NoIndexes(ILogger logger, string collection, string reason);
}
