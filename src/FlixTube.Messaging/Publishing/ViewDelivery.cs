using System.Threading.Channels;
using FlixTube.Messaging.Outbox;
using FlixTube.Messaging.Recovery;
using FlixTube.Messaging.Viewed;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FlixTube.Messaging.Publishing;

/// <summary>
/// The way of views to one recipient: a short queue in memory, so that nobody waits for a disk; the outbox; and the
/// recipient, for as long as it takes. One recipient's troubles are no other's.
/// </summary>
internal sealed class ViewDelivery : IDisposable
{
    /// <summary>The most messages in memory, for the time that the disk takes.</summary>
    internal const int QueueLength = 10_000;

    private const int MostInBatch = 1000;
    private const int MostAtOnce = 64;

    private readonly IViewRecipient _recipient;
    private readonly OutboxOptions _options;
    private readonly ViewMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly DeliveryLog _log;
    private readonly Channel<ViewedMessage> _queue = Channel.CreateBounded<ViewedMessage>(new BoundedChannelOptions(QueueLength) { SingleReader = true });
    private readonly TaskCompletionSource<MessageOutbox> _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Sent, though one before them was not yet: not to be sent again.
    private readonly HashSet<string> _ahead = new(StringComparer.Ordinal);
    private long _damaged;

    public ViewDelivery(IViewRecipient recipient, IOptions<OutboxOptions> options, ViewMetrics metrics, TimeProvider time, ILogger<ViewDelivery> logger)
    {
        _recipient = recipient;
        _options = options.Value;
        _metrics = metrics;
        _time = time;
        _log = new(logger, recipient.Name, recipient.Address);
        metrics.Observe(recipient.Name, () => Outbox?.Messages ?? 0, () => Outbox?.Bytes ?? 0);
    }

    /// <summary>What keeps views from arriving now, in a sentence; <c>null</c> when nothing does.</summary>
    public string? Trouble => _log.Trouble;

    private MessageOutbox? Outbox => _opened.Task.IsCompletedSuccessfully ? _opened.Task.Result : null;

    /// <summary>Takes a message on its way. It never waits and never throws.</summary>
    public void Begin(ViewedMessage message)
    {
        if (!_queue.Writer.TryWrite(message))
            Overflow(1);
    }

    /// <summary>Works until it is told to stop, and then keeps what is still in memory.</summary>
    public Task RunAsync(CancellationToken stoppingToken) => Task.WhenAll(KeepAsync(stoppingToken), DeliverAsync(stoppingToken));

    public void Dispose() => Outbox?.Dispose();

    private async Task KeepAsync(CancellationToken stoppingToken)
    {
        var backOff = new BackOff(_time);
        var batch = new List<ViewedMessage>();
        try
        {
            while (true)
            {
                try
                {
                    var outbox = Open();
                    if (batch.Count == 0 && !await FillAsync(batch, stoppingToken))
                        return;

                    Keep(outbox, batch);
                    backOff.Reset();
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                {
                    _log.CannotKeep(_options.Root, e.Message);
                    await backOff.WaitAsync(stoppingToken);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // One more attempt, for what is in memory ends with the process.
            KeepRest(batch);
        }
    }

    private MessageOutbox Open()
    {
        if (Outbox is { } open)
            return open;

        var outbox = MessageOutbox.Open(Path.Combine(Path.GetFullPath(_options.Root), _recipient.Name), _options.MaxBytes);
        _log.Opened(outbox.Messages);
        _opened.SetResult(outbox);
        return outbox;
    }

    private async Task<bool> FillAsync(List<ViewedMessage> batch, CancellationToken stoppingToken)
    {
        if (!await _queue.Reader.WaitToReadAsync(stoppingToken))
            return false;

        while (batch.Count < MostInBatch && _queue.Reader.TryRead(out var message))
            batch.Add(message);

        return true;
    }

    private void Keep(MessageOutbox outbox, List<ViewedMessage> batch)
    {
        var kept = outbox.Add(batch);
        var lost = batch.Count - kept;
        batch.Clear();
        if (lost > 0)
            Overflow(lost);
        else
            _log.HasRoom();

        outbox.Flush();
    }

    private void KeepRest(List<ViewedMessage> batch)
    {
        while (_queue.Reader.TryRead(out var message))
            batch.Add(message);

        if (batch.Count == 0)
            return;

        try
        {
            Keep(Open(), batch);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _metrics.Lost(_recipient.Name, "overflow", batch.Count);
            _log.CannotKeep(_options.Root, e.Message);
        }
    }

    private void Overflow(int count)
    {
        _metrics.Lost(_recipient.Name, "overflow", count);
        _log.Overflow(count);
    }

    private async Task DeliverAsync(CancellationToken stoppingToken)
    {
        var backOff = new BackOff(_time);
        try
        {
            var outbox = await _opened.Task.WaitAsync(stoppingToken);
            while (true)
            {
                try
                {
                    await using var session = await _recipient.OpenAsync(stoppingToken);
                    await DeliverAsync(outbox, session, backOff, stoppingToken);
                }
                catch (Exception e) when (!stoppingToken.IsCancellationRequested)
                {
                    _log.Unreachable(e, outbox.Messages);
                    await backOff.WaitAsync(stoppingToken);
                }
            }
        }
        catch (Exception) when (stoppingToken.IsCancellationRequested)
        {
            // What was not delivered is in the outbox.
        }
    }

    private async Task DeliverAsync(MessageOutbox outbox, IViewSession session, BackOff backOff, CancellationToken stoppingToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, session.Closed);
        while (true)
        {
            var messages = outbox.Peek(MostAtOnce);
            NoteDamaged(outbox);
            if (messages.Count == 0)
            {
                _log.Reached();
                await outbox.WaitAsync(either.Token);
                continue;
            }

            var failures = await Task.WhenAll(messages.Select(message => TrySendAsync(session, message, either.Token)));
            var delivered = Array.FindIndex(failures, static failure => failure is not null) is var first and >= 0 ? first : messages.Count;
            outbox.Take(delivered);
            foreach (var message in messages.Take(delivered))
                _ahead.Remove(message.Id);

            if (delivered > 0)
                backOff.Reset();

            if (delivered < messages.Count)
                throw new IOException($"a message was not taken: {failures[delivered]!.Message}", failures[delivered]);

            _log.Reached();
        }
    }

    private async Task<Exception?> TrySendAsync(IViewSession session, ViewedMessage message, CancellationToken cancellationToken)
    {
        lock (_ahead)
        {
            if (_ahead.Contains(message.Id))
                return null;
        }

        try
        {
            await session.SendAsync(message, cancellationToken);
            _metrics.Delivered(_recipient.Name, 1);
        }
        catch (MessageRefusedException e)
        {
            _metrics.Lost(_recipient.Name, "refused", 1);
            _log.Refused(message.Id, e.Message);
        }
        catch (Exception e)
        {
            return e;
        }

        lock (_ahead)
            _ahead.Add(message.Id);

        return null;
    }

    private void NoteDamaged(MessageOutbox outbox)
    {
        var damaged = outbox.Damaged;
        if (damaged == _damaged)
            return;

        _metrics.Lost(_recipient.Name, "damaged", damaged - _damaged);
        _log.Damaged(damaged - _damaged);
        _damaged = damaged;
    }
}
