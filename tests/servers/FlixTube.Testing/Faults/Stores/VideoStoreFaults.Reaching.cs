using System.Diagnostics;
using FlixTube.Storage;
using FlixTube.Storage.Network;
using FlixTube.Testing.Content;
using NUnit.Framework;

namespace FlixTube.Testing.Faults.Stores;

/// <content>Services that cannot be reached, and connections that nobody needs any more. These take real time.</content>
public abstract partial class VideoStoreFaults
{
    private const int LongerThanBuffers = 24_000_000;

    private static readonly TimeSpan AtMost = TimeSpan.FromSeconds(5);

    [Test]
    public async Task An_address_where_nobody_listens_is_Unavailable_within_five_seconds_by_default() =>
        await AssertUnreachableAsync(new Uri("http://127.0.0.1:1" + _server.AbsolutePath));

    [Test]
    public async Task A_host_that_nobody_knows_is_Unavailable_within_five_seconds_by_default() =>
        await AssertUnreachableAsync(new Uri("http://no-such-host.invalid" + _server.AbsolutePath));

    [Test]
    public async Task A_host_that_swallows_connections_is_Unavailable_within_five_seconds_by_default()
    {
        using var hole = new BlackHole();
        await AssertUnreachableAsync(new Uri(hole.Address, _server.AbsolutePath));
    }

    [Test]
    public async Task A_service_that_goes_away_under_a_read_is_Unavailable()
    {
        await PutAsync(VideoLength);
        await using var proxy = await FaultProxy.StartAsync(_server);
        var store = Open(proxy.Address, new NetworkOptions(), TimeProvider.System);
        proxy.Next(new Fault.MeanwhileAfter(BreakAfter, proxy.RefuseAsync), At(StoreCall.OpenRead));

        await AssertUnavailableAsync(() => store.ReadToAsync(_path, Stream.Null), _path);
        await DisposeAsync(store);
    }

    [Test]
    public async Task A_service_that_goes_away_under_a_long_write_is_Unavailable_and_the_old_video_is_untouched()
    {
        var old = await PutAsync(VideoLength);
        await using var proxy = await FaultProxy.StartAsync(_server);
        var store = Open(proxy.Address, new NetworkOptions(), TimeProvider.System);
        await using var source = new InterruptedStream(new byte[PartSize + 1000], proxy.RefuseAsync);

        await AssertUnavailableAsync(() => store.WriteAsync(_path, source), _path);
        await DisposeAsync(store);

        // What was begun cannot be taken back: the service is gone.
        await HoldsAsync(old.Bytes, old.Video);
        _excused = [.. _excused, .. await LeftOversAsync()];
    }

    [Test]
    public async Task A_body_that_is_abandoned_ends_the_request_at_the_service()
    {
        await PutAsync(LongerThanBuffers);
        await using (var read = await _store.OpenReadAsync(_path))
            await read.Body.ReadExactlyAsync(new byte[1000]);

        await AssertAbandonedAsync();
    }

    [Test]
    public async Task A_cancelled_call_does_not_wait_for_a_service_that_never_answers()
    {
        await PutAsync(10);
        Proxy.Next(new Fault.Hang(), times: FaultCase.Always);
        using var cancellation = new CancellationTokenSource();

        var call = _store.GetPropertiesAsync(_path, cancellation.Token);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(2));
        while (!Proxy.Requests.Any(request => request.IsStuck))
            await look.WaitForNextTickAsync();

        await cancellation.CancelAsync();

        await Assert.ThatAsync(() => call, Throws.InstanceOf<OperationCanceledException>());
        await AssertAbandonedAsync();
    }

    private async Task AssertAbandonedAsync()
    {
        var request = Proxy.Requests.Single();
        await request.Ended.WaitAsync(Patience);
        Assert.That(request.AbandonedByClient, Is.True);
        Assert.That(request.BytesSent, Is.LessThan(LongerThanBuffers));
    }

    // Every call at once: what counts is how long each takes.
    private async Task AssertUnreachableAsync(Uri address)
    {
        var store = Open(address, new NetworkOptions(), TimeProvider.System);
        await Task.WhenAll(
            AssertUnavailableAsync(() => store.OpenReadAsync(_path), _path),
            AssertUnavailableAsync(() => store.OpenReadAsync(_path, new ReadOptions { Range = ByteRange.Suffix(10) }), _path),
            AssertUnavailableAsync(() => store.GetPropertiesAsync(_path), _path),
            AssertUnavailableAsync(() => store.ListPageAsync(), path: null),
            AssertUnavailableAsync(() => store.WriteAsync(_path, new MemoryStream(new byte[10])), _path),
            AssertUnavailableAsync(() => store.WriteAsync(_path, new MemoryStream(new byte[10]), new WriteOptions { CreateOnly = true }), _path),
            AssertUnavailableAsync(() => store.WriteAsync(_path, new MemoryStream(new byte[PartSize + 1000])), _path),
            AssertUnavailableAsync(() => store.DeleteAsync(_path), _path));
        await DisposeAsync(store);
    }

    private static async Task AssertUnavailableAsync(Func<Task> call, VideoPath? path)
    {
        var clock = Stopwatch.StartNew();
        var failure = await Assert.ThrowsAsync<VideoStoreException>(() => call());
        Assert.That((failure!.Error, failure.Persistence, failure.Path), Is.EqualTo((VideoStoreError.Unavailable, ErrorPersistence.Temporary, path)), failure.ToString());
        Assert.That(clock.Elapsed, Is.LessThan(AtMost));
    }
}
