using FlixTube.Messaging.Recovery;

namespace FlixTube.Messaging.Tests.Recovery;

internal sealed class BackOffTests
{
    [Test]
    public void Delays_double_up_to_ten_seconds_and_begin_again_after_a_success()
    {
        var backOff = new BackOff(TimeProvider.System);
        var delays = Enumerable.Range(0, 12).Select(_ => backOff.Next(random: 0)).ToList();

        Assert.That(delays[..3].Select(delay => delay.TotalMilliseconds), Is.EqualTo(new[] { 100.0, 200, 400 }));
        Assert.That(delays[^1], Is.EqualTo(TimeSpan.FromSeconds(10)));
        backOff.Reset();
        Assert.That(backOff.Next(random: 1), Is.EqualTo(TimeSpan.FromMilliseconds(50)), "half of it is random");
    }
}
