using FlixTube.Storage.S3.Tests.Support;

namespace FlixTube.Storage.S3.Tests.Writing;

[TestFixture]
public sealed class LengthTests
{
    [Test]
    public async Task Video_that_is_known_to_have_too_many_parts_is_refused_before_anything_is_sent()
    {
        await using var proxied = await ProxiedStore.OpenAsync(await SwiftServers.PlainAsync());
        var longest = proxied.Store.Capabilities.MaxVideoLength;
        using var source = new LongStream(longest + 1);

        var failure = await Videos.FailureAsync(() => proxied.Store.WriteAsync(Videos.Path, source));

        Assert.That((failure.Error, failure.Path), Is.EqualTo((VideoStoreError.Unsupported, Videos.Path)));
        Assert.That(failure.Message, Does.Contain("VideoStorage:S3:PartSizeBytes"));
        Assert.That(longest, Is.EqualTo(10_000L * S3StoreOptions.MinPartSizeBytes));
        Assert.That(proxied.Proxy.Requests, Is.Empty);
    }

    private sealed class LongStream(long length) : MemoryStream
    {
        public override long Length => length;
    }
}
