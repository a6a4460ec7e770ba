using FlixTube.Storage.Network;
using FlixTube.Storage.S3.Tests.Support;
using FlixTube.Testing.Faults;

namespace FlixTube.Storage.S3.Tests.Faults;

/// <summary>What a network or an overloaded service does to reads.</summary>
[TestFixture]
public sealed class ReadFaultTests
{
    private static readonly byte[] Content = Videos.Bytes(300_000);

    private ProxiedStore _proxied = null!;

    private FaultProxy Proxy => _proxied.Proxy;

    private IVideoStore Store => _proxied.Store;

    private IReadOnlyList<ProxiedRequest> Reads => [.. Proxy.Requests.Where(ProxiedStore.IsRead)];

    [SetUp]
    public async Task OpenAsync()
    {
        _proxied = await ProxiedStore.OpenAsync(await SwiftServers.PlainAsync(), options =>
        {
            options.Network.ResponseTimeout = TimeSpan.FromSeconds(2);
            options.Network.IdleTimeout = TimeSpan.FromMilliseconds(500);
        });
        await Store.PutAsync(Content);
        Proxy.Reset();
    }

    [TearDown]
    public async Task CloseAsync() => await _proxied.DisposeAsync();

    [TestCase(429, "TooManyRequests")]
    [TestCase(503, "SlowDown")]
    [TestCase(503, "ServiceUnavailable")]
    [TestCase(500, "InternalError")]
    [TestCase(502, "")]
    [TestCase(504, "")]
    public async Task Read_is_made_again_when_the_service_fails_for_a_moment(int status, string code)
    {
        Proxy.Next(Answers.Error(status, code, ("Retry-After", "0")), times: 3);

        Assert.That(await Store.GetAsync(), Is.EqualTo(Content));
        Assert.That(Reads, Has.Count.EqualTo(4));
    }

    [TestCase(429, "TooManyRequests", VideoStoreError.Throttled)]
    [TestCase(503, "SlowDown", VideoStoreError.Throttled)]
    [TestCase(503, "ServiceUnavailable", VideoStoreError.Unavailable)]
    [TestCase(500, "InternalError", VideoStoreError.Unavailable)]
    public async Task Read_fails_when_the_service_goes_on_failing(int status, string code, VideoStoreError error)
    {
        Proxy.Next(Answers.Error(status, code), times: int.MaxValue);

        var failure = await Videos.FailureAsync(() => Store.GetAsync());

        Assert.That((failure.Error, failure.Persistence), Is.EqualTo((error, ErrorPersistence.Temporary)));
        Assert.That(Reads, Has.Count.EqualTo(4), "one attempt and three retries");
    }

