using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using FlixTube.Storage.Gcp.Tests.Servers;
using FlixTube.Testing.Faults;

namespace FlixTube.Storage.Gcp.Tests.Faults;

[TestFixture]
public sealed class ReadFaultTests
{
    private static readonly VideoPath Path = VideoPath.Parse("a.mp4");
    private static readonly byte[] Content = TestStore.Content(1_000_000);

    private TestStore _store = null!;

    private static IEnumerable<Fault> Transient =>
    [
        new Fault.Answer(408), new Fault.Answer(429), new Fault.Answer(500), new Fault.Answer(502), new Fault.Answer(503),
        new Fault.Answer(504), new Fault.ResetBefore(), new Fault.LoseAnswer(),
    ];

    private static IEnumerable<Fault> Interruptions =>
        [new Fault.ResetAfter(0), new Fault.ResetAfter(100_000), new Fault.CutAfter(100_000), new Fault.StallAfter(100_000), new Fault.StallAfter(0)];

    [SetUp]
    public async Task StartAsync()
    {
        _store = await TestStore.StartAsync(options => options.Network.IdleTimeout = TimeSpan.FromMilliseconds(300));
        await _store.WriteAsync("a.mp4", Content);
        _store.Proxy.Reset();
    }

    [TearDown]
    public async Task StopAsync() => await (_store?.DisposeAsync() ?? ValueTask.CompletedTask);

    [TestCaseSource(nameof(Transient))]
    public async Task What_passes_is_tried_again_and_the_read_succeeds(Fault fault)
    {
        _store.Proxy.Next(fault, times: 2);

        Assert.That(await _store.ReadAsync("a.mp4"), Is.EqualTo(Content));
        Assert.That(_store.Requests, Is.EqualTo(Enumerable.Repeat("GET read", 3)));
    }

    [TestCaseSource(nameof(Transient))]
    public async Task What_passes_is_tried_again_for_a_stat_and_a_listing_too(Fault fault)
    {
        _store.Proxy.Next(fault);
        var stat = await _store.Store.GetPropertiesAsync(Path);
        _store.Proxy.Next(fault);
        var page = await _store.Store.ListPageAsync();

        Assert.That(stat.Length, Is.EqualTo(Content.Length));
        Assert.That(page.Videos.Select(v => v.Path), Is.EqualTo(new[] { Path }));
    }

    [TestCaseSource(nameof(Interruptions))]
    public async Task A_body_that_breaks_off_is_resumed_where_it_broke_and_pinned(Fault fault)
    {
        _store.Proxy.Next(fault, TestStore.IsRead);

        Assert.That(await _store.ReadAsync("a.mp4"), Is.EqualTo(Content));

        var requests = _store.Proxy.Requests;
        Assert.That(requests, Has.Count.EqualTo(2));
        Assert.That(requests[1].Headers["Range"], Does.Match("^bytes=[0-9]+-999999$"));
        Assert.That(requests[1].Headers["x-goog-if-generation-match"], Is.Not.Empty);
    }

    [TestCaseSource(nameof(Interruptions))]
    public async Task A_body_that_always_breaks_off_fails_in_the_end(Fault fault)
    {
        // Each connection yields less than what counts as progress.
        _store.Proxy.Next(fault, TestStore.IsRead, times: 100);

        var failure = await Assert.ThrowsAsync<VideoStoreException>(() => _store.ReadAsync("a.mp4", new() { Range = ByteRange.Suffix(999_000) }));

        Assert.That(failure!.Error, Is.EqualTo(fault is Fault.StallAfter ? VideoStoreError.Timeout : VideoStoreError.Unavailable));
        Assert.That(failure.Persistence, Is.EqualTo(ErrorPersistence.Temporary));
        Assert.That(_store.Proxy.Requests, Has.Count.LessThanOrEqualTo(5));
    }

    [Test]
    public async Task A_video_that_is_replaced_between_two_parts_of_a_read_is_PreconditionFailed_and_never_a_mixture()
    {
        _store.Proxy.Next(new Fault.MeanwhileAfter(300_000, () => _store.WriteAsync("a.mp4", TestStore.Content(1_000_000, seed: 2))), TestStore.IsRead);
        await using var read = await _store.Store.OpenReadAsync(Path);
        using var received = new MemoryStream();

        var failure = await Assert.ThrowsAsync<VideoStoreException>(() => read.Body.CopyToAsync(received));

        Assert.That(failure!.Error, Is.EqualTo(VideoStoreError.PreconditionFailed));
        Assert.That(Content.AsSpan().StartsWith(received.ToArray()), Is.True);
    }

    [Test]
    public async Task A_video_that_is_deleted_between_two_parts_of_a_read_is_NotFound()
    {
        _store.Proxy.Next(new Fault.MeanwhileAfter(300_000, () => _store.Store.DeleteAsync(Path)), TestStore.IsRead);

        var failure = await Assert.ThrowsAsync<VideoStoreException>(() => _store.ReadAsync("a.mp4"));

        Assert.That(failure!.Error, Is.EqualTo(VideoStoreError.NotFound));
    }

