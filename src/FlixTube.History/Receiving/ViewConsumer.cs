using System.Threading.Channels;
using FlixTube.History.Views;
using FlixTube.Messaging.Brokers;
using FlixTube.Messaging.Publishing;
using FlixTube.Messaging.Recovery;
using Microsoft.Extensions.Options;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace FlixTube.History.Receiving;

/// <summary>
/// Takes views from the broker, for as long as the service runs: it connects when the broker is there and again when it
/// went away. Nothing is acknowledged before it is kept.
/// </summary>
internal sealed partial class ViewConsumer(
    IOptions<RabbitMQOptions> options, IViewStore store, ViewMetrics metrics, TimeProvider time, ILogger<ViewConsumer> logger) : BackgroundService
{
    private volatile bool _isConsuming;

    /// <summary>What keeps views from coming in by the broker now, in a sentence; <c>null</c> when nothing does.</summary>
    public string? Trouble => options.Value.IsOn && !_isConsuming ? $"The broker {options.Value.Host} does not deliver." : null;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.IsOn)
            return;

        var backOff = new BackOff(time);
        var isAway = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var session = await RabbitMQSession.OpenAsync(new Uri(options.Value.Uri!), "flixtube history", stoppingToken);
                var deliveries = await ConsumeAsync(session, stoppingToken);
                isAway = false;
                _isConsuming = true;
                LogConsuming(options.Value.Host);
                await KeepAsync(session, deliveries, backOff, stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                if (!isAway)
                    LogAway(options.Value.Host, Reason.Of(e));

                isAway = true;
                _isConsuming = false;
                await WaitAsync(backOff, stoppingToken);
            }
            catch (Exception)
            {
                // Stopped: what was not acknowledged is delivered again.
                return;
            }
        }
    }

    private static async Task WaitAsync(BackOff backOff, CancellationToken stoppingToken)
    {
        try
        {
            await backOff.WaitAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }

    private async Task<ChannelReader<Delivery>> ConsumeAsync(RabbitMQSession session, CancellationToken stoppingToken)
    {
        var channel = session.Channel;
        var queue = await ViewedTopology.DeclareForConsumingAsync(channel, options.Value.Mode, stoppingToken);
        await channel.BasicQosAsync(0, (ushort)options.Value.Prefetch, global: false, stoppingToken);

        // The broker sends no more than the prefetch before an acknowledgement.
        var deliveries = Channel.CreateUnbounded<Delivery>(new UnboundedChannelOptions { SingleReader = true });
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, delivery) =>
        {
            deliveries.Writer.TryWrite(new(delivery.DeliveryTag, delivery.Exchange, new BasicProperties(delivery.BasicProperties), delivery.Body.ToArray()));
            return Task.CompletedTask;
        };

        // As when an operator deletes the queue.
        consumer.UnregisteredAsync += (_, _) =>
        {
            session.Close();
            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync(queue, autoAck: false, consumer, stoppingToken);
        return deliveries.Reader;
    }

    private async Task KeepAsync(RabbitMQSession session, ChannelReader<Delivery> deliveries, BackOff backOff, CancellationToken stoppingToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, session.Closed);
        var batch = new List<Delivery>();
        while (await deliveries.WaitToReadAsync(either.Token))
        {
            while (batch.Count < options.Value.Prefetch && deliveries.TryRead(out var delivery))
                batch.Add(delivery);

            var now = time.GetUtcNow();
            foreach (var delivery in batch)
                delivery.Read(now);

            await KeepAsync(batch, either.Token);
            foreach (var poison in batch.Where(static delivery => delivery.View is null))
                await BuryAsync(session.Channel, poison, either.Token);

            await session.Channel.BasicAckAsync(batch[^1].Tag, multiple: true, either.Token);
            batch.Clear();
            backOff.Reset();
        }
    }

    // While the database is away the broker keeps what comes, and this session is held: a queue of our own would end with it.
    private async Task KeepAsync(List<Delivery> batch, CancellationToken cancellationToken)
    {
        var views = batch.Select(static delivery => delivery.View).OfType<Messaging.Viewed.ViewedMessage>().ToList();
        if (views.Count == 0)
            return;

        var backOff = new BackOff(time);
        for (var isFirst = true; ; isFirst = false)
        {
            try
            {
                await store.AddAsync(views, cancellationToken);
                metrics.Kept(views.Count);
                _isConsuming = true;
                return;
            }
            catch (ViewStoreException e)
            {
                if (isFirst)
                    LogNotKept(views.Count, e.Message);

                _isConsuming = false;
                await backOff.WaitAsync(cancellationToken);
            }
        }
    }

    // Published and confirmed before the original is acknowledged: it is in one queue or in both, never in none.
    private async Task BuryAsync(IChannel channel, Delivery poison, CancellationToken cancellationToken)
    {
        LogPoison(poison.Problem!, ViewedTopology.DeadLetterQueue);
        var properties = poison.Properties;
        properties.DeliveryMode = DeliveryModes.Persistent;
        properties.Headers = new Dictionary<string, object?>(properties.Headers ?? new Dictionary<string, object?>(StringComparer.Ordinal), StringComparer.Ordinal)
        {
            ["x-death-reason"] = poison.Problem,
            ["x-death-exchange"] = poison.Exchange,
        };
        await channel.BasicPublishAsync("", ViewedTopology.DeadLetterQueue, mandatory: true, properties, poison.Body, cancellationToken);
        metrics.PutAside();
    }

    [LoggerMessage(1, LogLevel.Information, "Views come in from {Broker}")]
    private partial void LogConsuming(string broker);

    [LoggerMessage(2, LogLevel.Warning, "No views come in from {Broker} now: {Reason} It is tried again until it succeeds")]
    private partial void LogAway(string broker, string reason);

    [LoggerMessage(3, LogLevel.Error, "{Count} views could not be kept and wait at the broker: {Reason}")]
    private partial void LogNotKept(int count, string reason);

    [LoggerMessage(4, LogLevel.Error, "A message cannot be understood ({Problem}) and was put into the queue '{Queue}'")]
    private partial void LogPoison(string problem, string queue);
}
