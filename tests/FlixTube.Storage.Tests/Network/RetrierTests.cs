using System.Diagnostics;
using FlixTube.Storage.Network;
using FlixTube.Testing.Time;

namespace FlixTube.Storage.Tests.Network;

internal sealed class RetrierTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly ManualTime _time = new();

    private static VideoStoreException Failure(VideoStoreError error = VideoStoreError.Unavailable, TimeSpan? retryAfter = null) =>
        new(error, "failed") { RetryAfter = retryAfter };

    private static NetworkOptions AtOnce(int retries = 3) => new() { MaxRetries = retries, RetryDelay = TimeSpan.Zero };

    [TestCase(VideoStoreError.Unavailable)]
    [TestCase(VideoStoreError.Throttled)]
    [TestCase(VideoStoreError.Timeout)]
    public async Task What_failed_temporarily_is_tried_again_until_it_succeeds(VideoStoreError error)
    {
        var attempts = 0;
        var answer = await new Retrier(AtOnce(), _time).RunAsync(
            _ => ++attempts < 4 ? throw Failure(error) : Task.FromResult(attempts), Second, CancellationToken.None);
        Assert.That(answer, Is.EqualTo(4));
    }

    [Test]
    public async Task When_the_retries_are_used_up_the_last_failure_is_thrown()
    {
        var attempts = 0;
        var e = await Assert.ThrowsAsync<VideoStoreException>(() => new Retrier(AtOnce(2), _time).RunAsync<int>(
            _ => throw new VideoStoreException(VideoStoreError.Unavailable, $"{++attempts}"), Second, CancellationToken.None));
        Assert.That(e!.Message, Is.EqualTo("3"));
    }

    [TestCase(VideoStoreError.NotFound)]
    [TestCase(VideoStoreError.PermissionDenied)]
    [TestCase(VideoStoreError.PreconditionFailed)]
    public async Task What_failed_for_good_is_not_tried_again(VideoStoreError error)
    {
        var attempts = 0;
        await Assert.ThrowsAsync<VideoStoreException>(() => new Retrier(AtOnce(), _time).RunAsync<int>(
            _ => throw Failure(error, TimeSpan.FromTicks(++attempts)), Second, CancellationToken.None));
        Assert.That(attempts, Is.EqualTo(1));
    }

    [Test]
    public async Task A_service_that_asks_for_more_patience_than_there_is_is_reported_at_once()
    {
        var options = new NetworkOptions { RetryTime = Second };
        var e = await Assert.ThrowsAsync<VideoStoreException>(() => new Retrier(options, _time).RunAsync<int>(
            _ => throw Failure(VideoStoreError.Throttled, TimeSpan.FromSeconds(2)), Second, CancellationToken.None));
        Assert.That(e!.RetryAfter, Is.EqualTo(TimeSpan.FromSeconds(2)));
        Assert.That(_time.Waiting, Is.Zero);
    }

    [Test]
    public async Task A_service_that_asks_for_a_time_gets_it()
    {
        var attempts = 0;
        var run = new Retrier(new NetworkOptions(), _time).RunAsync(
            _ => ++attempts == 1 ? throw Failure(VideoStoreError.Throttled, 2 * Second) : Task.FromResult(attempts), Second, CancellationToken.None);

        _time.Advance(2 * Second - TimeSpan.FromTicks(1));
        Assert.That(attempts, Is.EqualTo(1));
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.That(await run, Is.EqualTo(2));
    }

    [Test]
    public void Back_off_doubles_is_random_and_never_exceeds_its_bound()
    {
        var retrier = new Retrier(new NetworkOptions { RetryDelay = Second }, _time);
        for (var retry = 0; retry < 5; retry++)
        {
            var delays = Enumerable.Range(0, 1000).Select(_ => retrier.Delay(retry, retryAfter: null)).ToList();
            Assert.That(delays, Has.All.InRange(TimeSpan.Zero, Second * (1 << retry)));
            Assert.That(delays.Max() - delays.Min(), Is.GreaterThan(Second * (1 << retry) / 2), "it is jittered");
        }
    }

    [Test]
    public async Task An_attempt_without_an_answer_ends_with_a_timeout()
    {
        var run = new Retrier(AtOnce(0), _time).RunAsync(Never, Second, CancellationToken.None);
        _time.Advance(Second);
        Assert.That((await Assert.ThrowsAsync<VideoStoreException>(() => run))!.Error, Is.EqualTo(VideoStoreError.Timeout));
    }

    [Test]
    public async Task The_caller_can_end_an_attempt_and_a_wait_and_gets_its_own_token_back()
    {
        using var during = new CancellationTokenSource();
        var attempt = new Retrier(AtOnce(), _time).RunAsync(Never, Second, during.Token);
        await during.CancelAsync();
        Assert.That((await Assert.CatchAsync<OperationCanceledException>(() => attempt))!.CancellationToken, Is.EqualTo(during.Token));

        using var between = new CancellationTokenSource();
        var wait = new Retrier(new NetworkOptions(), _time).RunAsync<int>(_ => throw Failure(retryAfter: Second), Second, between.Token);
        await between.CancelAsync();
        await Assert.CatchAsync<OperationCanceledException>(() => wait);
    }

    [Test]
    public async Task With_the_defaults_an_address_where_nobody_listens_is_reported_within_five_seconds()
    {
        var options = new NetworkOptions();
        using var client = new HttpClient(options.CreateHandler());
        var clock = Stopwatch.StartNew();

        await Assert.ThrowsAsync<VideoStoreException>(() => new Retrier(options, TimeProvider.System).RunAsync(
            async token =>
            {
                try
                {
                    return await client.GetAsync("http://127.0.0.1:1/", token);
                }
                catch (HttpRequestException e)
                {
                    throw new VideoStoreException(VideoStoreError.Unavailable, "refused", e);
                }
            },
            options.ResponseTimeout,
            CancellationToken.None));

        Assert.That(clock.Elapsed, Is.LessThan(TimeSpan.FromSeconds(5)));
    }

    private static async Task<int> Never(CancellationToken token)
    {
        await Task.Delay(Timeout.Infinite, token);
        return 0;
    }
}
