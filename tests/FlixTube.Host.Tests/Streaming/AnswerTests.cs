using System.Net;
using FlixTube.Host.Streaming;
using FlixTube.Host.Tests.Doubles;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace FlixTube.Host.Tests.Streaming;

/// <summary>What a viewer gets over a real connection, and what it costs the store.</summary>
[TestFixture(HttpProtocols.Http1, 1)]
[TestFixture(HttpProtocols.Http2, 1)]
[TestFixture(HttpProtocols.Http1, 2)]
[Parallelizable(ParallelScope.Self)]
internal sealed class AnswerTests(HttpProtocols protocol, int hosts)
{
    private const int Length = 500_000;
    private const string Url = "/video?path=folder/film.mp4";
    private static readonly string Hash = new('b', 64);

    private ScriptedVideoStore _store = null!;
    private ScriptedVideo _video = null!;
    private StreamingServer _server = null!;

    [SetUp]
    public async Task Start()
    {
        _store = new ScriptedVideoStore();
        _video = _store.Add(new ScriptedVideo("folder/film.mp4", Length, contentHash: Hash));
        _server = await StreamingServer.StartAsync(_store, protocols: protocol, hosts: hosts);
    }

    [TearDown]
    public async Task Stop()
    {
        await _server.DisposeAsync();
        Assert.That(_store.OpenBodies, Is.Zero, "every body is given back");
        Assert.That(_server.Streamer.ActiveStreams, Is.Zero);
    }

    [Test]
    public async Task A_plain_get_is_the_whole_video_for_one_request()
    {
        using var answer = await _server.GetAsync(Url);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        AssertVideoHeaders(answer);
        Assert.That(answer.Content.Headers.ContentLength, Is.EqualTo(Length));
        Assert.That(answer.Content.Headers.ContentRange, Is.Null);
        Assert.That((await answer.Content.ReadAsByteArrayAsync()).SequenceEqual(_video.Bytes()), Is.True);
        Assert.That(_store.Requests, Is.EqualTo(1));
    }

    [Test]
    public async Task A_store_that_yields_little_at_a_time_is_sent_whole()
    {
        _store.MaxRead = 1013;
        Assert.That((await _server.Client.GetByteArrayAsync(Url)).SequenceEqual(_video.Bytes()), Is.True);
    }

