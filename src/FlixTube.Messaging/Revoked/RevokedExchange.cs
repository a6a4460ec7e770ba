using System.Text.Json;
using System.Threading.Channels;
using FlixTube.Messaging.Brokers;
using FlixTube.Service.Access.Revocation;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace FlixTube.Messaging.Revoked;

/// <summary>
/// The exchange <c>revoked</c> during one session: what arrives is in force at once. Every process that listens is told of
/// new revocations, and one that has just come asks the others for those before.
/// </summary>
internal sealed partial class RevokedExchange
{
    private const int MostQuestions = 100;

    private static readonly TimeSpan ConfirmTimeout = TimeSpan.FromSeconds(30);

    private readonly Channel<string> _questions = Channel.CreateBounded<string>(new BoundedChannelOptions(MostQuestions) { FullMode = BoundedChannelFullMode.DropOldest });
    private readonly RabbitMQSession _session;
    private readonly string _queue;
    private readonly Revocations _revocations;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    private RevokedExchange(RabbitMQSession session, string queue, Revocations revocations, TimeProvider time, ILogger logger) =>
        (_session, _queue, _revocations, _time, _logger) = (session, queue, revocations, time, logger);

    /// <summary>Listens, and then asks what is in force.</summary>
    public static async Task<RevokedExchange> OpenAsync(
        RabbitMQSession session, Revocations revocations, TimeProvider time, ILogger logger, CancellationToken cancellationToken)
    {
        var queue = await RevokedTopology.DeclareAsync(session.Channel, cancellationToken);
        var exchange = new RevokedExchange(session, queue, revocations, time, logger);
        var consumer = new AsyncEventingBasicConsumer(session.Channel);
        consumer.ReceivedAsync += exchange.OnReceivedAsync;

        // As when an operator deletes the queue.
        consumer.UnregisteredAsync += (_, _) =>
        {
            session.Close();
            return Task.CompletedTask;
        };

        // What is in the queue ends with this process as what it has done with it does: there is nothing to acknowledge.
        await session.Channel.BasicConsumeAsync(queue, autoAck: true, consumer, cancellationToken);
        await exchange.PublishAsync(RevokedTopology.Name, RevokedTopology.Question, ReadOnlyMemory<byte>.Empty, cancellationToken);
        return exchange;
    }

    /// <summary>Tells all others; completes when the broker has it for each of them.</summary>
    public Task TellAsync(RevocationRequest revocation, CancellationToken cancellationToken) =>
        PublishAsync(RevokedTopology.Name, RevokedTopology.Name, Body(revocation), cancellationToken);

    /// <summary>Answers those who ask what is in force, for as long as the session lives.</summary>
    public async Task AnswerAsync(CancellationToken cancellationToken)
    {
        await foreach (var asker in _questions.Reader.ReadAllAsync(cancellationToken))
        {
            foreach (var revocation in _revocations.InForce())
                await PublishAsync("", RevokedTopology.Name, Body(revocation), cancellationToken, routingKey: asker);
        }
    }

    private static byte[] Body(RevocationRequest revocation) => JsonSerializer.SerializeToUtf8Bytes(revocation, RevocationJson.Default.RevocationRequest);

    private Task OnReceivedAsync(object sender, BasicDeliverEventArgs delivery)
    {
        var properties = delivery.BasicProperties;
        if (string.Equals(properties.ReplyTo, _queue, StringComparison.Ordinal))
            return Task.CompletedTask;

        if (!string.Equals(properties.Type, RevokedTopology.Question, StringComparison.Ordinal))
            Receive(delivery.Body.Span);
        else if (!string.IsNullOrEmpty(properties.ReplyTo))
            _questions.Writer.TryWrite(properties.ReplyTo);

        return Task.CompletedTask;
    }

    private void Receive(ReadOnlySpan<byte> body)
    {
        var problem = Read(body, out var revocation);
        if (problem is null)
            _revocations.TryAdd(revocation!.Tokens, revocation.Until);
        else
            LogMalformed(problem);
    }

    // What it says is not shown: whoever sends nonsense may have sent a token.
    private string? Read(ReadOnlySpan<byte> body, out RevocationRequest? revocation)
    {
        revocation = null;
        if (body.Length > RevocationRequest.MaxBytes)
            return $"It has more than {RevocationRequest.MaxBytes} bytes.";

        try
        {
            revocation = JsonSerializer.Deserialize(body, RevocationJson.Default.RevocationRequest);
        }
        catch (JsonException)
        {
        }

        if (revocation is null)
            return "It is no JSON object with 'jti', 'sub' or 'video', and 'until', and nothing else.";

        var errors = revocation.Errors(_time.GetUtcNow());
        return errors.Count == 0 ? null : string.Join(' ', errors.Values.SelectMany(static reasons => reasons).Distinct(StringComparer.Ordinal));
    }

    private Task PublishAsync(string exchange, string type, ReadOnlyMemory<byte> body, CancellationToken cancellationToken, string routingKey = "")
    {
        var properties = new BasicProperties
        {
            Type = type,
            ContentType = "application/json",
            ReplyTo = _queue,
        };
        return _session.Channel.BasicPublishAsync(exchange, routingKey, mandatory: false, properties, body, cancellationToken)
            .AsTask().WaitAsync(ConfirmTimeout, cancellationToken);
    }

    [LoggerMessage(3, LogLevel.Error, "A message of the exchange 'revoked' was dropped because it cannot be understood: {Problem}")]
    private partial void LogMalformed(string problem);
}
