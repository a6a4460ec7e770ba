using System.Globalization;
using FlixTube.Host.Streaming;
using FlixTube.Host.Tests.Doubles;
using FlixTube.Testing.Time;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace FlixTube.Host.Tests.Streaming;

/// <summary>Viewers who read as they please, on a clock that the tests move.</summary>
[Parallelizable(ParallelScope.Self)]
internal sealed class SlowViewerTests
{
    private const long Length = 1L << 40;
    private const string Url = "/video?path=film.mp4";
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    private ScriptedVideoStore _store = null!;
    private ScriptedVideo _video = null!;
    private ManualTime _clock = null!;
    private StreamingServer _server = null!;

    [SetUp]
    public async Task Start()
    {
        _store = new ScriptedVideoStore();
        _video = _store.Add(new ScriptedVideo("film.mp4", Length));
        _clock = new ManualTime(new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero));
        // The clock moves while the store is being read as well.
        var options = new StreamingOptions { StoreIdleTimeout = TimeSpan.FromDays(1) };
        _server = await StreamingServer.StartAsync(_store, options, time: _clock, sendBufferSize: 128 * 1024);
    }

    [TearDown]
    public async Task Stop() => await _server.DisposeAsync();

    [Test]
    public async Task A_viewer_who_takes_nothing_is_cut_off()
    {
        using var viewer = await RawConnection.OpenAsync(_server.Address);
        await viewer.RequestAsync(Url);
        await viewer.ReadHeadAsync();

        await CutOffAsync(_server);

        Assert.That(_server.Log.Entries.Single(), Is.EqualTo((LogLevel.Information, "The viewer of 'film.mp4' took nothing for 00:01:00 and was cut off.")));
        Assert.That(_store.BytesRead, Is.LessThan(16 * 1024 * 1024), "the store is not read ahead of the viewer");
        Assert.That(await viewer.CountToEndAsync(), Is.LessThanOrEqualTo(_store.BytesRead));
    }

    [Test]
    public async Task A_viewer_who_takes_a_little_now_and_then_gets_it_all()
    {
        const int Bytes = 20 * 1024 * 1024;
        const int Piece = 1024 * 1024;
        using var viewer = await RawConnection.OpenAsync(_server.Address);
        await viewer.RequestAsync(Url, headers: string.Create(CultureInfo.InvariantCulture, $"Range: bytes=0-{Bytes - 1}"));
        await viewer.ReadHeadAsync();

        for (var offset = 0; offset < Bytes; offset += Piece)
        {
            Assert.That((await viewer.ReadAsync(Piece)).SequenceEqual(_video.Bytes(offset, Piece)), Is.True);
            _clock.Advance(Timeout * 0.7);
        }

        await viewer.RequestAsync(Url, method: "HEAD");
        Assert.That(await viewer.ReadHeadAsync(), Does.StartWith("HTTP/1.1 200"), "the connection lives on");
    }

    [Test]
    public async Task In_http_2_only_the_stream_is_cut_off()
    {
        await using var server = await StreamingServer.StartAsync(
            _store, new StreamingOptions { StoreIdleTimeout = TimeSpan.FromDays(1) }, HttpProtocols.Http2, _clock);
        using var idle = await server.GetAsync(Url);
        await using var body = await idle.Content.ReadAsStreamAsync();

        await CutOffAsync(server);

        await Assert.ThatAsync(() => body.CopyToAsync(Stream.Null), Throws.InstanceOf<IOException>());
        using var other = await server.GetAsync(Url, ("Range", "bytes=7-16"));
        Assert.That((await other.Content.ReadAsByteArrayAsync()).SequenceEqual(_video.Bytes(7, 10)), Is.True);
        Assert.That(server.Connections, Is.EqualTo(1), "the connection lives on");
        Assert.That(_store.BytesRead, Is.LessThan(16 * 1024 * 1024), "the store is not read ahead of the viewer");
    }

    [Test]
    public void Kestrels_own_limit_on_slow_readers_is_off() =>
        Assert.That(_server.Limits.MinResponseDataRate, Is.Null);

    [Test]
    [NonParallelizable]
    public async Task Memory_does_not_grow_with_the_video()
    {
        const long Bytes = 512L * 1024 * 1024;
        using var viewer = await RawConnection.OpenAsync(_server.Address);
        await viewer.RequestAsync(Url, headers: [string.Create(CultureInfo.InvariantCulture, $"Range: bytes=0-{Bytes - 1}"), "Connection: close"]);
        await viewer.ReadHeadAsync();
        var before = GC.GetTotalAllocatedBytes(precise: true);

        Assert.That(await viewer.CountToEndAsync(), Is.EqualTo(Bytes));
        Assert.That(GC.GetTotalAllocatedBytes(precise: true) - before, Is.LessThan(16 * 1024 * 1024));
    }

    // Whenever somebody waits for the viewer, that long passes; what moved meanwhile waits anew.
    private async Task CutOffAsync(StreamingServer server)
    {
        var disposed = _store.WhenBodyDisposedAsync();
        while (!disposed.IsCompleted)
        {
            await Task.WhenAny(disposed, _clock.WhenWaitingForAsync(Timeout));
            _clock.Advance(Timeout);
        }

        await server.Log.WhenWrittenAsync();
    }
}