    [Test]
    public async Task Read_that_is_told_to_come_back_later_than_it_may_retry_fails_at_once_and_tells_when()
    {
        Proxy.Next(Answers.Error(503, "SlowDown", ("Retry-After", "60")));

        var failure = await Videos.FailureAsync(() => Store.GetAsync());

        Assert.That((failure.Error, failure.RetryAfter), Is.EqualTo((VideoStoreError.Throttled, TimeSpan.FromSeconds(60))));
        Assert.That(Reads, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Refused_connection_is_Unavailable_within_five_seconds_with_the_defaults()
    {
        var options = TestStores.Options(new Uri("http://127.0.0.1:1"), "videos");
        options.Network = new NetworkOptions();
        await using var store = new S3VideoStore(options);
        var start = TimeProvider.System.GetTimestamp();

        var failure = await Videos.FailureAsync(() => store.GetAsync());

        Assert.That((failure.Error, failure.Persistence), Is.EqualTo((VideoStoreError.Unavailable, ErrorPersistence.Temporary)));
        Assert.That(TimeProvider.System.GetElapsedTime(start), Is.LessThan(TimeSpan.FromSeconds(5)));
        Assert.That(failure.Message, Does.Contain("VideoStorage:S3:ServiceUrl"));
    }

    [Test]
    public async Task Unknown_host_is_Unavailable()
    {
        await using var store = new S3VideoStore(TestStores.Options(new Uri("http://nowhere.invalid"), "videos"));

        Assert.That((await Videos.FailureAsync(() => store.GetAsync())).Error, Is.EqualTo(VideoStoreError.Unavailable));
    }

    [Test]
    public async Task Connection_that_is_reset_before_the_answer_is_made_again()
    {
        Proxy.Next(new Fault.ResetBefore());

        Assert.That(await Store.GetAsync(), Is.EqualTo(Content));
        Assert.That(Reads, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Body_that_is_reset_is_resumed_where_it_broke_under_the_same_ETag()
    {
        Proxy.Next(new Fault.ResetAfter(100_000));

        Assert.That(await Store.GetAsync(), Is.EqualTo(Content));
        Assert.That(Reads, Has.Count.EqualTo(2));
        AssertResumed(Reads[1], "bytes=100000-299999");
    }

    [Test]
    public async Task Body_of_a_range_is_resumed_within_the_range()
    {
        Proxy.Next(new Fault.ResetAfter(70_000));

        var bytes = await Store.GetAsync(new ReadOptions { Range = ByteRange.Slice(1000, 150_000) });

        Assert.That(bytes, Is.EqualTo(Content[1000..151_000]));
        AssertResumed(Reads[1], "bytes=71000-150999");
    }

    [Test]
    public async Task Body_of_a_suffix_is_resumed_within_the_suffix()
    {
        Proxy.Next(new Fault.ResetAfter(70_000));

        Assert.That(await Store.GetAsync(new ReadOptions { Range = ByteRange.Suffix(150_000) }), Is.EqualTo(Content[150_000..]));
        AssertResumed(Reads[1], "bytes=220000-299999");
    }

    [Test]
    public async Task Body_that_is_cut_short_is_resumed()
    {
        Proxy.Next(new Fault.CutAfter(100_000));

        Assert.That(await Store.GetAsync(), Is.EqualTo(Content));
        AssertResumed(Reads[1], "bytes=100000-299999");
    }

    [Test]
    public async Task Body_that_stalls_is_resumed_and_its_connection_closed()
    {
        Proxy.Next(new Fault.StallAfter(100_000));

        Assert.That(await Store.GetAsync(), Is.EqualTo(Content));
        AssertResumed(Reads[1], "bytes=100000-299999");
        await Reads[0].Ended;
        Assert.That(Reads[0].AbandonedByClient, Is.True);
    }

    [Test]
    public async Task Body_that_breaks_again_and_again_fails_after_the_retries()
    {
        Proxy.Next(new Fault.ResetAfter(1000), ProxiedStore.IsRead, times: int.MaxValue);

        var failure = await Videos.FailureAsync(() => Store.GetAsync());

        Assert.That((failure.Error, failure.Persistence), Is.EqualTo((VideoStoreError.Unavailable, ErrorPersistence.Temporary)));
        Assert.That(Reads, Has.Count.EqualTo(4));
    }

    [Test]
    public async Task Body_of_a_video_that_is_replaced_when_it_breaks_is_PreconditionFailed()
    {
        Proxy.Next(new Fault.MeanwhileAfter(100_000, () => Store.PutAsync(Videos.Bytes(300_000, seed: 2))), ProxiedStore.IsRead);

        Assert.That((await Videos.FailureAsync(() => Store.GetAsync())).Error, Is.EqualTo(VideoStoreError.PreconditionFailed));
    }

    [Test]
    public async Task Body_of_a_video_that_is_deleted_when_it_breaks_is_NotFound()
    {
        Proxy.Next(new Fault.MeanwhileAfter(100_000, () => Store.DeleteAsync(Videos.Path)), ProxiedStore.IsRead);

        Assert.That((await Videos.FailureAsync(() => Store.GetAsync())).Error, Is.EqualTo(VideoStoreError.NotFound));
    }

    [Test]
    public async Task Service_that_never_answers_is_Timeout_and_names_the_video()
    {
        await using var proxied = await ProxiedStore.OpenAsync(await SwiftServers.PlainAsync(), options =>
        {
            options.Network.ResponseTimeout = TimeSpan.FromMilliseconds(300);
            options.Network.MaxRetries = 1;
        });
        proxied.Proxy.Next(new Fault.Hang(), times: int.MaxValue);

        var failure = await Videos.FailureAsync(() => proxied.Store.GetAsync());

        Assert.That((failure.Error, failure.Persistence, failure.Path), Is.EqualTo((VideoStoreError.Timeout, ErrorPersistence.Temporary, Videos.Path)));
        Assert.That(failure.Message, Does.Contain(Videos.Path.Value));
        Assert.That(proxied.Proxy.Requests, Has.Count.EqualTo(2));
        foreach (var request in proxied.Proxy.Requests)
        {
            await request.Ended;
            Assert.That(request.AbandonedByClient, Is.True);
        }
    }

    [TestCase("stat")]
    [TestCase("list")]
    public async Task Calls_without_a_body_are_made_again_too(string call)
    {
        Proxy.Next(new Fault.ResetBefore());
        Proxy.Next(Answers.Error(503, ""));

        if (call == "stat")
            Assert.That((await Store.GetPropertiesAsync(Videos.Path)).Length, Is.EqualTo(Content.Length));
        else
            Assert.That((await Store.ListPageAsync()).Videos, Has.Count.EqualTo(1));

        Assert.That(Proxy.Requests, Has.Count.EqualTo(3));
    }

    [Test]
    public async Task Listing_that_breaks_off_in_its_middle_is_made_again()
    {
        Proxy.Next(new Fault.CutAfter(200));

        Assert.That((await Store.ListPageAsync()).Videos.Select(video => video.Path), Is.EqualTo(new[] { Videos.Path }));
        Assert.That(Proxy.Requests, Has.Count.EqualTo(2));
    }

    private static void AssertResumed(ProxiedRequest request, string range)
    {
        Assert.That(request.Headers["Range"], Is.EqualTo(range));
        Assert.That(request.Headers["If-Match"], Does.StartWith("\"").And.EndsWith("\""));
    }
}
