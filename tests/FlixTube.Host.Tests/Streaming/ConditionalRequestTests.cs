using System.Net;
using FlixTube.Host.Streaming;
using FlixTube.Host.Tests.Doubles;
using FlixTube.Testing.Time;

namespace FlixTube.Host.Tests.Streaming;

/// <summary>Conditions over a real connection, with what they cost; their every combination is in <see cref="RequestConditionsTests"/>.</summary>
[TestFixture(1)]
[TestFixture(2)]
[Parallelizable(ParallelScope.Self)]
internal sealed class ConditionalRequestTests(int hosts)
{
    private const int Length = 500_000;
    private const string Url = "/video?path=film.mp4";
    private const string Current = "\"store-tag-1\"";
    private const string Modified = "Mon, 06 May 2024 07:08:09 GMT";
    private const string Before = "Mon, 06 May 2024 07:08:08 GMT";

    private ScriptedVideoStore _store = null!;
    private StreamingServer _server = null!;

    [SetUp]
    public async Task Start()
    {
        _store = new ScriptedVideoStore();
        _store.Add(new ScriptedVideo("film.mp4", Length));
        _server = await StreamingServer.StartAsync(_store, hosts: hosts);
    }

    [TearDown]
    public async Task Stop()
    {
        await _server.DisposeAsync();
        Assert.That(_store.OpenBodies, Is.Zero, "every body is given back");
    }

    [TestCase("If-None-Match", "*", 304)]
    [TestCase("If-None-Match", Current, 304)]
    [TestCase("If-None-Match", "W/" + Current, 304)]
    [TestCase("If-None-Match", "\"other\"", 200)]
    [TestCase("If-Modified-Since", Modified, 304)]
    [TestCase("If-Modified-Since", Before, 200)]
    [TestCase("If-Match", "*", 200)]
    [TestCase("If-Match", Current, 200)]
    [TestCase("If-Match", "W/" + Current, 412)]
    [TestCase("If-Match", "\"other\"", 412)]
    [TestCase("If-Unmodified-Since", Modified, 200)]
    [TestCase("If-Unmodified-Since", Before, 412)]
    [TestCase("If-Range", "\"other\"", 200, Description = "without a Range it says nothing")]
    public async Task A_condition_costs_nothing_beside_the_one_request(string name, string value, int status)
    {
        using var get = await _server.GetAsync(Url, (name, value));
        using var head = await _server.SendAsync(HttpMethod.Head, Url, (name, value));
        await get.Content.ReadAsByteArrayAsync();

        Assert.That((int)get.StatusCode, Is.EqualTo(status));
        Assert.That((int)head.StatusCode, Is.EqualTo(status));
        Assert.That((_store.Reads.Count, _store.Stats), Is.EqualTo((1, 1)));
        Assert.That(_store.BytesRead, status == 200 ? Is.EqualTo(Length) : Is.LessThanOrEqualTo(hosts == 1 ? 0 : Length), "the body of a refusal is not read");
    }

    [Test]
    public async Task A_304_has_what_a_cache_needs_and_no_body()
    {
        using var answer = await _server.GetAsync(Url, ("If-None-Match", Current));

        Assert.Multiple(() =>
        {
            Assert.That(answer.Headers.ETag!.ToString(), Is.EqualTo(Current));
            Assert.That(answer.Content.Headers.LastModified, Is.EqualTo(DateTimeOffset.Parse(Modified)));
            Assert.That(answer.Headers.CacheControl!.ToString(), Is.EqualTo("no-cache"));
            Assert.That(answer.Headers.AcceptRanges, Is.EqualTo(new[] { "bytes" }));
            Assert.That(answer.Headers.Date, Is.Not.Null);
            Assert.That(answer.Content.Headers.ContentType, Is.Null);
        });
        Assert.That(await answer.Content.ReadAsByteArrayAsync(), Is.Empty);
    }

    [Test]
    public async Task A_412_is_a_problem()
    {
        using var answer = await _server.GetAsync(Url, ("If-Match", "\"other\""));

        Assert.That(answer.Content.Headers.ContentType!.MediaType, Is.EqualTo("application/problem+json"));
        Assert.That(await answer.Content.ReadAsStringAsync(), Does.Contain("urn:flixtube:problem:precondition-failed"));
        Assert.That(answer.Headers.CacheControl!.NoStore, Is.True);
    }

