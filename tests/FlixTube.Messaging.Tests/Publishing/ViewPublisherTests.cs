using System.Diagnostics.Metrics;
using FlixTube.Messaging.Outbox;
using FlixTube.Messaging.Publishing;
using FlixTube.Messaging.Viewed;
using FlixTube.Storage;
using FlixTube.Testing.Programs;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace FlixTube.Messaging.Tests.Publishing;

internal sealed class ViewPublisherTests
{
    private TemporaryFolder _folder;
    private List<IDisposable> _open;

    [SetUp]
    public void Prepare() => (_folder, _open) = (new TemporaryFolder(), []);

    [TearDown]
    public async Task Close()
    {
        foreach (var one in Enumerable.Reverse(_open))
        {
            if (one is ViewPublisher publisher)
                await publisher.StopAsync(CancellationToken.None);

            one.Dispose();
        }

        _folder.Dispose();
    }

    [Test]
    public async Task Every_view_arrives_and_those_of_a_video_in_order()
    {
        var recipient = new ScriptedRecipient("steady");
        var publisher = await StartAsync(recipients: recipient);
        var views = Views(500, videos: 7);
        foreach (var view in views)
            publisher.Publish(view);

        await Eventually.IsTrueAsync(() => recipient.Taken.Count == 500, "all arrive");
        Assert.That(recipient.Taken, Is.EquivalentTo(views));
        foreach (var video in recipient.Taken.GroupBy(view => view.Path))
            Assert.That(video.Select(view => view.At), Is.Ordered);
    }

    [Test]
    public async Task What_failed_is_sent_again_in_order_and_what_was_taken_beside_it_is_not()
    {
        var isFirst = true;
        var recipient = new ScriptedRecipient("failing", (view, _) =>
        {
            if (view.Id != "m3" || !isFirst)
                return Task.CompletedTask;

            isFirst = false;
            return Task.FromException(new IOException("the network"));
        });
        var publisher = await StartAsync(recipients: recipient);
        var views = Views(10);
        foreach (var view in views)
            publisher.Publish(view);

        await Eventually.IsTrueAsync(() => recipient.Taken.Count == 10, "all arrive");
        Assert.That(recipient.Taken, Is.EquivalentTo(views), "each once");
        await Eventually.IsTrueAsync(() => !publisher.Troubles.Any(), "the trouble is over");
    }

    [Test]
    public async Task A_recipient_that_does_not_answer_holds_neither_the_publisher_nor_another_recipient()
    {
        var never = new TaskCompletionSource();
        var slow = new ScriptedRecipient("slow", (_, _) => never.Task);
        var quick = new ScriptedRecipient("quick");
        var publisher = await StartAsync(recipients: [slow, quick]);
        foreach (var view in Views(100))
            publisher.Publish(view);

        await Eventually.IsTrueAsync(() => quick.Taken.Count == 100, "the other gets all");
        Assert.That(slow.Taken, Is.Empty);
    }

    [Test]
    public async Task A_view_that_is_refused_for_good_is_dropped_and_the_others_go_on()
    {
        using var lost = new CounterSum("flixtube.viewed.lost");
        var recipient = new ScriptedRecipient("picky", (view, _) => view.Id == "m1" ? throw new MessageRefusedException("no") : Task.CompletedTask);
        var publisher = await StartAsync(recipients: recipient);
        foreach (var view in Views(3))
            publisher.Publish(view);

        await Eventually.IsTrueAsync(() => recipient.Taken.Count == 2, "the others arrive");
        Assert.That(recipient.Attempts, Is.EqualTo(3));
        Assert.That(lost["picky", "refused"], Is.EqualTo(1));
    }

    [Test]
    public async Task What_waits_when_the_process_stops_is_delivered_by_the_next()
    {
        var away = new ScriptedRecipient("history", static (_, _) => Task.FromException(new IOException("away")));
        var first = await StartAsync(recipients: away);
        var views = Views(50);
        foreach (var view in views)
            first.Publish(view);

        await Eventually.IsTrueAsync(() => away.Attempts > 0, "it runs");
        await Close(first);
        var back = new ScriptedRecipient("history");
        await StartAsync(recipients: back);
        await Eventually.IsTrueAsync(() => back.Taken.Count == 50, "all arrive");
        Assert.That(back.Taken, Is.EquivalentTo(views));
    }

