using Microsoft.Extensions.Logging;

namespace FlixTube.Catalog.Discovery;

internal static partial class DiscoveryLog
{
    [LoggerMessage(1, LogLevel.Information, "Followed the store: {Added} videos added to the catalogue, {Removed} removed")]
    public static partial void Changed(ILogger logger, int added, int removed);

    [LoggerMessage(2, LogLevel.Warning, "The store could not be followed; the catalogue stays as it is until the next run: {Reason}")]
    public static partial void Failed(ILogger logger, string reason, Exception? defect);
}
