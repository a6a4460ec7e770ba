using System.Globalization;
using FlixTube.Storage.Http.Tests.Support;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.AspNetCore.Http;

namespace FlixTube.Storage.Http.Tests.Reading;

/// <summary>Servers that know nothing of gateways: no ranges, no validators, no HEAD, or some of it.</summary>
internal sealed class PlainServerTests
{
    private PlainServer _server = null!;
    private HttpVideoStore _store = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _server = await PlainServer.StartAsync();
        _store = _server.Store();
    }

    [TearDown]
    public async Task StopAsync()
    {
        await _store.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Test]
    public async Task A_video_is_read_and_described_by_what_the_server_says()
    {
        _server.Headers["Last-Modified"] = "Tue, 15 Nov 1994 12:45:26 GMT";

        Assert.That(await _store.ReadAsync(), Is.EqualTo(_server.Video));
        var properties = await _store.GetPropertiesAsync(Videos.Path);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(_server.Requests, Is.EqualTo(new[] { "GET /video", "HEAD /video" }), "one request each");
            Assert.That(properties.Length, Is.EqualTo(1000));
            Assert.That(properties.ContentType, Is.EqualTo("video/mp4"));
            Assert.That(properties.LastModified, Is.EqualTo(new DateTimeOffset(1994, 11, 15, 12, 45, 26, TimeSpan.Zero)));
            Assert.That(properties.ContentHash, Is.Null);
            Assert.That(properties.ETag, Does.Match("^[!#-~]{1,256}$"));
        }
    }

    [Test]
    public void Any_range_of_a_server_without_ranges_is_cut_out_of_the_whole()
    {
        var ranges = Gen.OneOf(
            Gen.Choose(0, 60).Select(n => ByteRange.From(n)),
            Gen.Choose(0, 60).Select(n => ByteRange.Suffix(n)),
            Gen.Choose(0, 60).Two().Select(n => ByteRange.Slice(n.Item1, n.Item2 + 1L)));
        Prop.ForAll(ranges.Zip(Gen.Choose(0, 50)).ToArbitrary(), test =>
        {
            var (range, length) = test;
            _server.Video = Videos.Bytes(length);
            var read = _store.ReadAsync(new ReadOptions { Range = range });
            if (range.TryResolve(length, out var served))
                return read.GetAwaiter().GetResult().AsSpan().SequenceEqual(_server.Video.AsSpan((int)served.Offset, (int)served.Length));

            var failure = Assert.Throws<VideoStoreException>(() => read.GetAwaiter().GetResult());
            return failure is { Error: VideoStoreError.RangeNotSatisfiable } && failure.VideoLength == length;
        }).QuickCheckThrowOnFailure();
    }

    [Test]
    public async Task What_comes_before_the_range_is_not_kept_and_what_comes_after_it_is_not_taken()
    {
        var video = Videos.Bytes(64 << 20);
        _server.Video = video;
        var before = GC.GetTotalAllocatedBytes(precise: true);

        await using var read = await _store.OpenReadAsync(Videos.Path, new ReadOptions { Range = ByteRange.Slice(50 << 20, 10) });
        var buffer = new byte[100];
        var count = await read.Body.ReadAtLeastAsync(buffer, 11, throwOnEndOfStream: false);

        Assert.That(buffer[..count], Is.EqualTo(video[(50 << 20)..((50 << 20) + 10)]));
        Assert.That(read.Range, Is.EqualTo(new ServedRange(50 << 20, 10)));
        Assert.That(GC.GetTotalAllocatedBytes(precise: true) - before, Is.LessThan(40 << 20), "bytes allocated for 50 MiB that were skipped, the server's part included");
    }

    [Test]
    public async Task A_server_that_refuses_every_range_of_an_empty_video_still_has_its_last_bytes()
    {
        _server.Video = [];
        _server.Instead = context => AnswerAsync(context, context.Request.Headers.Range.Count > 0 ? 416 : 0);

        Assert.That(await _store.ReadAsync(new ReadOptions { Range = ByteRange.Suffix(10) }), Is.Empty);
        var failure = await Videos.FailureAsync(() => _store.ReadAsync(new ReadOptions { Range = ByteRange.From(0) }), VideoStoreError.RangeNotSatisfiable);
        Assert.That(failure.VideoLength, Is.Zero);
    }

    [TestCase(404)]
    [TestCase(405)]
    [TestCase(501)]
    public async Task A_server_without_HEAD_is_asked_by_GET_and_left_at_once(int status)
    {
        _server.Instead = context => AnswerAsync(context, context.Request.Method == "HEAD" ? status : 0);
        Assert.That((await _store.GetPropertiesAsync(Videos.Path)).Length, Is.EqualTo(1000));
    }

    [TestCase(404, VideoStoreError.NotFound)]
    [TestCase(500, VideoStoreError.Unavailable)]
    [TestCase(502, VideoStoreError.Unavailable)]
    [TestCase(503, VideoStoreError.Unavailable)]
    [TestCase(504, VideoStoreError.Timeout)]
    [TestCase(429, VideoStoreError.Throttled)]
    [TestCase(401, VideoStoreError.PermissionDenied)]
    [TestCase(403, VideoStoreError.PermissionDenied)]
    [TestCase(412, VideoStoreError.PreconditionFailed)]
    [TestCase(301, VideoStoreError.Internal)]
    [TestCase(204, VideoStoreError.Internal)]
    [TestCase(206, VideoStoreError.Internal)]
    public async Task A_status_means_what_it_means_everywhere(int status, VideoStoreError error)
    {
        _server.Instead = context => AnswerAsync(context, status);

        foreach (var call in new Func<Task>[] { () => _store.OpenReadAsync(Videos.Path), () => _store.GetPropertiesAsync(Videos.Path) })
        {
            var failure = await Videos.FailureAsync(call, error);
            Assert.That(failure.Message, Does.Contain("a.mp4"));
            Assert.That(failure.Path, Is.EqualTo(Videos.Path));
        }
    }

    [Test]
    public async Task A_redirection_is_not_followed_and_says_where_to_look()
    {
        _server.Instead = context => AnswerAsync(context, 302, ("Location", "http://elsewhere.example/"));
        var failure = await Videos.FailureAsync(() => _store.ReadAsync(), VideoStoreError.Internal);
        Assert.That(failure.Message, Does.Contain("VideoStorage:Http:BaseAddress"));
    }

    [Test]
    public async Task A_body_of_unknown_length_is_refused()
    {
        _server.Instead = async context =>
        {
            await context.Response.WriteAsync("chunked");
            return true;
        };
        var failure = await Videos.FailureAsync(() => _store.ReadAsync(), VideoStoreError.Internal);
        Assert.That(failure.Message, Does.Contain("Content-Length"));
    }

    [Test]
    public async Task Other_bytes_than_those_asked_for_are_refused()
    {
        _server.Instead = async context =>
        {
            context.Response.StatusCode = 206;
            context.Response.Headers.ContentRange = "bytes 0-9/1000";
            context.Response.ContentLength = 10;
            await context.Response.Body.WriteAsync(new byte[10]);
            return true;
        };
        await Videos.FailureAsync(() => _store.ReadAsync(new ReadOptions { Range = ByteRange.Slice(5, 10) }), VideoStoreError.Internal);
    }

    [TestCase(false, TestName = "A_server_that_does_not_know_the_routes_is_only_read_from")]
    [TestCase(true, TestName = "A_server_that_answers_every_route_with_a_page_is_only_read_from")]
    public async Task Only_read(bool answersEverything)
    {
        if (answersEverything)
        {
            _server.Instead = async context =>
            {
                context.Response.ContentType = "text/html";
                await context.Response.WriteAsync("<!doctype html>");
                return true;
            };
        }

        await using var store = _server.Store();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(store.Capabilities, Has.Property(nameof(VideoStoreCapabilities.ConditionalCreate)).False
                .And.Property(nameof(VideoStoreCapabilities.ConditionalWrite)).False
                .And.Property(nameof(VideoStoreCapabilities.ConditionalDelete)).False);
            Assert.That((await Videos.FailureAsync(() => store.PutAsync([1]), VideoStoreError.Unsupported)).Message, Does.Contain("VideoStorage:Http:BaseAddress"));
            await Videos.FailureAsync(() => store.DeleteAsync(Videos.Path), VideoStoreError.Unsupported);
            await Videos.FailureAsync(() => store.ListPageAsync(), VideoStoreError.Unsupported);
        }
    }

    [TestCase("W/\"weak-1\"", "W/\"weak-2\"")]
    [TestCase("\"strong-1\"", "\"strong-2\"")]
    public async Task A_pin_holds_until_the_servers_tag_is_another(string first, string second)
    {
        _server.Headers["ETag"] = first;
        var etag = (await _store.GetPropertiesAsync(Videos.Path)).ETag;
        Assert.That(await _store.ReadAsync(new ReadOptions { IfMatch = etag, Range = ByteRange.Suffix(3) }), Has.Length.EqualTo(3));

        _server.Headers["ETag"] = second;
        await Videos.FailureAsync(() => _store.ReadAsync(new ReadOptions { IfMatch = etag }), VideoStoreError.PreconditionFailed);
    }

    [Test]
    public async Task Without_any_validator_the_length_is_all_that_tells_versions_apart()
    {
        var etag = (await _store.GetPropertiesAsync(Videos.Path)).ETag;
        _server.Video = Videos.Bytes(999);
        await Videos.FailureAsync(() => _store.ReadAsync(new ReadOptions { IfMatch = etag }), VideoStoreError.PreconditionFailed);
    }

    [TestCase("\"strong\"", true)]
    [TestCase("W/\"weak\"", false)]
    [TestCase(null, false)]
    public async Task A_body_that_breaks_off_is_resumed_only_under_a_strong_tag_of_the_server(string? etag, bool isResumed)
    {
        _server.Video = Videos.Bytes(3_000_000);
        if (etag is not null)
            _server.Headers["ETag"] = etag;

        await using var proxy = await Testing.Faults.FaultProxy.StartAsync(_server.Address);
        await using var store = TestStores.Over(proxy.Address);
        proxy.Next(new Testing.Faults.Fault.ResetAfter(1_500_000), request => request.PathAndQuery.StartsWith("/video?", StringComparison.Ordinal));

        var read = store.ReadAsync(new ReadOptions { Range = ByteRange.Slice(1_000_000, 1_000_000) });

        if (isResumed)
            Assert.That((await read).AsSpan().SequenceEqual(_server.Video.AsSpan(1_000_000, 1_000_000)), Is.True);
        else
            await Videos.FailureAsync(() => read, VideoStoreError.Unavailable);
    }

    [Test]
    public async Task A_video_without_a_date_is_of_the_moment_so_that_no_client_keeps_what_may_have_changed()
    {
        var properties = await _store.GetPropertiesAsync(Videos.Path);
        Assert.That(properties.LastModified, Is.EqualTo(DateTimeOffset.UtcNow).Within(TimeSpan.FromMinutes(1)));
    }

    private static async Task<bool> AnswerAsync(HttpContext context, int status, params (string Name, string Value)[] headers)
    {
        if (status == 0)
            return false;

        context.Response.StatusCode = status;
        foreach (var (name, value) in headers)
            context.Response.Headers[name] = value;

        if (context.Request.Method != "HEAD" && status is not 204)
            await context.Response.WriteAsync(status.ToString(CultureInfo.InvariantCulture));

        return true;
    }
}
