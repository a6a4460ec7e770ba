using RabbitMQ.Client;

namespace FlixTube.Messaging.Revoked;

/// <summary>
/// The fanout exchange of revocations and the queue of each process that listens, which ends with its connection. Anybody
/// may publish to the exchange what <c>POST /access/revocations</c> takes.
/// </summary>
internal static class RevokedTopology
{
    /// <summary>The exchange, and the type of its messages.</summary>
    public const string Name = "revoked";

    /// <summary>The type of a message that has no body and asks for all that is in force, to be sent to <c>reply-to</c>.</summary>
    public const string Question = "revoked?";

    /// <returns>The queue.</returns>
    public static async Task<string> DeclareAsync(IChannel channel, CancellationToken cancellationToken)
    {
        await channel.ExchangeDeclareAsync(Name, ExchangeType.Fanout, durable: true, autoDelete: false, cancellationToken: cancellationToken);
        var own = await channel.QueueDeclareAsync("", durable: false, exclusive: true, autoDelete: true, cancellationToken: cancellationToken);
        await channel.QueueBindAsync(own.QueueName, Name, routingKey: "", cancellationToken: cancellationToken);
        return own.QueueName;
    }
}
