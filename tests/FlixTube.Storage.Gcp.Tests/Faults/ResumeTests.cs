using FlixTube.Storage.Gcp.Tests.Servers;
using FlixTube.Testing.Faults;

namespace FlixTube.Storage.Gcp.Tests.Faults;

/// <summary>How a broken body is asked for again. What the caller sees of it is in <see cref="GcpFaultTests"/>.</summary>
[TestFixture]
public sealed class ResumeTests
{
    private static readonly byte[] Content = TestStore.Content(1_000_000);

    private TestStore _store = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _store = await TestStore.StartAsync();
        await _store.WriteAsync("a.mp4", Content);
        _store.Proxy.Reset();
    }

    [TearDown]
    public async Task StopAsync() => await (_store?.DisposeAsync() ?? ValueTask.CompletedTask);

    [TestCase(0)]
    [TestCase(100_000)]
    public async Task A_body_that_breaks_off_is_resumed_where_it_broke_and_pinned(int bytes)
    {
        _store.Proxy.Next(new Fault.ResetAfter(bytes), TestStore.IsRead);

        Assert.That(await _store.ReadAsync("a.mp4"), Is.EqualTo(Content));

        var requests = _store.Proxy.Requests;
        Assert.That(requests, Has.Count.EqualTo(2));
        Assert.That(requests[1].Headers["Range"], Does.Match($"^bytes={bytes}-999999$"));
        Assert.That(requests[1].Headers["x-goog-if-generation-match"], Is.Not.Empty);
    }
}
