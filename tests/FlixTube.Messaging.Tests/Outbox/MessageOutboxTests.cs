using FlixTube.Messaging.Outbox;
using FlixTube.Messaging.Viewed;
using FlixTube.Storage;
using FlixTube.Testing.Programs;
using FsCheck.Fluent;

namespace FlixTube.Messaging.Tests.Outbox;

internal sealed class MessageOutboxTests
{
    private const long Large = 1 << 20;

    private TemporaryFolder _folder;

    [SetUp]
    public void MakeFolder() => _folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => _folder.Dispose();

    [Test]
    public void What_was_added_is_there_in_order_after_a_crash_and_what_was_taken_is_not()
    {
        var messages = Messages(5);
        using (var outbox = Open())
        {
            Assert.That(outbox.Add(messages), Is.EqualTo(5));
            Assert.That(outbox.Peek(10), Is.EqualTo(messages));
            outbox.Take(2);
        }

        using var again = Open();
        Assert.That(again.Messages, Is.EqualTo(3));
        Assert.That(again.Peek(10), Is.EqualTo(messages[2..]));
    }

    [Test]
    public void Without_the_word_on_what_was_taken_all_is_delivered_again()
    {
        var messages = Messages(3);
        using (var outbox = Open())
        {
            outbox.Add(messages);
            outbox.Peek(10);
            outbox.Take(3);
            outbox.Add(Messages(1, from: 3));
        }

        File.WriteAllText(_folder.PathOf("delivered"), "nonsense");
        using var again = Open();
        Assert.That(again.Messages, Is.EqualTo(4));
    }

    [Test]
    public void Messages_for_one_video_are_given_out_one_at_a_time()
    {
        var (first, other, second) = (Message(0, "a.mp4"), Message(1, "b.mp4"), Message(2, "a.mp4"));
        using var outbox = Open();
        outbox.Add([first, other, second]);

        Assert.That(outbox.Peek(10), Is.EqualTo(new[] { first, other }));
        outbox.Take(2);
        Assert.That(outbox.Peek(10), Is.EqualTo(new[] { second }));
    }

    [Test]
    public void A_full_outbox_keeps_what_it_has_refuses_what_comes_and_has_room_again()
    {
        using var outbox = MessageOutbox.Open(_folder.FullPath, maxBytes: 64 << 10);
        var messages = Messages(2000);
        var kept = outbox.Add(messages);
        Assert.That(kept, Is.InRange(300, 1000));
        Assert.That(outbox.Add(Messages(1)), Is.Zero);
        Assert.That(Directory.EnumerateFiles(_folder.FullPath, "*.log").Sum(file => new FileInfo(file).Length), Is.LessThanOrEqualTo(64 << 10));

        Assert.That(TakeAll(outbox), Is.EqualTo(messages[..kept]));
        Assert.That(outbox.Add(Messages(1)), Is.EqualTo(1));
    }

    [Test]
    public void Segments_that_were_taken_are_deleted()
    {
        using var outbox = MessageOutbox.Open(_folder.FullPath, maxBytes: 64 << 10);
        for (var round = 0; round < 50; round++)
        {
            Assert.That(outbox.Add(Messages(100)), Is.EqualTo(100), $"round {round}");
            TakeAll(outbox);
        }

        Assert.That(outbox.Bytes, Is.LessThan(32 << 10));
        Assert.That(outbox.Messages, Is.Zero);
    }

    [Test]
    public void A_folder_belongs_to_one_process()
    {
        using var outbox = Open();
        Assert.That(Open, Throws.InstanceOf<IOException>().With.Message.Contains("in use"));
    }

    [Test]
    public async Task Who_waits_is_woken_by_what_is_added()
    {
        using var outbox = Open();
        var waiting = outbox.WaitAsync(CancellationToken.None);
        Assert.That(waiting.IsCompleted, Is.False);
        outbox.Add(Messages(1));
        await waiting.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Test]
    public void A_damaged_line_is_passed_over_and_counted_once()
    {
        var messages = Messages(10);
        using (var outbox = Open())
            outbox.Add(messages);

        var file = Directory.EnumerateFiles(_folder.FullPath, "*.log").Single();
        var text = File.ReadAllLines(file);
        text[4] = text[4].Replace("video-4", "video-X", StringComparison.Ordinal);
        File.WriteAllLines(file, text);

        using var again = Open();
        Assert.That(TakeAll(again), Is.EqualTo(messages.Where((_, i) => i != 4)));
        Assert.That(again.Damaged, Is.EqualTo(1));
    }

    /// <summary>Whatever happens in whatever order, what comes out is what went in, each once but for crashes, and in order.</summary>
    [Test]
    public void It_is_a_queue_that_crashes_and_torn_ends_do_not_change() => Properties.HoldsFor(
        Gen.Choose(0, 9).ListOf(60),
        steps =>
        {
            using var folder = new TemporaryFolder();
            var outbox = MessageOutbox.Open(folder.FullPath, maxBytes: 64 << 10);
            var expected = new Queue<ViewedMessage>();
            var next = 0;
            foreach (var step in steps)
            {
                if (step <= 3)
                {
                    var more = Messages(step + 1, next, videos: 3);
                    next += more.Length;
                    Assert.That(outbox.Add(more), Is.EqualTo(more.Length));
                    foreach (var message in more)
                        expected.Enqueue(message);
                }
                else if (step <= 7)
                {
                    var peeked = outbox.Peek(step);
                    Assert.That(peeked, Is.EqualTo(expected.Take(peeked.Count)));
                    Assert.That(peeked, expected.Count > 0 ? Is.Not.Empty : Is.Empty);
                    var taken = peeked.Count - (step % 2);
                    outbox.Take(Math.Max(0, taken));
                    for (var i = 0; i < taken; i++)
                        expected.Dequeue();
                }
                else
                {
                    outbox.Dispose();
                    if (step == 9)
                        File.AppendAllText(Directory.EnumerateFiles(folder.FullPath, "*.log").Order(StringComparer.Ordinal).LastOrDefault() ?? folder.PathOf("000000000001.log"), "0123abcd {\"id\":");

                    outbox = MessageOutbox.Open(folder.FullPath, maxBytes: 64 << 10);
                }

                Assert.That(outbox.Messages, Is.EqualTo(expected.Count));
            }

            outbox.Dispose();
        }, count: 60);

    private static ViewedMessage[] Messages(int count, int from = 0, int videos = int.MaxValue) =>
        [.. Enumerable.Range(from, count).Select(i => Message(i, $"video-{i % videos}.mp4"))];

    private static ViewedMessage Message(int number, string path) =>
        new($"m{number}", VideoPath.Parse(path), null, DateTimeOffset.UnixEpoch.AddMilliseconds(number));

    private static List<ViewedMessage> TakeAll(MessageOutbox outbox)
    {
        var all = new List<ViewedMessage>();
        while (outbox.Peek(64) is { Count: > 0 } some)
        {
            all.AddRange(some);
            outbox.Take(some.Count);
        }

        return all;
    }

    private MessageOutbox Open() => MessageOutbox.Open(_folder.FullPath, Large);
}
