using System.Text;
using FlixTube.Host.Tests.Doubles;

namespace FlixTube.Host.Tests.Streaming;

/// <summary>What stands on the wire, where an HTTP client would hide it.</summary>
[TestFixture(1)]
[TestFixture(2)]
[Parallelizable(ParallelScope.Self)]
internal sealed class WireTests(int hosts)
{
    private const string Url = "/video?path=film.mp4";

    private ScriptedVideoStore _store = null!;
    private ScriptedVideo _video = null!;
    private StreamingServer _server = null!;
    private RawConnection _client = null!;

    [SetUp]
    public async Task Start()
    {
        _store = new ScriptedVideoStore();
        _video = _store.Add(new ScriptedVideo("film.mp4", 1000));
        _server = await StreamingServer.StartAsync(_store, hosts: hosts);
        _client = await RawConnection.OpenAsync(_server.Address);
    }

    [TearDown]
    public async Task Stop()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [TestCase("HEAD", "Range: bytes=0-1", "200")]
    [TestCase("GET", "If-None-Match: *", "304")]
    [TestCase("HEAD", "If-None-Match: *", "304")]
    [TestCase("HEAD", "If-Match: \"x\"", "412")]
    public async Task Nothing_follows_the_head_of_an_answer_without_a_body(string method, string header, string status)
    {
        await _client.RequestAsync(Url, method, header);
        Assert.That(await _client.ReadHeadAsync(), Does.StartWith($"HTTP/1.1 {status} "));

        // If there were a body, it would be read as the next head.
        await _client.RequestAsync(Url, "GET", "Range: bytes=5-6");
        Assert.That(await _client.ReadHeadAsync(), Does.StartWith("HTTP/1.1 206 "));
        Assert.That((await _client.ReadAsync(2)).SequenceEqual(_video.Bytes(5, 2)), Is.True);
    }

    [Test]
    public async Task Two_lines_of_range_are_ignored()
    {
        await _client.RequestAsync(Url, "GET", "Range: bytes=0-1", "Range: bytes=2-3");
        Assert.That(await _client.ReadHeadAsync(), Does.StartWith("HTTP/1.1 200 ").And.Contain("Content-Length: 1000"));
    }

    [Test]
    public async Task Two_lines_of_tags_are_one_list()
    {
        await _client.RequestAsync(Url, "GET", "If-None-Match: \"x\"", "If-None-Match: \"store-tag-1\"");
        Assert.That(await _client.ReadHeadAsync(), Does.StartWith("HTTP/1.1 304 "));
    }

    [TestCase("Range:")]
    [TestCase("If-Match: \"\u00E9\", *")]
    [TestCase("If-Modified-Since: Thu, 99 Foo 2024 00:00:00 GMT")]
    [TestCase("If-Range: ,,,")]
    public async Task A_header_that_says_nothing_gets_an_answer(string header)
    {
        await _client.RequestAsync(Url, "GET", header);
        Assert.That(await _client.ReadHeadAsync(), Does.Match("^HTTP/1.1 (200|400|412) "));
    }

    [Test]
    public async Task A_multipart_body_is_exactly_as_long_as_it_says()
    {
        await _client.RequestAsync(Url, "GET", "Range: bytes=0-1,500-502");
        var head = await _client.ReadHeadAsync();
        var boundary = Value(head, "Content-Type: multipart/byteranges; boundary=");
        var body = await _client.ReadAsync(int.Parse(Value(head, "Content-Length: ")));

        var expected = Encoding.Latin1.GetString([
            .. Encoding.ASCII.GetBytes($"--{boundary}\r\nContent-Type: video/mp4\r\nContent-Range: bytes 0-1/1000\r\n\r\n"),
            .. _video.Bytes(0, 2),
            .. Encoding.ASCII.GetBytes($"\r\n--{boundary}\r\nContent-Type: video/mp4\r\nContent-Range: bytes 500-502/1000\r\n\r\n"),
            .. _video.Bytes(500, 3),
            .. Encoding.ASCII.GetBytes($"\r\n--{boundary}--\r\n")]);
        Assert.That(Encoding.Latin1.GetString(body), Is.EqualTo(expected));

        await _client.RequestAsync(Url, "HEAD");
        Assert.That(await _client.ReadHeadAsync(), Does.StartWith("HTTP/1.1 200 "), "nothing follows");
    }

    [Test]
    public async Task A_reset_in_the_middle_ends_the_read()
    {
        _store.StallAt = 500;
        await _client.RequestAsync(Url);
        await _client.ReadHeadAsync();
        await _client.ReadAsync(500);
        _client.Reset();

        await _store.WhenBodyDisposedAsync();
    }

    private static string Value(string head, string name)
    {
        var start = head.IndexOf(name, StringComparison.Ordinal) + name.Length;
        return head[start..head.IndexOf("\r\n", start, StringComparison.Ordinal)];
    }
}
