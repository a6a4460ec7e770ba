namespace FlixTube.Service.Configuration.Live;

/// <summary>Brings what is wrong with a changed file into the log, which is there later than the files are.</summary>
internal sealed partial class LiveFileProblems
{
    private volatile ILogger? _logger;

    /// <summary>From now on problems are logged; there are none before, for at the start they keep the host from starting.</summary>
    public void LogTo(ILoggerFactory loggers) => _logger = loggers.CreateLogger("FlixTube.Service.Configuration");

    public void Refused(string path, string reason)
    {
        if (_logger is { } logger)
            LogRefused(logger, path, reason);
    }

    public void Failed(string path, string reason)
    {
        if (_logger is { } logger)
            LogFailed(logger, path, reason);
    }

    [LoggerMessage(1, LogLevel.Error, "The settings in {Path} have changed and are not used; those from before hold: {Reason}")]
    private static partial void LogRefused(ILogger logger, string path, string reason);

    [LoggerMessage(2, LogLevel.Error, "The settings in {Path} have changed, and one of them is wrong: {Reason}")]
    private static partial void LogFailed(ILogger logger, string path, string reason);
}
