using FlixTube.Storage.S3.Tests.Support;

namespace FlixTube.Storage.S3.Tests.Conformance;

/// <summary>Conditions are offered where the server is known to decide them atomically, and refused elsewhere.</summary>
[TestFixture]
public sealed class ConditionTests
{
    [TestCase("", "eu-central-1", true)]
    [TestCase("https://s3.eu-central-1.amazonaws.com", null, true)]
    [TestCase("https://bucket.vpce-1.s3.eu-central-1.vpce.amazonaws.com", null, true)]
    [TestCase("https://s3.cn-north-1.amazonaws.com.cn", null, true)]
    [TestCase("https://minio.internal:9000", null, false)]
    [TestCase("https://amazonaws.com.example.org", null, false)]
    public async Task Conditions_are_offered_by_default_on_Amazon_only(string serviceUrl, string? region, bool expected)
    {
        await using var store = new S3VideoStore(new S3StoreOptions
        {
            Bucket = "videos", ServiceUrl = serviceUrl, Region = region, AccessKey = "key", SecretKey = "secret",
        });

        var offered = store.Capabilities;

        Assert.That(
            new[] { offered.ConditionalCreate, offered.ConditionalWrite, offered.ConditionalDelete }, Is.All.EqualTo(expected));
    }

    [Test]
    public async Task Conditions_that_are_not_offered_are_refused_before_anything_is_done_and_the_setting_is_named()
    {
        await using var proxied = await ProxiedStore.OpenAsync(
            await SwiftServers.PlainAsync(), options => options.ConditionalCreate = options.ConditionalWrite = options.ConditionalDelete = null);

        await RefusedAsync(() => proxied.Store.PutAsync([1], new WriteOptions { CreateOnly = true }), "VideoStorage:S3:ConditionalCreate");
        await RefusedAsync(() => proxied.Store.PutAsync([1], new WriteOptions { IfMatch = "a" }), "VideoStorage:S3:ConditionalWrite");
        await RefusedAsync(() => proxied.Store.DeleteAsync(Videos.Path, new DeleteOptions { IfMatch = "a" }), "VideoStorage:S3:ConditionalDelete");
        Assert.That(proxied.Proxy.Requests, Is.Empty);
    }

    [Test]
    public async Task Condition_that_is_offered_by_mistake_is_refused_by_a_server_that_lacks_it()
    {
        await using var proxied = await ProxiedStore.OpenAsync(await SwiftServers.PlainAsync());
        var written = await proxied.Store.PutAsync([1]);

        var failure = await Videos.FailureAsync(() => proxied.Store.PutAsync([2], new WriteOptions { IfMatch = written.ETag }));

        Assert.That(failure.Error, Is.EqualTo(VideoStoreError.Unsupported));
        Assert.That(await proxied.Store.GetAsync(), Is.EqualTo(new byte[] { 1 }));
    }

    private static async Task RefusedAsync(Func<Task> call, string setting)
    {
        var failure = await Videos.FailureAsync(call);
        Assert.That((failure.Error, failure.Path), Is.EqualTo((VideoStoreError.Unsupported, Videos.Path)));
        Assert.That(failure.Message, Does.Contain(setting));
    }
}
