using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;

namespace FlixTube.Host.Tests.Switching;

/// <summary>Many viewers at once, each with a connection of its own and its own habit. Every answer is checked to its last byte.</summary>
internal sealed class Audience : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly SocketsHttpHandler _sockets = new() { UseProxy = false, UseCookies = false, PooledConnectionIdleTimeout = TimeSpan.FromMinutes(5) };
    private readonly HttpClient _client;
    private readonly IReadOnlyList<Video> _videos;
    private readonly Task[] _viewers;
    private long _answers;
    private long _bytes;
    private bool _isDisposed;

    public Audience(Uri host, IReadOnlyList<Video> videos, int viewers)
    {
        _client = new HttpClient(_sockets) { BaseAddress = host, Timeout = TimeSpan.FromMinutes(2) };
        _videos = videos;
        _viewers = [.. Enumerable.Range(0, viewers).Select(viewer => Task.Run(() => WatchAsync(viewer)))];
    }

    public long Answers => Interlocked.Read(ref _answers);

    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>The first viewer whom something disturbed.</summary>
    public Exception? Disturbed => _viewers.FirstOrDefault(static viewer => viewer.IsFaulted)?.Exception?.InnerException;

    /// <summary>Lets everyone finish what they watch; throws what disturbed the first of them.</summary>
    public async Task FinishAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_viewers).WaitAsync(TimeSpan.FromMinutes(2));
    }

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
            return;

        _isDisposed = true;
        await _stop.CancelAsync();
        await Task.WhenAll(_viewers).ContinueWith(static _ => { }, TaskScheduler.Default);
        _client.Dispose();
        _sockets.Dispose();
        _stop.Dispose();
    }

    private async Task WatchAsync(int viewer)
    {
        var random = new Random(viewer);
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(random.Next(1000, 3000)));
        do
        {
            var video = _videos[random.Next(_videos.Count)];
            await WatchAsync(viewer % 5, video, random);
            Interlocked.Increment(ref _answers);
            await pause.WaitForNextTickAsync();
        }
        while (!_stop.IsCancellationRequested);
    }

    private Task WatchAsync(int habit, Video video, Random random) => habit switch
    {
        0 => WholeAsync(video, slowly: false),
        1 => WholeAsync(video, slowly: true),
        2 => ConditionalAsync(video),
        _ => RangeAsync(video, random),
    };

    private async Task WholeAsync(Video video, bool slowly)
    {
        using var answer = await _client.GetAsync(video.Route, HttpCompletionOption.ResponseHeadersRead);
        Check(answer, HttpStatusCode.OK, video);
        Assert.That(await HashAsync(answer, slowly), Is.EqualTo(video.Hash), "the SHA-256 of the answer");
    }

    private async Task RangeAsync(Video video, Random random)
    {
        var from = random.Next(video.Bytes.Length);
        var to = random.Next(from, video.Bytes.Length);
        using var request = new HttpRequestMessage(HttpMethod.Get, video.Route) { Headers = { Range = new RangeHeaderValue(from, to) } };
        using var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Check(answer, HttpStatusCode.PartialContent, video);
        Assert.That(await HashAsync(answer, slowly: false), Is.EqualTo(Convert.ToHexStringLower(SHA256.HashData(video.Bytes.AsSpan(from, to - from + 1)))), "the SHA-256 of the range");
    }

    // A player that comes back: its copy is good still, and it goes on where it was.
    private async Task ConditionalAsync(Video video)
    {
        var tag = new EntityTagHeaderValue($"\"{video.Hash}\"");
        using var again = new HttpRequestMessage(HttpMethod.Get, video.Route) { Headers = { IfNoneMatch = { tag } } };
        using var unchanged = await _client.SendAsync(again);
        Check(unchanged, HttpStatusCode.NotModified, video);

        var from = video.Bytes.Length / 3;
        using var resume = new HttpRequestMessage(HttpMethod.Get, video.Route) { Headers = { Range = new RangeHeaderValue(from, null), IfRange = new RangeConditionHeaderValue(tag) } };
        using var rest = await _client.SendAsync(resume, HttpCompletionOption.ResponseHeadersRead);
        Check(rest, HttpStatusCode.PartialContent, video);
        Assert.That(await HashAsync(rest, slowly: false), Is.EqualTo(Convert.ToHexStringLower(SHA256.HashData(video.Bytes.AsSpan(from)))), "the SHA-256 of the rest");
    }

    private static void Check(HttpResponseMessage answer, HttpStatusCode status, Video video)
    {
        if (answer.StatusCode != status || answer.Headers.ETag?.Tag != $"\"{video.Hash}\"")
            Assert.Fail($"{answer.RequestMessage!.RequestUri} {answer.RequestMessage.Headers.Range}: {(int)answer.StatusCode} {answer.Headers.ETag}, not {(int)status}");
    }

    private async Task<string> HashAsync(HttpResponseMessage answer, bool slowly)
    {
        await using var body = await answer.Content.ReadAsStreamAsync();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        var buffer = new byte[16 * 1024];
        for (int count; (count = await body.ReadAsync(buffer)) > 0;)
        {
            hash.AppendData(buffer, 0, count);
            Interlocked.Add(ref _bytes, count);
            if (slowly)
                await tick.WaitForNextTickAsync();
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>A video that is the same in every store.</summary>
    public sealed record Video(string Path, byte[] Bytes)
    {
        public string Hash { get; } = Convert.ToHexStringLower(SHA256.HashData(Bytes));

        public string Route => $"/video?path={Path}";
    }
}
