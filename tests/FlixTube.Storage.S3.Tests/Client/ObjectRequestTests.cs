using System.Globalization;
using FlixTube.Storage.S3.Tests.Support;
using FlixTube.Testing.Faults;
using FlixTube.Testing.Servers.Swift;

namespace FlixTube.Storage.S3.Tests.Client;

/// <summary>What a read sends, and whom it follows.</summary>
[TestFixture]
public sealed class ObjectRequestTests
{
    private static readonly byte[] Content = Videos.Bytes(1000);

    private SwiftServer _server = null!;
    private ProxiedStore _proxied = null!;

    [OneTimeSetUp]
    public async Task OpenAsync()
    {
        _server = await SwiftServers.PlainAsync();
        _proxied = await ProxiedStore.OpenAsync(_server);
        await _proxied.Store.PutAsync(Content);
    }

    [SetUp]
    public void Reset() => _proxied.Proxy.Reset();

    [OneTimeTearDown]
    public async Task CloseAsync()
    {
        if (_proxied is not null)
            await _proxied.DisposeAsync();
    }

    [Test]
    public async Task Redirection_to_where_the_bucket_is_for_now_is_followed_once_and_signed_for_there()
    {
        var there = new Uri(_server.Address, string.Create(CultureInfo.InvariantCulture, $"/{_proxied.Bucket}/folder/a%20video.mp4"));
        _proxied.Proxy.Next(Answers.Error(307, "TemporaryRedirect", ("Location", there.AbsoluteUri)), times: int.MaxValue);

        Assert.That(await _proxied.Store.GetAsync(new ReadOptions { Range = ByteRange.From(100) }), Is.EqualTo(Content[100..]));
        Assert.That(_proxied.Proxy.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Redirection_in_a_circle_ends_and_names_the_region()
    {
        var here = new Uri(_proxied.Proxy.Address, string.Create(CultureInfo.InvariantCulture, $"/{_proxied.Bucket}/folder/a%20video.mp4"));
        _proxied.Proxy.Next(Answers.Error(307, "TemporaryRedirect", ("Location", here.AbsoluteUri)), times: int.MaxValue);

        var failure = await Videos.FailureAsync(() => _proxied.Store.GetAsync());

        Assert.That(failure.Message, Does.Contain("VideoStorage:S3:Region"));
        Assert.That(_proxied.Proxy.Requests, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Region_that_the_service_names_is_told([Values("read", "stat")] string call)
    {
        _proxied.Proxy.Next(Answers.Error(301, "PermanentRedirect", ("x-amz-bucket-region", "eu-west-3")));

        var failure = await Videos.FailureAsync(
            () => call == "read" ? _proxied.Store.GetAsync() : _proxied.Store.GetPropertiesAsync(Videos.Path));

        Assert.That((failure.Error, failure.Persistence), Is.EqualTo((VideoStoreError.Unavailable, ErrorPersistence.Permanent)));
        Assert.That(failure.Message, Does.Contain("Set VideoStorage:S3:Region to eu-west-3"));
    }

    [Test]
    public async Task Id_by_which_the_service_knows_a_refused_request_is_in_the_log_of_it([Values("read", "stat")] string call)
    {
        _proxied.Proxy.Next(Answers.Error(403, "AccessDenied", ("x-amz-request-id", "4442587FB7D0A2F9")));

        var failure = await Videos.FailureAsync(
            () => call == "read" ? _proxied.Store.GetAsync() : _proxied.Store.GetPropertiesAsync(Videos.Path));

        Assert.That(failure.ToString(), Does.Contain("4442587FB7D0A2F9"));
    }

    [Test]
    public async Task Refusal_whose_reason_is_no_XML_is_judged_by_its_status([Values("<html><body>Bad gateway</html>", "<Error><Code>Slow", "")] string body)
    {
        _proxied.Proxy.Next(new Fault.Answer(502, body, "text/html"), times: int.MaxValue);

        Assert.That((await Videos.FailureAsync(() => _proxied.Store.GetAsync())).Error, Is.EqualTo(VideoStoreError.Unavailable));
    }

    [Test]
    public async Task Session_token_is_sent_and_signed()
    {
        await using var store = new S3VideoStore(Options(options => options.SessionToken = "session"));
        _proxied.Proxy.Next(Answers.Error(400, "InvalidToken"));

        await Videos.FailureAsync(() => store.GetAsync());

        var sent = _proxied.Proxy.Requests.Single().Headers;
        Assert.That(sent["x-amz-security-token"], Is.EqualTo("session"));
        Assert.That(sent["Authorization"], Does.Contain("SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-security-token,"));
    }

    [Test]
    public async Task Anonymous_requests_are_not_signed()
    {
        await using var store = new S3VideoStore(Options(options => (options.Anonymous, options.AccessKey, options.SecretKey) = (true, null, null)));
        _proxied.Proxy.Next(new Fault.Answer(200, "0123456789", "video/mp4", ("Content-Length", "10"), ("ETag", "\"a\""), ("Last-Modified", "Fri, 01 Jan 2027 00:00:00 GMT")));
        _proxied.Proxy.Next(new Fault.Answer(200, "<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>", "application/xml"));

        Assert.That(await store.GetAsync(), Is.EqualTo("0123456789"u8.ToArray()));
        await store.ListPageAsync();

        Assert.That(_proxied.Proxy.Requests, Has.Count.EqualTo(2));
        Assert.That(_proxied.Proxy.Requests.Select(request => request.Headers.ContainsKey("Authorization")), Is.All.False);
    }

    [Test]
    [NonParallelizable]
    public async Task Credentials_that_change_in_the_environment_are_used_at_once()
    {
        await using var store = new S3VideoStore(Options(options => options.AccessKey = options.SecretKey = null));
        using (new TestEnvironment(("AWS_ACCESS_KEY_ID", SwiftServer.AccessKey), ("AWS_SECRET_ACCESS_KEY", "old")))
            Assert.That((await Videos.FailureAsync(() => store.GetAsync())).Error, Is.EqualTo(VideoStoreError.PermissionDenied));

        using (new TestEnvironment(("AWS_ACCESS_KEY_ID", SwiftServer.AccessKey), ("AWS_SECRET_ACCESS_KEY", SwiftServer.SecretKey)))
            Assert.That(await store.GetAsync(), Is.EqualTo(Content));
    }

    private S3StoreOptions Options(Action<S3StoreOptions> configure)
    {
        var options = TestStores.Options(_proxied.Proxy.Address, _proxied.Bucket);
        configure(options);
        return options;
    }
}
