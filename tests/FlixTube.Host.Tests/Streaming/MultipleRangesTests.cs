using System.Net;
using FlixTube.Host.Tests.Doubles;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace FlixTube.Host.Tests.Streaming;

[TestFixture(HttpProtocols.Http1, 1)]
[TestFixture(HttpProtocols.Http2, 1)]
[TestFixture(HttpProtocols.Http1, 2)]
[Parallelizable(ParallelScope.Self)]
internal sealed class MultipleRangesTests(HttpProtocols protocol, int hosts)
{
    private const int Length = 500_000;
    private const string Url = "/video?path=film.mp4";

    private ScriptedVideoStore _store = null!;
    private ScriptedVideo _video = null!;
    private StreamingServer _server = null!;

    [SetUp]
    public async Task Start()
    {
        _store = new ScriptedVideoStore();
        _video = _store.Add(new ScriptedVideo("film.mp4", Length));
        _server = await StreamingServer.StartAsync(_store, protocols: protocol, hosts: hosts);
    }

    [TearDown]
    public async Task Stop()
    {
        await _server.DisposeAsync();
        Assert.That(_store.OpenBodies, Is.Zero, "every body is given back");
    }

    [Test]
    public async Task They_are_parts_in_the_order_of_the_header()
    {
        using var answer = await _server.GetAsync(Url, ("Range", "bytes=400000-400099, 0-0, -200000"));

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.PartialContent));
        Assert.That(answer.Content.Headers.ContentRange, Is.Null);
        Assert.That(answer.Content.Headers.ContentLength, Is.EqualTo((await answer.Content.ReadAsByteArrayAsync()).Length));

        var parts = await VideoPart.ReadAllAsync(answer);
        Assert.That(parts.Select(p => (p.First, p.Last)), Is.EqualTo(new[] { (400_000, 400_099), (0, 0), (300_000, 499_999) }));
        foreach (var part in parts)
        {
            Assert.That(part.ContentType, Is.EqualTo("video/mp4"));
            Assert.That(part.VideoLength, Is.EqualTo(Length));
            Assert.That(part.Bytes.SequenceEqual(_video.Bytes(part.First, part.Last - part.First + 1)), Is.True);
        }
    }

    [Test]
    public async Task Each_part_is_one_read_pinned_to_the_first()
    {
        using var answer = await _server.GetAsync(Url, ("Range", "bytes=400000-400099, 0-0, -10"));
        await answer.Content.ReadAsByteArrayAsync();

        Assert.That(_store.Reads.Select(r => (r.Range.ToString(), r.IfMatch)), Is.EqualTo(new[]
        {
            ("400000-400099", null), ("0-0", "store-tag-1"), ("499990-499999", "store-tag-1"),
        }));
        Assert.That(_store.Stats, Is.Zero);
    }

    [Test]
    public async Task Those_outside_are_left_out()
    {
        using var answer = await _server.GetAsync(Url, ("Range", "bytes=0-9, 600000-, 1000-1009"));
        var parts = await VideoPart.ReadAllAsync(answer);
        Assert.That(parts.Select(p => p.First), Is.EqualTo(new[] { 0, 1000 }));
    }

    [TestCase("bytes=1000-1009, 600000-", 1)]
    [TestCase("bytes=600000-, 1000-1009", 2, Description = "only the store can say that the first is outside")]
    public async Task One_that_is_left_is_a_plain_206(string range, int requests)
    {
        using var answer = await _server.GetAsync(Url, ("Range", range));

        Assert.That(answer.Content.Headers.ContentRange!.ToString(), Is.EqualTo($"bytes 1000-1009/{Length}"));
        Assert.That(answer.Content.Headers.ContentType!.ToString(), Is.EqualTo("video/mp4"));
        Assert.That((await answer.Content.ReadAsByteArrayAsync()).SequenceEqual(_video.Bytes(1000, 10)), Is.True);
        Assert.That(_store.Requests, Is.EqualTo(requests));
    }

    [Test]
    public async Task As_many_as_are_allowed_are_sent_and_one_more_is_416_for_one_stat()
    {
        using var allowed = await _server.GetAsync(Url, ("Range", Ranges(16)));
        Assert.That(await VideoPart.ReadAllAsync(allowed), Has.Count.EqualTo(16));
        Assert.That(_store.Stats, Is.Zero);

        using var refused = await _server.GetAsync(Url, ("Range", Ranges(17)));
        Assert.That(refused.StatusCode, Is.EqualTo(HttpStatusCode.RequestedRangeNotSatisfiable));
        Assert.That(refused.Content.Headers.ContentRange!.ToString(), Is.EqualTo($"bytes */{Length}"));
        Assert.That(await refused.Content.ReadAsStringAsync(), Does.Contain("urn:flixtube:problem:too-many-ranges"));
        Assert.That((_store.Reads.Count, _store.Stats), Is.EqualTo((16, 1)));

        static string Ranges(int count) => "bytes=" + string.Join(',', Enumerable.Range(0, count).Select(i => $"{i * 1000}-{i * 1000}"));
    }

    [TestCase("If-None-Match", "\"store-tag-1\"", HttpStatusCode.NotModified)]
    [TestCase("If-Match", "\"other\"", HttpStatusCode.PreconditionFailed)]
    [TestCase("If-Range", "\"other\"", HttpStatusCode.OK)]
    public async Task Conditions_come_before_their_number(string name, string value, HttpStatusCode status)
    {
        var ranges = "bytes=" + string.Join(',', Enumerable.Range(0, 99).Select(i => $"{i * 1000}-{i * 1000}"));
        using var answer = await _server.GetAsync(Url, ("Range", ranges), (name, value));
        Assert.That(answer.StatusCode, Is.EqualTo(status));
        await answer.Content.ReadAsByteArrayAsync();
    }

    [Test]
    public async Task Thousands_that_overlap_are_one_read()
    {
        using var answer = await _server.GetAsync(Url, ("Range", "bytes=" + string.Concat(Enumerable.Repeat("0-,", 3000))));
        Assert.That((await answer.Content.ReadAsByteArrayAsync()).Length, Is.EqualTo(Length));
        Assert.That(_store.Requests, Is.EqualTo(1));
    }

    [Test]
    public async Task A_video_replaced_between_parts_breaks_the_answer_off()
    {
        _store.BeforeOpen = (before, _) =>
        {
            if (before == 1)
                _store.Add(new ScriptedVideo("film.mp4", Length, seed: 2));

            return Task.CompletedTask;
        };

        await Assert.ThatAsync(
            async () =>
            {
                using var answer = await _server.GetAsync(Url, ("Range", "bytes=0-99, 1000-1099"));
                await answer.Content.ReadAsByteArrayAsync();
            },
            Throws.InstanceOf<HttpRequestException>());
        await _server.Log.WhenWrittenAsync();
        Assert.That(_server.Log.Entries.Single(), Is.EqualTo((LogLevel.Warning, "Streaming 'film.mp4' broke off: the store failed with PreconditionFailed.")));
    }

    [Test]
    public async Task The_boundary_cannot_be_foreseen()
    {
        using var one = await _server.GetAsync(Url, ("Range", "bytes=0-0,-1"));
        using var other = await _server.GetAsync(Url, ("Range", "bytes=0-0,-1"));
        var boundaries = new[] { one, other }.Select(a => a.Content.Headers.ContentType!.Parameters.Single().Value).ToList();

        Assert.That(boundaries, Is.Unique);
        Assert.That(boundaries, Has.All.Length.GreaterThanOrEqualTo(32));
    }

    [Test]
    public async Task A_content_type_cannot_forge_headers_of_a_part()
    {
        _store.Add(new ScriptedVideo("film.mp4", Length, contentType: "video/mp4\r\nX-Forged: yes"));
        using var answer = await _server.GetAsync(Url, ("Range", "bytes=0-0,-1"));

        Assert.That(await answer.Content.ReadAsStringAsync(), Does.Not.Contain("Forged"));
        Assert.That((await VideoPart.ReadAllAsync(answer)).Select(p => p.ContentType), Has.All.EqualTo("application/octet-stream"));
    }
}
