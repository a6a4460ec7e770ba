using System.Globalization;
using FlixTube.Host.Tests.Doubles;
using FlixTube.Storage;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace FlixTube.Host.Tests.Streaming;

/// <summary>Bytes that go to the socket from where a cache has them: they are right, and nobody's when they are taken back.</summary>
[Parallelizable(ParallelScope.All)]
internal sealed class LentBytesTests
{
    private const int Length = (9 << 20) + 7;
    private const string Url = "/video?path=film.mp4";
    private static readonly VideoPath Path = VideoPath.Parse("film.mp4");

    [Test]
    public async Task They_are_sent_without_a_copy()
    {
        var store = new LendingVideoStore(Path, Length);
        await using var server = await StreamingServer.StartAsync(store);
        for (var i = 0; i < 3; i++)
        {
            using var answer = await server.GetAsync(Url);
            Assert.That((await answer.Content.ReadAsByteArrayAsync()).SequenceEqual(LendingVideoStore.Bytes(0, Length)), Is.True);
        }

        Assert.That(store.Reads, Is.Zero);
        Assert.That(server.Connections, Is.EqualTo(1), "the connection lives on");
        Assert.That(store.Problems, Is.Empty);
    }

    [TestCase(HttpProtocols.Http2, false)]
    [TestCase(HttpProtocols.Http2, true)]
    [TestCase(HttpProtocols.Http1, true)]
    public async Task In_http_2_and_under_tls_they_are_copied(HttpProtocols protocols, bool tls)
    {
        var store = new LendingVideoStore(Path, Length);
        await using var server = await StreamingServer.StartAsync(store, protocols: protocols, tls: tls);
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            using var answer = await server.GetAsync(Url);
            return await answer.Content.ReadAsByteArrayAsync();
        }));

        Assert.That(answers.All(body => body.SequenceEqual(LendingVideoStore.Bytes(0, Length))), Is.True);
        Assert.That(store.Loans, Is.Zero);
        Assert.That(store.Problems, Is.Empty);
    }

    [Test]
    public async Task Requests_that_come_at_once_are_answered_one_after_the_other()
    {
        const int Count = 8;
        var store = new LendingVideoStore(Path, Length);
        await using var server = await StreamingServer.StartAsync(store);
        using var client = await RawConnection.OpenAsync(server.Address);
        var offsets = Enumerable.Range(0, Count).Select(i => i * 1_000_003).ToArray();
        await client.SendAsync(string.Concat(offsets.Select(offset => string.Create(
            CultureInfo.InvariantCulture, $"GET {Url} HTTP/1.1\nHost: test\nRange: bytes={offset}-{offset + 299_999}\n\n"))));

        foreach (var offset in offsets)
        {
            Assert.That(await client.ReadHeadAsync(), Does.StartWith("HTTP/1.1 206 ").And.Contain("Content-Length: 300000"));
            Assert.That((await client.ReadAsync(300_000)).SequenceEqual(LendingVideoStore.Bytes(offset, 300_000)), Is.True);
        }

        Assert.That(store.Problems, Is.Empty);
    }

    [Test]
    public async Task Parts_of_a_multipart_answer_are_where_they_belong()
    {
        var store = new LendingVideoStore(Path, Length);
        await using var server = await StreamingServer.StartAsync(store);
        using var answer = await server.GetAsync(Url, ("Range", "bytes=100-70099,5000000-5009999"));
        var body = await answer.Content.ReadAsByteArrayAsync();

        var first = body.AsSpan().IndexOf(LendingVideoStore.Bytes(100, 70_000));
        Assert.That(first, Is.Positive);
        Assert.That(body.AsSpan(first + 70_000).IndexOf(LendingVideoStore.Bytes(5_000_000, 10_000)), Is.Positive);
        Assert.That(store.Problems, Is.Empty);
    }

    [Test]
    public async Task A_viewer_who_leaves_or_reads_slowly_spoils_nothing([Values(1, 2)] int seed)
    {
        var store = new LendingVideoStore(Path, Length);
        await using var server = await StreamingServer.StartAsync(store, sendBufferSize: 64 * 1024);
        await Parallel.ForEachAsync(Enumerable.Range(0, 20), async (i, _) =>
        {
            var random = new Random((seed * 1000) + i);
            using var viewer = await RawConnection.OpenAsync(server.Address);
            await viewer.RequestAsync(Url);
            await viewer.ReadHeadAsync();
            var taken = random.Next(Length);
            Assert.That((await viewer.ReadAsync(taken)).SequenceEqual(LendingVideoStore.Bytes(0, taken)), Is.True);
            if (random.Next(2) == 0)
                viewer.Reset();
        });

        await Eventually.IsTrueAsync(() => store.OpenBodies == 0, "all bodies are given back");
        Assert.That(store.Loans, Is.Positive);
        Assert.That(store.Problems, Is.Empty);
    }

    [Test]
    public async Task A_server_that_stops_cuts_off_who_does_not_read()
    {
        var store = new LendingVideoStore(Path, 1L << 40);
        await using (var server = await StreamingServer.StartAsync(store))
        {
            using var viewer = await RawConnection.OpenAsync(server.Address);
            await viewer.RequestAsync(Url);
            await viewer.ReadHeadAsync();
            await Eventually.IsTrueAsync(() => store.Loans > 0, "something is lent");
            await server.DisposeAsync();
            await viewer.CountToEndAsync();
        }

        Assert.That(store.OpenBodies, Is.Zero);
        Assert.That(store.Problems, Is.Empty);
    }
}
