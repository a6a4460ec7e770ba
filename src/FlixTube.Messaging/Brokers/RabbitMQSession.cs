using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace FlixTube.Messaging.Brokers;

/// <summary>
/// One connection to RabbitMQ with one channel. When either closes, <see cref="Closed"/> is cancelled and the session is
/// over: who needs the broker opens the next, with a <see cref="Recovery.BackOff"/> between.
/// </summary>
/// <remarks>
/// The client's own recovery is off: it does not help at the first connection, and hides from a consumer that its
/// exclusive queue was lost.
/// </remarks>
internal sealed class RabbitMQSession : IAsyncDisposable
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(2);
    private static readonly CreateChannelOptions Confirming = new(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true);

    private readonly IConnection _connection;
    private readonly CancellationTokenSource _closed = new();

    private RabbitMQSession(IConnection connection, IChannel channel)
    {
        _connection = connection;
        Channel = channel;
        connection.ConnectionShutdownAsync += OnShutdownAsync;
        channel.ChannelShutdownAsync += OnShutdownAsync;
        if (!channel.IsOpen)
            Close();
    }

    /// <summary>What is published on it is awaited until the broker has confirmed it.</summary>
    public IChannel Channel { get; }

    /// <summary>Cancelled when the session is over.</summary>
    public CancellationToken Closed => _closed.Token;

    /// <summary>Connects once.</summary>
    /// <param name="uri">The broker's address.</param>
    /// <param name="name">What the broker's operators see of us.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public static async Task<RabbitMQSession> OpenAsync(Uri uri, string name, CancellationToken cancellationToken)
    {
        var factory = new ConnectionFactory
        {
            Uri = uri,
            ClientProvidedName = name,
            AutomaticRecoveryEnabled = false,
            TopologyRecoveryEnabled = false,
            RequestedConnectionTimeout = ConnectTimeout,
            RequestedHeartbeat = Heartbeat,
        };
        var connection = await factory.CreateConnectionAsync(cancellationToken);
        try
        {
            return new(connection, await connection.CreateChannelAsync(Confirming, cancellationToken));
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends the session, for a reason that the broker did not give.</summary>
    public void Close() => _closed.Cancel();

    public async ValueTask DisposeAsync()
    {
        _connection.ConnectionShutdownAsync -= OnShutdownAsync;
        Channel.ChannelShutdownAsync -= OnShutdownAsync;
        try
        {
            await _connection.CloseAsync(Constants.ReplySuccess, "", CloseTimeout, abort: true, CancellationToken.None);
        }
        finally
        {
            await Channel.DisposeAsync();
            await _connection.DisposeAsync();
            _closed.Dispose();
        }
    }

    private Task OnShutdownAsync(object sender, ShutdownEventArgs reason)
    {
        Close();
        return Task.CompletedTask;
    }
}