    [Test]
    public async Task A_full_outbox_loses_what_comes_counts_it_and_says_so()
    {
        using var lost = new CounterSum("flixtube.viewed.lost");
        var away = new ScriptedRecipient("full", static (_, _) => Task.FromException(new IOException("away")));
        var publisher = await StartAsync(maxBytes: 64 << 10, away);
        foreach (var view in Views(2000))
            publisher.Publish(view);

        await Eventually.IsTrueAsync(() => lost["full", "overflow"] > 0, "an overflow is counted");
        await Eventually.IsTrueAsync(() => publisher.Troubles.Any(trouble => trouble.Contains("full", StringComparison.Ordinal)), "it is shown");
    }

    [Test]
    public async Task An_outbox_that_cannot_be_written_keeps_views_in_memory_until_it_can()
    {
        var root = _folder.PathOf("outbox");
        await File.WriteAllTextAsync(root, "a file where the folder should be");
        var recipient = new ScriptedRecipient("patient");
        var publisher = await StartAsync(recipients: recipient);
        foreach (var view in Views(20))
            publisher.Publish(view);

        await Eventually.IsTrueAsync(() => publisher.Troubles.Any(), "it is shown");
        File.Delete(root);
        await Eventually.IsTrueAsync(() => recipient.Taken.Count == 20, "all arrive");
    }

    private static ViewedMessage[] Views(int count, int videos = int.MaxValue) =>
        [.. Enumerable.Range(0, count).Select(i => new ViewedMessage($"m{i}", VideoPath.Parse($"video-{i % videos}.mp4"), null, DateTimeOffset.UnixEpoch.AddSeconds(i)))];

    private Task<ViewPublisher> StartAsync(params ScriptedRecipient[] recipients) => StartAsync(1 << 20, recipients);

    private async Task<ViewPublisher> StartAsync(long maxBytes, params ScriptedRecipient[] recipients)
    {
        var metrics = new ViewMetrics();
        _open.Add(metrics);
        var options = Options.Create(new OutboxOptions { Root = _folder.PathOf("outbox"), MaxBytes = maxBytes });
        var deliveries = recipients.Select(recipient => new ViewDelivery(recipient, options, metrics, TimeProvider.System, NullLogger<ViewDelivery>.Instance)).ToList();
        _open.AddRange(deliveries);
        var publisher = new ViewPublisher(deliveries, metrics);
        _open.Add(publisher);
        await publisher.StartAsync(CancellationToken.None);
        return publisher;
    }

    private async Task Close(ViewPublisher publisher)
    {
        await publisher.StopAsync(CancellationToken.None);
        foreach (var one in _open)
            one.Dispose();

        _open.Clear();
    }

    /// <summary>What a counter of the meter was raised by, by recipient and reason.</summary>
    private sealed class CounterSum : IDisposable
    {
        private readonly MeterListener _listener = new();
        private readonly Dictionary<(string Recipient, string Reason), long> _sums = [];

        public CounterSum(string instrument)
        {
            _listener.InstrumentPublished = (published, listener) =>
            {
                if (published.Meter.Name == ViewMetrics.MeterName && published.Name == instrument)
                    listener.EnableMeasurementEvents(published);
            };
            _listener.SetMeasurementEventCallback<long>((_, value, tags, _) =>
            {
                var byName = tags.ToArray().ToDictionary(tag => tag.Key, tag => (string)tag.Value!);
                lock (_sums)
                    _sums[(byName["recipient"], byName["reason"])] = _sums.GetValueOrDefault((byName["recipient"], byName["reason"])) + value;
            });
            _listener.Start();
        }

        public long this[string recipient, string reason]
        {
            get
            {
                lock (_sums)
                    return _sums.GetValueOrDefault((recipient, reason));
            }
        }

        public void Dispose() => _listener.Dispose();
    }
}
