using System.Security.Cryptography;

namespace FlixTube.Host.Tests.Switching;

/// <summary>Watches one video while a test does its worst: one long answer read slowly, and short ones beside it. Every byte is compared.</summary>
internal sealed class SteadyViewer : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly HttpClient _client;
    private readonly byte[] _video;
    private readonly string _route;
    private readonly Task _long;
    private readonly Task _short;
    private int _answers;

    public SteadyViewer(Uri host, string path, byte[] video)
    {
        _client = new HttpClient { BaseAddress = host };
        _video = video;
        _route = $"/video?path={path}";
        _long = Task.Run(ReadSlowlyAsync);
        _short = Task.Run(ReadAgainAndAgainAsync);
    }

    /// <summary>How many whole answers there were so far.</summary>
    public int Answers => Volatile.Read(ref _answers);

    /// <summary>Lets the viewer finish; throws what disturbed it.</summary>
    public async Task FinishAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_long, _short).WaitAsync(TimeSpan.FromSeconds(60));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_long, _short).ContinueWith(static _ => { }, TaskScheduler.Default);
        _client.Dispose();
        _stop.Dispose();
    }

    private async Task ReadSlowlyAsync()
    {
        using var answer = await _client.GetAsync(_route, HttpCompletionOption.ResponseHeadersRead);
        answer.EnsureSuccessStatusCode();
        await using var body = await answer.Content.ReadAsStreamAsync();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        var buffer = new byte[8 * 1024];
        for (int count; (count = await body.ReadAsync(buffer)) > 0;)
        {
            hash.AppendData(buffer, 0, count);
            if (!_stop.IsCancellationRequested)
                await tick.WaitForNextTickAsync();
        }

        Assert.That(hash.GetHashAndReset(), Is.EqualTo(SHA256.HashData(_video)), "the long answer is whole and right");
    }

    private async Task ReadAgainAndAgainAsync()
    {
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!_stop.IsCancellationRequested)
        {
            var bytes = await _client.GetByteArrayAsync(_route);
            Assert.That(bytes.AsSpan().SequenceEqual(_video), Is.True, "every short answer is right");
            Interlocked.Increment(ref _answers);
            await tick.WaitForNextTickAsync();
        }
    }
}
