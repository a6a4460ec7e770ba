using FlixTube.Messaging.Viewed;
using RabbitMQ.Client;

namespace FlixTube.Messaging.Brokers;

/// <summary>
/// The queues and exchanges of <c>viewed</c>, declared as the tutorial's services declare them (<c>assertQueue("viewed")</c>,
/// <c>assertExchange("viewed", "fanout")</c>), so that any of them may come first: RabbitMQ refuses another declaration of
/// the same name.
/// </summary>
internal static class ViewedTopology
{
    /// <summary>Where messages go that nobody can understand. Not by an argument of the queue, which would be another declaration.</summary>
    public const string DeadLetterQueue = ViewedMessage.Name + ".dead-letter";

    /// <summary>Declares where messages are sent to.</summary>
    /// <returns>The exchange; the routing key is the message's name.</returns>
    public static async Task<string> DeclareForPublishingAsync(IChannel channel, RabbitMQMode mode, CancellationToken cancellationToken)
    {
        if (mode == RabbitMQMode.Broadcast)
        {
            await channel.ExchangeDeclareAsync(ViewedMessage.Name, ExchangeType.Fanout, durable: true, autoDelete: false, cancellationToken: cancellationToken);
            return ViewedMessage.Name;
        }

        await DeclareQueueAsync(channel, ViewedMessage.Name, cancellationToken);
        return "";
    }

    /// <summary>Declares where messages come from.</summary>
    /// <returns>The queue: the durable one, or one of our own that ends with the connection.</returns>
    public static async Task<string> DeclareForConsumingAsync(IChannel channel, RabbitMQMode mode, CancellationToken cancellationToken)
    {
        await DeclareQueueAsync(channel, DeadLetterQueue, cancellationToken);
        var exchange = await DeclareForPublishingAsync(channel, mode, cancellationToken);
        if (mode == RabbitMQMode.Queue)
            return ViewedMessage.Name;

        var own = await channel.QueueDeclareAsync("", durable: false, exclusive: true, autoDelete: true, cancellationToken: cancellationToken);
        await channel.QueueBindAsync(own.QueueName, exchange, routingKey: "", cancellationToken: cancellationToken);
        return own.QueueName;
    }

    private static Task<QueueDeclareOk> DeclareQueueAsync(IChannel channel, string name, CancellationToken cancellationToken) =>
        channel.QueueDeclareAsync(name, durable: true, exclusive: false, autoDelete: false, cancellationToken: cancellationToken);
}
