using System.Text;
using RabbitMQ.Client;

namespace FlixTube.History.Tests;

/// <summary>What the tutorial's services do with the broker: declare as they declare, and publish.</summary>
internal sealed class TutorialService : IAsyncDisposable
{
    private readonly IConnection _connection;
    private readonly IChannel _channel;

    private TutorialService(IConnection connection, IChannel channel) => (_connection, _channel) = (connection, channel);

    public static async Task<TutorialService> ConnectAsync()
    {
        var connection = await new ConnectionFactory { Uri = new Uri(SharedBroker.Server.Uri) }.CreateConnectionAsync();
        return new(connection, await connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true)));
    }

    /// <summary><c>assertQueue("viewed")</c>, <c>assertExchange("viewed", "fanout")</c>.</summary>
    public async Task AssertAsync()
    {
        await _channel.QueueDeclareAsync("viewed", durable: true, exclusive: false, autoDelete: false);
        await _channel.ExchangeDeclareAsync("viewed", "fanout", durable: true);
    }

    public async Task PublishAsync(string body, string? id = null, string exchange = "")
    {
        var properties = new BasicProperties { DeliveryMode = DeliveryModes.Persistent };
        if (id is not null)
            properties.MessageId = id;

        await _channel.BasicPublishAsync(exchange, "viewed", mandatory: true, properties, Encoding.UTF8.GetBytes(body));
    }

    public async Task<uint> CountAsync(string queue) => (await _channel.QueueDeclarePassiveAsync(queue)).MessageCount;

    public Task<BasicGetResult?> GetAsync(string queue) => _channel.BasicGetAsync(queue, autoAck: true);

    /// <summary>Empties what another test may have left.</summary>
    public async Task PurgeAsync()
    {
        foreach (var queue in new[] { "viewed", "viewed.dead-letter" })
        {
            await _channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false);
            await _channel.QueuePurgeAsync(queue);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _channel.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
