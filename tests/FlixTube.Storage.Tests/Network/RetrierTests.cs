using System.Diagnostics;
using FlixTube.Storage.Network;
using FlixTube.Testing.Time;

namespace FlixTube.Storage.Tests.Network;

internal sealed class RetrierTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    // So long that no random part of it is nothing.
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ManualTime _time = new();

    private static VideoStoreException Failure(
        VideoStoreError error = VideoStoreError.Unavailable, TimeSpan? retryAfter = null, Exception? cause = null) =>
        new(error, "failed", cause) { RetryAfter = retryAfter };

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

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(3)]
    public async Task A_call_is_made_once_and_as_often_again_as_the_options_say(int retries)
    {
        var attempts = 0;
        await Assert.ThrowsAsync<VideoStoreException>(() => new Retrier(AtOnce(retries), _time).RunAsync<int>(
            _ => throw Failure(retryAfter: TimeSpan.FromTicks(++attempts)), Second, CancellationToken.None));
        Assert.That(attempts, Is.EqualTo(1 + retries));
    }

    [Test]
    public async Task A_part_that_breaks_after_a_minute_under_way_is_sent_again()
    {
        var attempts = 0;
        var answer = await new Retrier(AtOnce(), _time).RunAsync(
            _ =>
            {
                _time.Advance(TimeSpan.FromMinutes(1));
                return ++attempts < 4 ? throw Failure(cause: new IOException("Connection reset by peer")) : Task.FromResult(attempts);
            },
            TimeSpan.FromMinutes(2),
            CancellationToken.None);
        Assert.That(answer, Is.EqualTo(4));
    }

    [Test]
    public async Task What_is_not_answered_in_time_is_asked_once_more_by_default()
    {
        var attempts = 0;
        var run = new Retrier(AtOnce(), _time).RunAsync(
            token =>
            {
                attempts++;
                return Never(token);
            },
            TimeSpan.FromSeconds(15),
            CancellationToken.None);

        Assert.That(await WaitsAsync(run), Is.EqualTo(new[] { TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(15) }));
        Assert.That((await Assert.ThrowsAsync<VideoStoreException>(() => run))!.Error, Is.EqualTo(VideoStoreError.Timeout));
        Assert.That(attempts, Is.EqualTo(2));
    }

    private static IEnumerable<Exception> Unreachable =>
    [
        new HttpRequestException(HttpRequestError.ConnectionError),
        new HttpRequestException(HttpRequestError.NameResolutionError),
        new TaskCanceledException("ConnectTimeout", new TimeoutException()),
        new InvalidOperationException("of an SDK", new HttpRequestException(HttpRequestError.SecureConnectionError)),
        new AggregateException(new HttpRequestException(HttpRequestError.ConnectionError)),
    ];

    [TestCaseSource(nameof(Unreachable))]
    public async Task A_service_that_cannot_be_reached_is_given_up_within_five_seconds_by_default(Exception cause)
    {
        var options = new NetworkOptions();
        var start = _time.GetUtcNow();
        var attempts = 0;
        var run = new Retrier(options, _time).RunAsync<int>(
            _ =>
            {
                attempts++;
                _time.Advance(options.ConnectTimeout);
                throw Failure(cause: cause);
            },
            Timeout.InfiniteTimeSpan,
            CancellationToken.None);
        await WaitsAsync(run);

        Assert.That(attempts, Is.GreaterThan(1));
        Assert.That(_time.GetUtcNow() - start, Is.LessThan(TimeSpan.FromSeconds(5)));
    }

    [Test]
    public async Task Waits_count_however_long_the_attempts_were()
    {
        var attempts = 0;
        var run = new Retrier(new NetworkOptions { MaxRetries = 10 }, _time).RunAsync<int>(
            _ => throw Failure(VideoStoreError.Throttled, retryAfter: TimeSpan.FromTicks(++attempts) + Second), Timeout.InfiniteTimeSpan, CancellationToken.None);

        Assert.That(await WaitsAsync(run), Has.Count.EqualTo(2), "a third wait of a second and a little would be more than three seconds");
    }

    [Test]
    public async Task A_cancellation_that_nobody_asked_for_is_a_connection_that_was_not_made()
    {
        var e = await Assert.ThrowsAsync<VideoStoreException>(() => new Retrier(AtOnce(0), _time).RunAsync<int>(
            _ => throw new TaskCanceledException("ConnectTimeout", new TimeoutException()), Second, CancellationToken.None));
        Assert.That((e!.Error, e.Persistence), Is.EqualTo((VideoStoreError.Unavailable, ErrorPersistence.Temporary)));
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
    public async Task Before_each_retry_a_random_part_of_a_doubling_time_is_waited()
    {
        var options = new NetworkOptions { MaxRetries = 3, RetryDelay = Day, RetryTime = 100 * Day };
        var waits = new List<List<TimeSpan>>();
        for (var i = 0; i < 100; i++)
            waits.Add(await WaitsAsync(new Retrier(options, _time).RunAsync<int>(_ => throw Failure(), Timeout.InfiniteTimeSpan, CancellationToken.None)));

        Assert.That(waits, Has.All.Count.EqualTo(3));
        foreach (var (retry, bound) in new[] { (0, Day), (1, 2 * Day), (2, 4 * Day) })
        {
            var all = waits.ConvertAll(w => w[retry]);
            Assert.That(all, Has.All.LessThanOrEqualTo(bound));
            Assert.That(all.Max() - all.Min(), Is.GreaterThan(bound / 2), "not all alike");
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

    // What is waited for, time after time, until the call has failed.
    private async Task<List<TimeSpan>> WaitsAsync(Task run)
    {
        var waits = new List<TimeSpan>();
        while (SpinWait.SpinUntil(() => run.IsCompleted || _time.UntilNext is not null, Patience) && _time.UntilNext is { } wait)
        {
            waits.Add(wait);
            _time.Advance(wait);
        }

        await Assert.ThrowsAsync<VideoStoreException>(() => run.WaitAsync(Patience));
        return waits;
    }

    private static async Task<int> Never(CancellationToken token)
    {
        await Task.Delay(Timeout.Infinite, token);
        return 0;
    }
}
