using FlixTube.Host.Streaming;
using FlixTube.Host.Tests.Doubles;
using FlixTube.Storage;
using FlixTube.Testing.Time;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace FlixTube.Host.Tests.Streaming;

/// <summary>Stores that fail and viewers who leave. No client may take a part for the whole.</summary>
[TestFixture(HttpProtocols.Http1)]
[TestFixture(HttpProtocols.Http2)]
[Parallelizable(ParallelScope.Self)]
internal sealed class BrokenStreamTests(HttpProtocols protocol)
{
    private const int Length = 20_000_000;
    private const string Url = "/video?path=film.mp4";

    private ScriptedVideoStore _store = null!;
    private ManualTime _clock = null!;
    private StreamingServer _server = null!;

    [SetUp]
    public async Task Start()
    {
        _store = new ScriptedVideoStore();
        _store.Add(new ScriptedVideo("film.mp4", Length));
        _clock = new ManualTime(new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero));
        // The clock moves while the viewer is being waited for as well.
        _server = await StreamingServer.StartAsync(_store, new StreamingOptions { ViewerIdleTimeout = TimeSpan.FromDays(1) }, protocol, _clock);
    }

    [TearDown]
    public async Task Stop()
    {
        await _server.DisposeAsync();
        Assert.That(_store.OpenBodies, Is.Zero, "every body is given back");
    }

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(Length / 2)]
    [TestCase(Length - 1)]
    public async Task A_store_that_fails_is_a_broken_transfer_and_one_warning(int at)
    {
        _store.FailAt = at;
        await AssertBreaksOffAsync();

        Assert.That(_server.Log.Entries.Single(), Is.EqualTo((LogLevel.Warning, "Streaming 'film.mp4' broke off: the store failed with Unavailable.")));
    }

    [Test]
    public async Task A_body_that_ends_early_is_a_broken_transfer()
    {
        _store.EndAt = Length - 1;
        await AssertBreaksOffAsync();
        Assert.That(_server.Log.Entries.Single().Message, Does.Contain("Internal"));
    }

    [Test]
    public async Task A_failure_that_no_store_may_have_is_a_broken_transfer()
    {
        _store.FailAt = 1000;
        _store.Failure = new FormatException("A defect.");
        await AssertBreaksOffAsync();
        Assert.That(_server.Log.Entries.Single().Message, Does.Contain("Internal"));
    }

    [Test]
    public async Task A_store_that_yields_nothing_is_given_up()
    {
        _store.StallAt = 100_000;
        var answer = AssertBreaksOffAsync();
        await _clock.WhenWaitingForAsync(TimeSpan.FromSeconds(30));

        // The store may have been waited for before it stalled; only then nobody waits for it any more.
        while (!answer.IsCompleted)
        {
            _clock.Advance(TimeSpan.FromSeconds(30));
            await Task.WhenAny(answer, _clock.WhenWaitingForAsync(TimeSpan.FromSeconds(30)));
        }

        await answer;
        Assert.That(_server.Log.Entries.Single(), Is.EqualTo((LogLevel.Warning, "Streaming 'film.mp4' broke off: the store failed with Timeout.")));
    }

    [Test]
    public async Task A_store_that_does_not_open_is_given_up_before_the_answer_begins()
    {
        _store.BeforeOpen = (_, cancellation) => Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
        var request = _server.GetAsync(Url);
        await _clock.WhenWaitingForAsync(TimeSpan.FromSeconds(30));
        _clock.Advance(TimeSpan.FromSeconds(30));

        using var answer = await request;
        Assert.That(await answer.Content.ReadAsStringAsync(), Is.EqualTo(nameof(VideoStoreError.Timeout)));
    }

    [Test]
    public async Task A_viewer_who_leaves_ends_the_read_and_is_no_fault()
    {
        _store.StallAt = 100_000;
        using (var answer = await _server.GetAsync(Url))
        await using (var body = await answer.Content.ReadAsStreamAsync())
            await body.ReadExactlyAsync(new byte[100_000]);

        await _store.WhenBodyDisposedAsync();
        await _server.Log.WhenWrittenAsync();
        Assert.That(_server.Log.Entries.Single(), Is.EqualTo((LogLevel.Debug, "The viewer of 'film.mp4' left before the end.")));
    }

    [Test]
    public async Task A_viewer_who_leaves_while_bytes_are_waiting_for_him_ends_the_read()
    {
        using (var answer = await _server.GetAsync(Url))
        await using (var body = await answer.Content.ReadAsStreamAsync())
            await body.ReadExactlyAsync(new byte[1]);

        await _store.WhenBodyDisposedAsync();
        await _server.Log.WhenWrittenAsync();
        Assert.That(_server.Log.Entries.Single().Level, Is.EqualTo(LogLevel.Debug));
        Assert.That(_store.BytesRead, Is.LessThan(Length));
    }

    [Test]
    public async Task A_viewer_who_leaves_before_the_store_has_opened_ends_the_open()
    {
        var opening = new TaskCompletionSource();
        var ended = new TaskCompletionSource();
        _store.BeforeOpen = async (_, cancellation) =>
        {
            await using var registration = cancellation.Register(() => ended.SetResult());
            opening.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
        };
        var request = _server.GetAsync(Url);
        await opening.Task;
        _server.Client.CancelPendingRequests();

        await ended.Task;
        await Assert.ThatAsync(() => request, Throws.InstanceOf<OperationCanceledException>());
    }

    private async Task AssertBreaksOffAsync()
    {
        // The head of the answer is sent with the first bytes, and is lost when there are none.
        await Assert.ThatAsync(() => _server.Client.GetByteArrayAsync(Url), Throws.InstanceOf<HttpRequestException>());
        await _server.Log.WhenWrittenAsync();
    }
}