    [TestCase("bytes=0-", 0, Length)]
    [TestCase("bytes=0-1", 0, 2, Description = "how Safari begins")]
    [TestCase("bytes=0-0", 0, 1)]
    [TestCase("bytes=499999-", 499_999, 1)]
    [TestCase("bytes=100000-399999", 100_000, 300_000)]
    [TestCase("bytes=499990-600000", 499_990, 10)]
    [TestCase("bytes=-10", 499_990, 10)]
    [TestCase("bytes=-600000", 0, Length)]
    [TestCase("bytes=100-199,200-299,150-350", 100, 251, Description = "several that are one")]
    public async Task A_range_is_206_for_one_request(string range, int offset, int length)
    {
        using var answer = await _server.GetAsync(Url, ("Range", range));

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.PartialContent));
        AssertVideoHeaders(answer);
        Assert.That(answer.Content.Headers.ContentRange!.ToString(), Is.EqualTo($"bytes {offset}-{offset + length - 1}/{Length}"));
        Assert.That(answer.Content.Headers.ContentLength, Is.EqualTo(length));
        Assert.That((await answer.Content.ReadAsByteArrayAsync()).SequenceEqual(_video.Bytes(offset, length)), Is.True);
        Assert.That(_store.Requests, Is.EqualTo(1));
    }

    [TestCase("bytes=500000-")]
    [TestCase("bytes=-0")]
    [TestCase("bytes=99999999999999999999-")]
    [TestCase("bytes=700000-800000,600000-600001,-0")]
    public async Task A_range_outside_is_416_with_the_length_for_one_request(string range)
    {
        using var answer = await _server.GetAsync(Url, ("Range", range));

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.RequestedRangeNotSatisfiable));
        Assert.That(answer.Content.Headers.ContentRange!.ToString(), Is.EqualTo($"bytes */{Length}"));
        Assert.That(await answer.Content.ReadAsStringAsync(), Does.Contain("urn:flixtube:problem:range-not-satisfiable"));
        Assert.That(_store.Requests, Is.EqualTo(1));
    }

    [TestCase("bytes=5-4")]
    [TestCase("items=0-1")]
    [TestCase("bytes=0-1,x")]
    public async Task A_range_that_is_none_is_ignored(string range)
    {
        using var answer = await _server.GetAsync(Url, ("Range", range));

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await answer.Content.ReadAsByteArrayAsync(), Has.Length.EqualTo(Length));
    }

    [TestCase(null)]
    [TestCase("bytes=0-1")]
    [TestCase("bytes=600000-")]
    public async Task A_head_is_the_whole_without_the_body_for_one_stat(string? range)
    {
        using var answer = await _server.SendAsync(HttpMethod.Head, Url, range is null ? [] : [("Range", range)]);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        AssertVideoHeaders(answer);
        Assert.That(answer.Content.Headers.ContentLength, Is.EqualTo(Length));
        Assert.That(await answer.Content.ReadAsByteArrayAsync(), Is.Empty);
        Assert.That((_store.Reads.Count, _store.Stats), Is.EqualTo((0, 1)));
    }

    [Test]
    public async Task An_empty_video_is_an_empty_body()
    {
        _store.Add(new ScriptedVideo("empty", 0));
        using var answer = await _server.GetAsync("/video?path=empty");

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(answer.Content.Headers.ContentLength, Is.Zero);
        Assert.That(await answer.Content.ReadAsByteArrayAsync(), Is.Empty);
    }

    [TestCase("bytes=0-", HttpStatusCode.RequestedRangeNotSatisfiable)]
    [TestCase("bytes=-0", HttpStatusCode.RequestedRangeNotSatisfiable)]
    [TestCase("bytes=-5", HttpStatusCode.OK)]
    [TestCase("bytes=0-0,-5", HttpStatusCode.OK)]
    public async Task A_range_of_an_empty_video_is_refused_unless_it_is_a_suffix(string range, HttpStatusCode status)
    {
        _store.Add(new ScriptedVideo("empty", 0));
        using var answer = await _server.GetAsync("/video?path=empty", ("Range", range));

        Assert.That(answer.StatusCode, Is.EqualTo(status));
        Assert.That(answer.Content.Headers.ContentRange?.ToString(), Is.EqualTo(status == HttpStatusCode.OK ? null : "bytes */0"));
    }

    [Test]
    public async Task What_is_not_there_is_left_to_the_host()
    {
        using var answer = await _server.GetAsync("/video?path=nothing", ("If-Match", "*"), ("Range", "bytes=0-1"));
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.NotFound), "RFC 9110 section 13.2.1: conditions are for what would succeed");
    }

    [Test]
    public async Task A_download_is_named_after_the_file()
    {
        using var download = await _server.SendAsync(HttpMethod.Head, Url + "&download=1");
        using var other = await _server.SendAsync(HttpMethod.Head, Url + "&download=0");

        Assert.That(download.Content.Headers.GetValues("Content-Disposition"), Is.EqualTo(new[] { "attachment; filename=\"film.mp4\"; filename*=UTF-8''film.mp4" }));
        Assert.That(other.Content.Headers.ContentDisposition, Is.Null);
    }

    [TestCase("text/html")]
    [TestCase("image/svg+xml")]
    [TestCase("application/octet-stream")]
    public async Task A_page_cannot_run_in_the_hosts_origin(string type)
    {
        _store.Add(new ScriptedVideo("page", 10, contentType: type));
        using var answer = await _server.GetAsync("/video?path=page");

        Assert.That(answer.Content.Headers.ContentType!.ToString(), Is.EqualTo(type));
        Assert.That(answer.Headers.GetValues("Content-Security-Policy"), Is.EqualTo(new[] { "sandbox" }));
        Assert.That(answer.Headers.GetValues("X-Content-Type-Options"), Is.EqualTo(new[] { "nosniff" }));
    }

    [TestCase("vidéo/mp4")]
    [TestCase("video/mp4\r\nSet-Cookie: a=b")]
    public async Task A_content_type_that_no_header_can_hold_is_unknown(string contentType)
    {
        _store.Add(new ScriptedVideo("odd", 10, contentType: contentType));
        using var answer = await _server.GetAsync("/video?path=odd");

        Assert.That(answer.Content.Headers.ContentType!.ToString(), Is.EqualTo("application/octet-stream"));
    }

    [Test]
    public async Task More_streams_than_allowed_are_told_to_come_back()
    {
        var opened = new TaskCompletionSource();
        var mayOpen = new TaskCompletionSource();
        _store.BeforeOpen = (_, _) =>
        {
            opened.TrySetResult();
            return mayOpen.Task;
        };
        await using var server = await StreamingServer.StartAsync(_store, new StreamingOptions { MaxConcurrentStreams = 1 }, protocol);
        var first = server.GetAsync(Url);
        await opened.Task;

        using (var second = await server.GetAsync(Url))
        {
            Assert.That(second.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
            Assert.That(second.Headers.RetryAfter!.Delta, Is.EqualTo(TimeSpan.FromSeconds(1)));
            Assert.That(await second.Content.ReadAsStringAsync(), Does.Contain("urn:flixtube:problem:busy"));
        }

        mayOpen.SetResult();
        using (var answer = await first)
            Assert.That(await answer.Content.ReadAsByteArrayAsync(), Has.Length.EqualTo(Length));

        Assert.That(_store.Requests, Is.EqualTo(1));
        using var third = await server.GetAsync(Url);
        Assert.That(third.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        await third.Content.ReadAsByteArrayAsync();
    }

    private static void AssertVideoHeaders(HttpResponseMessage answer)
    {
        Assert.Multiple(() =>
        {
            Assert.That(answer.Headers.ETag!.ToString(), Is.EqualTo($"\"{Hash}\""));
            Assert.That(answer.Content.Headers.LastModified, Is.EqualTo(new DateTimeOffset(2024, 5, 6, 7, 8, 9, TimeSpan.Zero)));
            Assert.That(answer.Headers.Date, Is.EqualTo(DateTimeOffset.UtcNow).Within(TimeSpan.FromSeconds(10)));
            Assert.That(answer.Headers.AcceptRanges, Is.EqualTo(new[] { "bytes" }));
            Assert.That(answer.Headers.CacheControl!.ToString(), Is.EqualTo("no-cache"));
            Assert.That(answer.Content.Headers.ContentType!.ToString(), Is.EqualTo("video/mp4"));
            Assert.That(answer.Headers.GetValues("X-Content-Type-Options"), Is.EqualTo(new[] { "nosniff" }));
            Assert.That(answer.Headers.Contains("Content-Security-Policy"), Is.False);
        });
    }
}