    [Test]
    public async Task The_time_that_the_service_asks_for_is_waited()
    {
        _store.Proxy.Next(new Fault.Answer(429, Headers: ("Retry-After", "1")));
        var watch = Stopwatch.StartNew();

        await _store.ReadAsync("a.mp4");

        Assert.That(watch.Elapsed, Is.GreaterThan(TimeSpan.FromSeconds(0.95)));
    }

    [Test]
    public async Task A_longer_time_than_retries_may_take_is_left_to_the_caller()
    {
        _store.Proxy.Next(new Fault.Answer(503, Headers: ("Retry-After", "120")), times: 100);
        _store.Proxy.Next(new Fault.Answer(429, Headers: ("Retry-After", "120")), times: 100);

        var failure = await Assert.ThrowsAsync<VideoStoreException>(() => _store.ReadAsync("a.mp4"));

        Assert.That(failure!.RetryAfter, Is.EqualTo(TimeSpan.FromSeconds(120)));
        Assert.That(_store.Proxy.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_service_that_never_answers_is_Timeout()
    {
        await using var store = await TestStore.StartAsync(options =>
        {
            options.Network.ResponseTimeout = TimeSpan.FromMilliseconds(200);
            options.Network.MaxRetries = 1;
        });
        store.Proxy.Next(new Fault.Hang(), times: 100);

        var failure = await Assert.ThrowsAsync<VideoStoreException>(() => store.ReadAsync("a.mp4"));

        Assert.That((failure!.Error, failure.Persistence), Is.EqualTo((VideoStoreError.Timeout, ErrorPersistence.Temporary)));
        Assert.That(failure.Path, Is.EqualTo(Path));
        Assert.That(store.Proxy.Requests, Has.Count.EqualTo(2));
    }

    [TestCase("127.0.0.1:1")]
    [TestCase("no-such-host.invalid:80")]
    public async Task An_endpoint_that_cannot_be_reached_is_Unavailable_within_five_seconds_by_default(string host)
    {
        await using var store = GcpVideoStore.Create(
            new GcpStoreOptions { Bucket = "videos", EmulatorHost = host }, TestStore.Key, TimeProvider.System);
        var watch = Stopwatch.StartNew();

        var failure = await Assert.ThrowsAsync<VideoStoreException>(() => store.GetPropertiesAsync(Path));

        Assert.That((failure!.Error, failure.Persistence), Is.EqualTo((VideoStoreError.Unavailable, ErrorPersistence.Temporary)));
        Assert.That(watch.Elapsed, Is.LessThan(TimeSpan.FromSeconds(5)));
        Assert.That(failure.Message, Does.Contain("VideoStorage:Gcp:EmulatorHost"));
    }

    [Test]
    public async Task An_endpoint_that_swallows_connections_is_Unavailable_within_five_seconds_by_default()
    {
        using var hole = new BlackHole();
        await using var store = GcpVideoStore.Create(
            new GcpStoreOptions { Bucket = "videos", EmulatorHost = hole.Address }, TestStore.Key, TimeProvider.System);
        var watch = Stopwatch.StartNew();

        var failure = await Assert.ThrowsAsync<VideoStoreException>(() => store.GetPropertiesAsync(Path));

        Assert.That((failure!.Error, failure.Persistence), Is.EqualTo((VideoStoreError.Unavailable, ErrorPersistence.Temporary)));
        Assert.That(watch.Elapsed, Is.LessThan(TimeSpan.FromSeconds(5)).And.GreaterThan(TimeSpan.FromSeconds(1)));
    }

    [Test]
    public async Task A_body_that_is_abandoned_ends_at_the_service()
    {
        await _store.WriteAsync("long.mp4", TestStore.Content(16 << 20));
        _store.Proxy.Reset();
        await using (var read = await _store.Store.OpenReadAsync(VideoPath.Parse("long.mp4")))
            await read.Body.ReadExactlyAsync(new byte[10]);

        var request = _store.Proxy.Requests.Single();
        await request.Ended.WaitAsync(TimeSpan.FromSeconds(10));

        Assert.That(request.AbandonedByClient, Is.True);
        Assert.That(request.BytesSent, Is.LessThan(16 << 20));
    }

    /// <summary>A port that takes no more connections and refuses none: its queue is full.</summary>
    private sealed class BlackHole : IDisposable
    {
        private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        private readonly List<Socket> _queue = [];

        public BlackHole()
        {
            _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            _listener.Listen(0);
            for (var i = 0; i < 4; i++)
            {
                var waiting = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
                _queue.Add(waiting);
                try
                {
                    waiting.Connect(_listener.LocalEndPoint!);
                }
                catch (SocketException e) when (e.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
                {
                    // It is on its way.
                }
            }
        }

        public string Address => _listener.LocalEndPoint!.ToString()!;

        public void Dispose()
        {
            foreach (var queued in _queue)
                queued.Dispose();

            _listener.Dispose();
        }
    }
}
