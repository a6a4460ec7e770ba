using FlixTube.Storage.Http.Tests.Support;
using FlixTube.Testing.Faults;

namespace FlixTube.Storage.Http.Tests.Faults;

/// <summary>Networks that fail between a store and the real host.</summary>
[NonParallelizable]
internal sealed class ReadFaultTests
{
    private static readonly byte[] Content = Videos.Bytes(3_000_000);

    private FaultProxy _proxy = null!;
    private HttpVideoStore _store = null!;
    private VideoProperties _written = null!;

    private IEnumerable<ProxiedRequest> Reads => _proxy.Requests.Where(IsRead);

    [SetUp]
    public async Task StartAsync()
    {
        _proxy = await FaultProxy.StartAsync(SharedGateway.Address);
        _store = Store(TimeSpan.FromSeconds(20));
        _written = await _store.PutAsync(Content);
        _proxy.Reset();
    }

    [TearDown]
    public async Task StopAsync()
    {
        await _store.DisposeAsync();
        await _proxy.DisposeAsync();
    }

    [Test]
    public async Task A_body_that_breaks_off_goes_on_at_the_byte_where_it_broke_under_the_same_pin()
    {
        _proxy.Next(new Fault.ResetAfter(1_000_000), IsRead);

        Assert.That((await _store.ReadAsync()).SequenceEqual(Content), Is.True);

        var again = Reads.Last();
        Assert.That(Reads.Count(), Is.EqualTo(2));
        Assert.That(again.Headers["Range"], Does.Match(@"^bytes=\d{6,7}-2999999$"));
        Assert.That(again.Headers["If-Match"], Is.EqualTo($"\"{_written.ETag}\""));
    }

    [Test]
    public async Task A_video_that_was_replaced_when_its_body_breaks_is_not_mixed()
    {
        _proxy.Next(new Fault.MeanwhileAfter(1_000_000, () => _store.PutAsync(Videos.Bytes(3_000_000, seed: 2))), IsRead);
        await Videos.FailureAsync(() => _store.ReadAsync(), VideoStoreError.PreconditionFailed);
    }

    [Test]
    public async Task A_video_that_was_replaced_by_its_like_when_its_body_breaks_goes_on()
    {
        _proxy.Next(new Fault.MeanwhileAfter(1_000_000, () => _store.PutAsync(Content)), IsRead);
        Assert.That((await _store.ReadAsync()).SequenceEqual(Content), Is.True);
    }

    [Test]
    public async Task A_body_that_stalls_is_opened_again()
    {
        await using var store = Store(TimeSpan.FromSeconds(0.3));
        _proxy.Next(new Fault.StallAfter(500_000), IsRead);
        Assert.That((await store.ReadAsync()).SequenceEqual(Content), Is.True);
    }

    [Test]
    public async Task A_body_that_ends_early_is_opened_again()
    {
        _proxy.Next(new Fault.CutAfter(500_000), IsRead);
        Assert.That((await _store.ReadAsync()).SequenceEqual(Content), Is.True);
    }

    [Test]
    public async Task A_gateway_that_never_answers_is_a_timeout()
    {
        await using var store = Store(TimeSpan.FromSeconds(0.2), retries: 0);
        _proxy.Next(new Fault.Hang(), times: int.MaxValue);

        await Videos.FailureAsync(() => store.OpenReadAsync(Videos.Path), VideoStoreError.Timeout);
        await Videos.FailureAsync(() => store.GetPropertiesAsync(Videos.Path), VideoStoreError.Timeout);
        await Videos.FailureAsync(() => store.ListPageAsync(), VideoStoreError.Timeout);
        await Videos.FailureAsync(() => store.DeleteAsync(Videos.Path), VideoStoreError.Timeout);
    }

    [Test]
    public async Task A_connection_that_fails_once_costs_nobody_anything()
    {
        foreach (var call in new Func<Task>[] { () => _store.ReadAsync(), () => _store.GetPropertiesAsync(Videos.Path), () => _store.ListPageAsync(), () => _store.DeleteAsync(Videos.Path) })
        {
            _proxy.Next(new Fault.ResetBefore());
            await call();
        }
    }

    [Test]
    public async Task An_abandoned_read_ends_at_the_gateway()
    {
        await _store.PutAsync(Videos.Bytes(20_000_000));
        await using (var read = await _store.OpenReadAsync(Videos.Path))
            await read.Body.ReadExactlyAsync(new byte[10]);

        await Reads.Single().Ended;
        Assert.That(Reads.Single().AbandonedByClient, Is.True);
    }

    private HttpVideoStore Store(TimeSpan patience, int retries = 3) => TestStores.Over(_proxy.Address, Tokens.Good, network =>
    {
        network.MaxRetries = retries;
        network.IdleTimeout = patience;
        network.ResponseTimeout = patience;
    });

    private static bool IsRead(ProxiedRequest request) => request.Method == "GET" && request.PathAndQuery.StartsWith("/video?", StringComparison.Ordinal);
}
