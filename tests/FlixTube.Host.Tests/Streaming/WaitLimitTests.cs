using FlixTube.Host.Streaming;
using FlixTube.Testing.Time;

namespace FlixTube.Host.Tests.Streaming;

[Parallelizable(ParallelScope.All)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class WaitLimitTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly ManualTime _clock = new(DateTimeOffset.UnixEpoch);
    private readonly CancellationTokenSource _viewer = new();
    private readonly WaitLimit _limit;

    public WaitLimitTests() => _limit = new WaitLimit(_clock, _viewer.Token);

    public void Dispose()
    {
        _limit.Dispose();
        _viewer.Dispose();
    }

    [Test]
    public async Task A_wait_that_takes_too_long_is_a_timeout()
    {
        var wait = WaitAsync(Forever());
        _clock.Advance(Limit);
        await Assert.ThatAsync(() => wait, Throws.InstanceOf<TimeoutException>());
    }

    [Test]
    public async Task A_viewer_who_leaves_ends_the_wait_and_is_no_timeout()
    {
        var wait = WaitAsync(Forever());
        await _viewer.CancelAsync();
        await Assert.ThatAsync(() => wait, Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task The_time_after_a_wait_does_not_count()
    {
        var pending = new TaskCompletionSource<int>();
        var wait = WaitAsync(pending.Task);
        pending.SetResult(1);
        await wait;

        _clock.Advance(Limit);
        Assert.That(_limit.Token.IsCancellationRequested, Is.False);
    }

    [Test]
    public async Task Each_wait_has_the_whole_time()
    {
        for (var i = 0; i < 3; i++)
        {
            var pending = new TaskCompletionSource<int>();
            var wait = WaitAsync(pending.Task);
            _clock.Advance(Limit * 0.9);
            pending.SetResult(i);
            Assert.That(await wait, Is.EqualTo(i));
        }
    }

    [Test]
    public async Task A_failure_is_passed_on()
    {
        var wait = WaitAsync(Task.FromException<int>(new InvalidDataException()));
        await Assert.ThatAsync(() => wait, Throws.InstanceOf<InvalidDataException>());
    }

    private Task<int> WaitAsync(Task<int> pending) => _limit.WaitAsync(new ValueTask<int>(pending), Limit).AsTask();

    private Task<int> Forever() => new TaskCompletionSource<int>().Task.WaitAsync(_limit.Token);
}
