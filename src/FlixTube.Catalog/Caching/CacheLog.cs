using Microsoft.Extensions.Logging;

namespace FlixTube.Catalog.Caching;

internal static partial class CacheLog
{
    [LoggerMessage(1, LogLevel.Warning, "The catalogue does not answer; videos that were asked for before are found from memory until it does: {Reason}")]
    public static partial void Down(ILogger logger, string reason);

    [LoggerMessage(2, LogLevel.Information, "The catalogue answers again")]
    public static partial void Back(ILogger logger);
}
