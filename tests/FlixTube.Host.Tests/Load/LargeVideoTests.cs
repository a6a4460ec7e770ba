using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using FlixTube.Testing.Hosts;
using FlixTube.Testing.Programs;

namespace FlixTube.Host.Tests.Load;

/// <summary>A video's length is not felt: the process that serves or takes it stays as small as it was.</summary>
internal sealed class LargeVideoTests
{
    private const long MiB = 1 << 20;
    private const long GiB = 1 << 30;

    private HostProcess _host = null!;

    [SetUp]
    public async Task Start() => _host = await HostProcess.StartAsync();

    [TearDown]
    public async Task Stop() => await _host.DisposeAsync();

    [Test]
    public async Task Five_GiB_are_served_whole_and_in_ranges_beyond_2_to_the_32_with_flat_memory()
    {
        const long length = 5 * GiB;
        var mark = "beyond four gigabytes"u8.ToArray();
        var place = (1L << 32) + 12_345;
        await using (var file = File.Create(Path.Combine(_host.Videos, "large.mp4")))
        {
            file.SetLength(length);
            file.Position = place;
            await file.WriteAsync(mark);
        }

        Assert.That(await RangeAsync(0, 0), Is.EqualTo(new byte[1]), "warm before it is measured");
        var before = _host.Process.WorkingSet;

        Assert.That(await RangeAsync(place, place + mark.Length - 1), Is.EqualTo(mark));
        Assert.That(await RangeAsync(null, length - place, read: mark.Length), Is.EqualTo(mark), "by a suffix");
        Assert.That(await RangeAsync(length - 1, null), Is.EqualTo(new byte[1]));
        Assert.That(await WholeAsync(), Is.EqualTo(length));

        var growth = _host.Process.PeakWorkingSet - before;
        await TestContext.Out.WriteLineAsync($"Serving 5 GiB: {before / MiB} MiB before, at most {growth / MiB} MiB more.");
        Assert.That(growth, Is.LessThan(32 * MiB));

        async Task<byte[]> RangeAsync(long? from, long? to, int? read = null)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, _host.VideoUri("large.mp4"));
            request.Headers.Range = new RangeHeaderValue(from, to);
            using var answer = await _host.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.PartialContent));
            Assert.That(answer.Content.Headers.ContentRange?.Length, Is.EqualTo(length));
            var bytes = new byte[read ?? answer.Content.Headers.ContentLength!.Value];
            await (await answer.Content.ReadAsStreamAsync()).ReadExactlyAsync(bytes);
            return bytes;
        }

        async Task<long> WholeAsync()
        {
            await using var body = await _host.Client.GetStreamAsync(_host.VideoUri("large.mp4"));
            var buffer = new byte[MiB];
            var total = 0L;
            for (int count; (count = await body.ReadAsync(buffer)) > 0;)
                total += count;

            return total;
        }
    }

    [Test]
    public async Task One_GiB_is_uploaded_with_flat_memory()
    {
        using (await _host.Client.PostAsync("videos?path=warm.mp4", new ByteArrayContent([1])))
        {
        }

        var before = _host.Process.WorkingSet;
        using var content = new GeneratedContent(GiB);
        using var answer = await _host.Client.PostAsync("videos?path=large.mp4", content);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Created));
        var stored = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        Assert.That(stored.GetProperty("length").GetInt64(), Is.EqualTo(GiB));
        Assert.That(stored.GetProperty("contentHash").GetString(), Is.EqualTo(content.Hash));

        var growth = _host.Process.PeakWorkingSet - before;
        await TestContext.Out.WriteLineAsync($"Taking 1 GiB: {before / MiB} MiB before, at most {growth / MiB} MiB more.");
        Assert.That(growth, Is.LessThan(32 * MiB));
    }

    [Test]
    public async Task A_host_that_is_killed_in_the_middle_of_an_upload_leaves_no_partial_video_and_keeps_the_old_one()
    {
        using (await _host.Client.PostAsync("videos?path=old.mp4", new ByteArrayContent([1, 2, 3])))
        {
        }

        using var gate = new CancellationTokenSource();
        var uploads = new[] { "new.mp4", "old.mp4" }
            .Select(path => _host.Client.PostAsync($"videos?path={path}", new GeneratedContent(GiB, stopAfter: 8 * MiB, gate.Token)))
            .ToList();
        await Eventually.IsTrueAsync(() => BytesUnder(_host.Videos) > 8 * MiB, "the uploads have begun");

        _host.Process.Send(Signal.Kill);
        await _host.Process.ExitAsync(TimeSpan.FromSeconds(30));
        await gate.CancelAsync();
        foreach (var upload in uploads)
            await Assert.CatchAsync<Exception>(() => upload);

        await using var next = await HostProcess.StartAsync(new Dictionary<string, string> { ["VideoStorage:File:Root"] = _host.Videos });
        var list = await next.Client.GetStringAsync("videos");
        Assert.That(list, Does.Contain("old.mp4").And.Not.Contain("new.mp4"));
        Assert.That(await next.Client.GetByteArrayAsync(next.VideoUri("old.mp4")), Is.EqualTo(new byte[] { 1, 2, 3 }));
        Assert.That(BytesUnder(_host.Videos), Is.LessThan(MiB), "the leftovers are swept");
    }

    private static long BytesUnder(string folder) =>
        new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(static file => file.Exists ? file.Length : 0);

    /// <summary>A body that is made as it is sent; it can stop in the middle until it is cancelled.</summary>
    private sealed class GeneratedContent(long length, long stopAfter = long.MaxValue, CancellationToken gate = default) : HttpContent
    {
        private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

        public string Hash => Convert.ToHexStringLower(_hash.GetHashAndReset());

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            var piece = new byte[MiB];
            for (long sent = 0; sent < length; sent += piece.Length)
            {
                if (sent >= stopAfter)
                    await Task.Delay(Timeout.Infinite, gate);

                piece[sent / MiB % piece.Length]++;
                _hash.AppendData(piece);
                await stream.WriteAsync(piece);
            }
        }

        protected override bool TryComputeLength(out long contentLength)
        {
            contentLength = length;
            return true;
        }

        protected override void Dispose(bool disposing)
        {
            _hash.Dispose();
            base.Dispose(disposing);
        }
    }
}
