using FlixTube.Messaging.Viewed;
using RabbitMQ.Client;

namespace FlixTube.History.Receiving;

/// <summary>One message of the broker on its way into the history.</summary>
/// <param name="tag">What acknowledges it.</param>
/// <param name="exchange">Where it was published.</param>
/// <param name="properties">What came with it.</param>
/// <param name="body">What it says.</param>
internal sealed class Delivery(ulong tag, string exchange, BasicProperties properties, byte[] body)
{
    public ulong Tag { get; } = tag;

    public string Exchange { get; } = exchange;

    public BasicProperties Properties { get; } = properties;

    public byte[] Body { get; } = body;

    /// <summary>The view, when it was read and is one.</summary>
    public ViewedMessage? View { get; private set; }

    /// <summary>Why it is no view, when it was read and is none.</summary>
    public string? Problem { get; private set; }

    public void Read(DateTimeOffset now)
    {
        try
        {
            View = Body.Length <= ViewedMessage.MaxBytes
                ? ViewedText.Receive(Body, string.IsNullOrEmpty(Properties.MessageId) ? null : Properties.MessageId, now)
                : throw new InvalidMessageException(new Dictionary<string, string>(StringComparer.Ordinal) { [""] = $"It has more than {ViewedMessage.MaxBytes} bytes." });
        }
        catch (InvalidMessageException e)
        {
            Problem = e.Message;
        }
    }
}
