using Microsoft.Extensions.Logging;

namespace FlixTube.Storage.Switching;

/// <summary>One line for each attempt's end, for each way back, and for each store that is closed.</summary>
internal sealed partial class SwitchLog(ILogger<IVideoStorageSwitch> logger)
{
    [LoggerMessage(1, LogLevel.Information, "Storage serves from {Provider}, generation {Generation}, by {Trigger}; it was {Before}")]
    public partial void Switched(string provider, int generation, SwitchTrigger trigger, string before);

    [LoggerMessage(2, LogLevel.Error, "Storage was not switched to {Provider}, wanted by {Trigger} ({Result}), and still serves from {Current}: {Reason}")]
    public partial void Refused(string provider, SwitchTrigger trigger, SwitchResult result, string current, string reason);

    [LoggerMessage(3, LogLevel.Error, "Storage went back to {Provider}, generation {Generation}, because {Unfit} failed too often, last so: {Reason}")]
    public partial void RolledBack(string provider, int generation, string unfit, string reason);

    [LoggerMessage(4, LogLevel.Information, "Storage was tried with {Provider} ({Result}) and still serves from {Current}: {Reason}")]
    public partial void Tried(string provider, SwitchResult result, string current, string reason);

    [LoggerMessage(5, LogLevel.Information, "The store of generation {Generation} ({Provider}) is closed")]
    public partial void Closed(int generation, string provider);

    [LoggerMessage(6, LogLevel.Warning, "The store of generation {Generation} ({Provider}) was not drained within {Limit} and is closed under {Leases} readers")]
    public partial void CutOff(int generation, string provider, TimeSpan limit, int leases);

    [LoggerMessage(7, LogLevel.Warning, "The store of generation {Generation} ({Provider}) failed to close")]
    public partial void NotClosed(Exception exception, int generation, string provider);

    [LoggerMessage(8, LogLevel.Warning, "Configuration no longer has {Key}: this is not taken for a wish, and storage still serves from {Current}. To change it, say what it should be")]
    public partial void Vanished(string key, string current);

    [LoggerMessage(9, LogLevel.Error, "What follows a change of storage or of its configuration failed")]
    public partial void Defect(Exception exception);
}
