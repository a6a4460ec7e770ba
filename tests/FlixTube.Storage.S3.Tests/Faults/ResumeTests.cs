using FlixTube.Storage.S3.Tests.Support;
using FlixTube.Testing.Faults;

namespace FlixTube.Storage.S3.Tests.Faults;

/// <summary>How a broken body is asked for again. What the caller sees of it is in <see cref="S3FaultTests"/>.</summary>
[TestFixture]
public sealed class ResumeTests
{
    private static readonly byte[] Content = Videos.Bytes(300_000);

    private ProxiedStore _proxied = null!;

    private FaultProxy Proxy => _proxied.Proxy;

    private IVideoStore Store => _proxied.Store;

    private IReadOnlyList<ProxiedRequest> Reads => [.. Proxy.Requests.Where(ProxiedStore.IsRead)];

    [SetUp]
    public async Task OpenAsync()
    {
        _proxied = await ProxiedStore.OpenAsync(await SwiftServers.PlainAsync());
        await Store.PutAsync(Content);
        Proxy.Reset();
    }

    [TearDown]
    public async Task CloseAsync() => await _proxied.DisposeAsync();

    [Test]
    public async Task Body_that_is_reset_is_resumed_where_it_broke_under_the_same_ETag()
    {
        Proxy.Next(new Fault.ResetAfter(100_000));

        Assert.That(await Store.GetAsync(), Is.EqualTo(Content));
        Assert.That(Reads, Has.Count.EqualTo(2));
        AssertResumed(Reads[1], "bytes=100000-299999");
    }

    [Test]
    public async Task Body_of_a_suffix_is_resumed_within_the_suffix()
    {
        Proxy.Next(new Fault.ResetAfter(70_000));

        Assert.That(await Store.GetAsync(new ReadOptions { Range = ByteRange.Suffix(150_000) }), Is.EqualTo(Content[150_000..]));
        AssertResumed(Reads[1], "bytes=220000-299999");
    }

    private static void AssertResumed(ProxiedRequest request, string range)
    {
        Assert.That(request.Headers["Range"], Is.EqualTo(range));
        Assert.That(request.Headers["If-Match"], Does.StartWith("\"").And.EndsWith("\""));
    }
}
