using FlixTube.Messaging.Recovery;
using Microsoft.Extensions.Logging;

namespace FlixTube.Messaging.Publishing;

/// <summary>Says what keeps views from a recipient once when it begins and once when it ends, however often it is tried.</summary>
internal sealed partial class DeliveryLog(ILogger logger, string recipient, string address)
{
    private readonly Lock _lock = new();
    private string? _unreachable;
    private string? _unkept;
    private long _overflowed;

    /// <summary>What goes wrong now, in a sentence; <c>null</c> when nothing does.</summary>
    public string? Trouble
    {
        get
        {
            lock (_lock)
                return _unkept ?? (_overflowed > 0 ? $"The outbox for {recipient} is full." : _unreachable);
        }
    }

    public void Opened(long messages)
    {
        lock (_lock)
            _unkept = null;

        if (messages > 0)
            LogLeft(messages, recipient, address);
    }

    public void Unreachable(Exception exception, long messages)
    {
        bool isNew;
        lock (_lock)
        {
            isNew = _unreachable is null;
            _unreachable = $"{address} does not take views.";
        }

        if (isNew)
            LogUnreachable(recipient, address, Reason.Of(exception), messages);
        else
            LogStillUnreachable(recipient, address, Reason.Of(exception), messages);
    }

    public void Reached()
    {
        lock (_lock)
        {
            if (_unreachable is null)
                return;

            _unreachable = null;
        }

        LogReached(recipient, address);
    }

    public void CannotKeep(string root, string reason)
    {
        lock (_lock)
        {
            var isNew = _unkept is null;
            _unkept = $"The outbox for {recipient} cannot be written.";
            if (!isNew)
                return;
        }

        LogCannotKeep(root, recipient, reason);
    }

    public void Overflow(int count)
    {
        lock (_lock)
        {
            var isNew = _overflowed == 0;
            _overflowed += count;
            if (!isNew)
                return;
        }

        LogFull(recipient);
    }

    /// <summary>Messages could be kept.</summary>
    public void HasRoom()
    {
        long lost;
        lock (_lock)
        {
            _unkept = null;
            if (_overflowed == 0)
                return;

            lost = _overflowed;
            _overflowed = 0;
        }

        LogHasRoom(recipient, lost);
    }

    public void Refused(string id, string reason) => LogRefused(address, id, reason);

    public void Damaged(long count) => LogDamaged(recipient, count);

    [LoggerMessage(1, LogLevel.Information, "{Count} views that were not delivered before the last stop wait for {Recipient} ({Address})")]
    private partial void LogLeft(long count, string recipient, string address);

    [LoggerMessage(2, LogLevel.Warning,
        "Views cannot be told to {Recipient} ({Address}) now: {Reason} They wait in the outbox, {Waiting} so far; it is tried again until it succeeds")]
    private partial void LogUnreachable(string recipient, string address, string reason, long waiting);

    [LoggerMessage(3, LogLevel.Debug, "Views still cannot be told to {Recipient} ({Address}): {Reason} {Waiting} wait")]
    private partial void LogStillUnreachable(string recipient, string address, string reason, long waiting);

    [LoggerMessage(4, LogLevel.Information, "Views are told to {Recipient} ({Address}) again")]
    private partial void LogReached(string recipient, string address);

    [LoggerMessage(5, LogLevel.Error,
        "The outbox in '{Root}' for {Recipient} cannot be written: {Reason} Views are kept in memory, as many as fit. Make room, or set Viewed:Outbox:Root to another folder")]
    private partial void LogCannotKeep(string root, string recipient, string reason);

    [LoggerMessage(6, LogLevel.Error,
        "The outbox for {Recipient} is full: views are lost from now on. Bring the recipient back, or raise Viewed:Outbox:MaxBytes")]
    private partial void LogFull(string recipient);

    [LoggerMessage(7, LogLevel.Warning, "The outbox for {Recipient} has room again; {Lost} views were lost")]
    private partial void LogHasRoom(string recipient, long lost);

    [LoggerMessage(8, LogLevel.Error, "{Address} refused the view {Id} for good: {Reason}. It was dropped")]
    private partial void LogRefused(string address, string id, string reason);

    [LoggerMessage(9, LogLevel.Error, "The outbox for {Recipient} had {Count} lines that were not as they had been written; they were passed over. Look at its disk")]
    private partial void LogDamaged(string recipient, long count);
}