    [TestCase("If-None-Match", Current, 304)]
    [TestCase("If-None-Match", "\"other\"", 206)]
    [TestCase("If-Match", "\"other\"", 412)]
    [TestCase("If-Match", Current, 206)]
    [TestCase("If-Range", Current, 206)]
    [TestCase("If-Range", Modified, 206)]
    [TestCase("If-Range", "Monday, 06-May-24 07:08:09 GMT", 206)]
    public async Task With_a_range_it_is_one_request_as_well(string name, string value, int status)
    {
        using var answer = await _server.GetAsync(Url, ("Range", "bytes=10-19"), (name, value));

        Assert.That((int)answer.StatusCode, Is.EqualTo(status));
        Assert.That(_store.Requests, Is.EqualTo(1));
        await answer.Content.ReadAsByteArrayAsync();
    }

    [TestCase("\"other\"", 2)]
    [TestCase(Before, 2)]
    [TestCase("W/" + Current, 1, Description = "never matches, so the range is not even asked for")]
    [TestCase("garbage", 1)]
    public async Task If_range_that_does_not_hold_gives_the_whole(string value, int requests)
    {
        using var answer = await _server.GetAsync(Url, ("Range", "bytes=10-19"), ("If-Range", value));

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(answer.Content.Headers.ContentRange, Is.Null);
        Assert.That(await answer.Content.ReadAsByteArrayAsync(), Has.Length.EqualTo(Length));
        Assert.That(_store.Requests, Is.EqualTo(requests));
        Assert.That(_store.BytesRead, Is.InRange(Length, hosts == 1 ? Length : Length + 10));
    }

    [TestCase("If-None-Match", Current, 304, 2)]
    [TestCase("If-Match", "\"other\"", 412, 2)]
    [TestCase("If-Range", "\"other\"", 200, 3)]
    [TestCase("If-Range", Current, 416, 2)]
    [TestCase("If-None-Match", "\"other\"", 416, 2)]
    public async Task Conditions_are_judged_before_a_range_that_is_outside(string name, string value, int status, int requests)
    {
        using var answer = await _server.GetAsync(Url, ("Range", "bytes=600000-"), (name, value));
        await answer.Content.ReadAsByteArrayAsync();

        Assert.That((int)answer.StatusCode, Is.EqualTo(status));
        Assert.That(_store.Requests, Is.EqualTo(requests));
        Assert.That(answer.Content.Headers.ContentRange?.ToString(), Is.EqualTo(status == 416 ? $"bytes */{Length}" : null));
    }

    [Test]
    public async Task A_date_of_the_present_second_does_not_hold_in_if_range()
    {
        var clock = new ManualTime(DateTimeOffset.Parse(Modified));
        await using var server = await StreamingServer.StartAsync(_store, time: clock);

        using (var fresh = await server.GetAsync(Url, ("Range", "bytes=0-9"), ("If-Range", Modified)))
            Assert.That(fresh.StatusCode, Is.EqualTo(HttpStatusCode.OK));

        clock.Advance(TimeSpan.FromSeconds(1));
        using var settled = await server.GetAsync(Url, ("Range", "bytes=0-9"), ("If-Range", Modified));
        Assert.That(settled.StatusCode, Is.EqualTo(HttpStatusCode.PartialContent));
    }

    [Test]
    public async Task Last_modified_is_not_later_than_the_date_when_the_stores_clock_is_ahead()
    {
        var now = DateTimeOffset.Parse(Before);
        await using var server = await StreamingServer.StartAsync(_store, time: new ManualTime(now));
        using var answer = await server.SendAsync(HttpMethod.Head, Url);

        Assert.That(answer.Headers.Date, Is.EqualTo(now));
        Assert.That(answer.Content.Headers.LastModified, Is.EqualTo(now));
    }

    [Test]
    public async Task The_cache_control_is_the_operators()
    {
        await using var server = await StreamingServer.StartAsync(_store, new StreamingOptions { CacheControl = "public, max-age=60" });
        using var answer = await server.SendAsync(HttpMethod.Head, Url);
        Assert.That(answer.Headers.CacheControl!.MaxAge, Is.EqualTo(TimeSpan.FromSeconds(60)));
    }
}
