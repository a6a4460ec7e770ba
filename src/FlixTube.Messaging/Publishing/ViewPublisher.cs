using FlixTube.Messaging.Viewed;
using Microsoft.Extensions.Hosting;

namespace FlixTube.Messaging.Publishing;

/// <summary>Tells every recipient that is configured of every view, at least once, and never in the way of whoever reports it.</summary>
internal sealed class ViewPublisher(IEnumerable<ViewDelivery> deliveries, ViewMetrics metrics) : BackgroundService
{
    private readonly ViewDelivery[] _deliveries = [.. deliveries];

    /// <summary>Whether there is anybody to tell.</summary>
    public bool IsOn => _deliveries.Length > 0;

    /// <summary>What keeps views from arriving now, a sentence for each recipient that does not get them.</summary>
    public IEnumerable<string> Troubles => _deliveries.Select(static delivery => delivery.Trouble).OfType<string>();

    /// <summary>Takes a view on its way. It never waits and never throws.</summary>
    public void Publish(ViewedMessage message)
    {
        metrics.Seen();
        foreach (var delivery in _deliveries)
            delivery.Begin(message);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(_deliveries.Select(delivery => Task.Run(() => delivery.RunAsync(stoppingToken), CancellationToken.None)));
}
