using System.Diagnostics.Metrics;

namespace FlixTube.Messaging.Publishing;

/// <summary>What is counted on the meter <c>FlixTube.Viewed</c>.</summary>
internal sealed class ViewMetrics : IDisposable
{
    public const string MeterName = "FlixTube.Viewed";

    private readonly Meter _meter = new(MeterName);
    private readonly Counter<long> _views;
    private readonly Counter<long> _delivered;
    private readonly Counter<long> _lost;
    private readonly Counter<long> _kept;
    private readonly Counter<long> _deadLetters;
    private readonly List<(string Recipient, Func<long> Messages, Func<long> Bytes)> _outboxes = [];

    public ViewMetrics()
    {
        _views = _meter.CreateCounter<long>("flixtube.viewed.views", "{view}", "Views that were seen.");
        _delivered = _meter.CreateCounter<long>("flixtube.viewed.delivered", "{message}", "Messages that a recipient has, by recipient.");
        _lost = _meter.CreateCounter<long>("flixtube.viewed.lost", "{message}", "Messages that nobody will get, by recipient and reason: overflow, refused or damaged.");
        _kept = _meter.CreateCounter<long>("flixtube.viewed.kept", "{view}", "Views that the history was told and has kept, those that it was told again included.");
        _deadLetters = _meter.CreateCounter<long>("flixtube.viewed.dead_letters", "{message}", "Messages that the history could not understand and put aside.");
        _meter.CreateObservableGauge("flixtube.viewed.outbox.messages", () => Measure(static outbox => outbox.Messages), "{message}", "Messages that wait, by recipient.");
        _meter.CreateObservableGauge("flixtube.viewed.outbox.bytes", () => Measure(static outbox => outbox.Bytes), "By", "Bytes of the outbox on disk, by recipient.");
    }

    public void Seen() => _views.Add(1);

    public void Delivered(string recipient, int count) => _delivered.Add(count, Of(recipient));

    public void Lost(string recipient, string reason, long count) => _lost.Add(count, Of(recipient), new("reason", reason));

    public void Kept(int count) => _kept.Add(count);

    public void PutAside() => _deadLetters.Add(1);

    /// <summary>Shows how full an outbox is.</summary>
    public void Observe(string recipient, Func<long> messages, Func<long> bytes)
    {
        lock (_outboxes)
            _outboxes.Add((recipient, messages, bytes));
    }

    public void Dispose() => _meter.Dispose();

    private List<Measurement<long>> Measure(Func<(string Recipient, Func<long> Messages, Func<long> Bytes), Func<long>> value)
    {
        lock (_outboxes)
            return _outboxes.ConvertAll(outbox => new Measurement<long>(value(outbox)(), Of(outbox.Recipient)));
    }

    private static KeyValuePair<string, object?> Of(string recipient) => new("recipient", recipient);
}
