using FlixTube.Messaging.Brokers;
using FlixTube.Messaging.Viewed;
using Microsoft.Extensions.Options;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace FlixTube.Messaging.Publishing;

/// <summary>A broker that carries views to one recipient or to all that listen.</summary>
internal sealed class RabbitMQRecipient(IOptions<RabbitMQOptions> options) : IViewRecipient
{
    private static readonly TimeSpan ConfirmTimeout = TimeSpan.FromSeconds(30);

    public string Name => "rabbitmq";

    public string Address => options.Value.Host;

    public async Task<IViewSession> OpenAsync(CancellationToken cancellationToken)
    {
        var session = await RabbitMQSession.OpenAsync(new Uri(options.Value.Uri!), "flixtube viewed", cancellationToken);
        try
        {
            return new Session(session, await ViewedTopology.DeclareForPublishingAsync(session.Channel, options.Value.Mode, cancellationToken));
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    private sealed class Session(RabbitMQSession session, string exchange) : IViewSession
    {
        public CancellationToken Closed => session.Closed;

        /// <remarks>It is mandatory: a message that reached no queue, as when nobody listens to a broadcast, comes back as an error.</remarks>
        public async Task SendAsync(ViewedMessage message, CancellationToken cancellationToken)
        {
            var properties = new BasicProperties
            {
                MessageId = message.Id,
                Type = ViewedMessage.Name,
                ContentType = "application/json",
                DeliveryMode = DeliveryModes.Persistent,
                Timestamp = new AmqpTimestamp(message.At.ToUnixTimeSeconds()),
            };
            try
            {
                await session.Channel.BasicPublishAsync(exchange, ViewedMessage.Name, mandatory: true, properties, ViewedText.Body(message), cancellationToken)
                    .AsTask().WaitAsync(ConfirmTimeout, cancellationToken);
            }
            catch (PublishException e)
            {
                throw new IOException(e.IsReturn ? "no queue takes it, so that nobody listens." : "the broker did not confirm it.", e);
            }
        }

        public ValueTask DisposeAsync() => session.DisposeAsync();
    }
}
