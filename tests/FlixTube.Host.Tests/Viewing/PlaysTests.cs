using FlixTube.Host.Tests.Streaming;
using FlixTube.Host.Viewing;
using FsCheck.Fluent;

namespace FlixTube.Host.Tests.Viewing;

internal sealed class PlaysTests
{
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(30);
    private static readonly DateTimeOffset Start = new(2026, 5, 6, 7, 8, 9, TimeSpan.Zero);

    [Test]
    public void What_a_browser_asks_for_in_one_play_is_one_view()
    {
        var plays = new Plays(Idle);

        // The beginning, the index at the end, the beginning again, a seek, and back to the start.
        (bool IsBeginning, int From, int To)[] answers = [(true, 0, 1), (false, 1, 2), (true, 2, 20), (false, 40, 45), (true, 60, 90)];
        var views = answers.Count(answer =>
        {
            var isView = plays.Begin(1, answer.IsBeginning, At(answer.From));
            plays.End(1, At(answer.To));
            return isView;
        });

        Assert.That(views, Is.EqualTo(1));
    }

    [Test]
    public void A_play_that_begins_with_the_index_is_a_view_when_its_first_byte_is_asked_for()
    {
        var plays = new Plays(Idle);
        Assert.That(plays.Begin(1, isBeginning: false, At(0)), Is.False);
        Assert.That(plays.Begin(1, isBeginning: true, At(1)), Is.True);
    }

    [Test]
    public void After_the_idle_time_it_is_another_play_and_while_bytes_are_sent_it_never_is()
    {
        var plays = new Plays(Idle);
        plays.Begin(1, isBeginning: true, At(0));
        Assert.That(plays.Begin(1, isBeginning: true, At(7200)), Is.False, "the first answer goes on for two hours");
        plays.End(1, At(7200));
        plays.End(1, At(7300));
        Assert.That(plays.Begin(1, isBeginning: true, At(7330)), Is.False);
        plays.End(1, At(7330));
        Assert.That(plays.Begin(1, isBeginning: true, At(7361)), Is.True);
    }

    [Test]
    public void Plays_that_are_over_are_forgotten()
    {
        var plays = new Plays(Idle);
        for (var viewer = 0; viewer < 1000; viewer++)
        {
            plays.Begin((UInt128)viewer, isBeginning: true, At(viewer));
            plays.End((UInt128)viewer, At(viewer));
        }

        Assert.That(plays.Count, Is.LessThan(100));
    }

    [Test]
    public void However_many_watch_no_more_are_remembered_than_there_is_room_for()
    {
        var plays = new Plays(TimeSpan.FromDays(1));
        for (var viewer = 0; viewer < Plays.Most + 10; viewer++)
        {
            plays.Begin((UInt128)viewer, isBeginning: true, At(0));
            plays.End((UInt128)viewer, At(0));
        }

        Assert.That(plays.Count, Is.LessThanOrEqualTo(Plays.Most));
    }

    /// <summary>Against the rule in words: a first byte is a view unless that viewer's play of that video is still going on and was counted.</summary>
    [Test]
    public void Views_are_what_the_rule_says() => Properties.HoldsFor(
        (from viewer in Gen.Choose(0, 2)
         from isBeginning in Gen.Elements(true, true, false)
         from pause in Gen.Choose(0, 70)
         from length in Gen.Choose(0, 40)
         select (viewer, isBeginning, pause, length)).ListOf(40),
        answers =>
        {
            var plays = new Plays(Idle);
            var lastSeen = new Dictionary<int, int>();
            var counted = new HashSet<int>();
            var now = 0;
            foreach (var (viewer, isBeginning, pause, length) in answers)
            {
                now += pause;
                if (!lastSeen.TryGetValue(viewer, out var seen) || now - seen > Idle.TotalSeconds)
                    counted.Remove(viewer);

                var isView = plays.Begin((UInt128)viewer, isBeginning, At(now));
                Assert.That(isView, Is.EqualTo(isBeginning && counted.Add(viewer)));

                now += length;
                plays.End((UInt128)viewer, At(now));
                lastSeen[viewer] = now;
            }
        });

    private static DateTimeOffset At(int seconds) => Start.AddSeconds(seconds);
}
