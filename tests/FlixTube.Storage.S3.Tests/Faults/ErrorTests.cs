using FlixTube.Storage.S3.Tests.Support;
using FlixTube.Testing.Faults;
using FlixTube.Testing.Servers.Swift;

namespace FlixTube.Storage.S3.Tests.Faults;

/// <summary>Every refusal of the service is one error of the contract, with a message that tells an operator what to do.</summary>
[TestFixture]
public sealed class ErrorTests
{
    private const ErrorPersistence Permanent = ErrorPersistence.Permanent;
    private const ErrorPersistence Temporary = ErrorPersistence.Temporary;

    private ProxiedStore _proxied = null!;

    private IVideoStore Store => _proxied.Store;

    [OneTimeSetUp]
    public async Task OpenAsync() =>
        _proxied = await ProxiedStore.OpenAsync(await SwiftServers.PlainAsync(), options => options.Network.MaxRetries = 0);

    [SetUp]
    public void Reset() => _proxied.Proxy.Reset();

    [OneTimeTearDown]
    public async Task CloseAsync()
    {
        if (_proxied is not null)
            await _proxied.DisposeAsync();
    }

    [TestCase(400, "ExpiredToken", VideoStoreError.PermissionDenied, Permanent, "SessionToken")]
    [TestCase(400, "InvalidToken", VideoStoreError.PermissionDenied, Permanent, "SessionToken")]
    [TestCase(400, "", VideoStoreError.PermissionDenied, Permanent, "clock")]
    [TestCase(400, "AuthorizationHeaderMalformed", VideoStoreError.Unavailable, Permanent, "VideoStorage:S3:Region")]
    [TestCase(400, "RequestTimeout", VideoStoreError.Timeout, Temporary, "waited")]
    [TestCase(400, "MalformedXML", VideoStoreError.Internal, Permanent, "MalformedXML")]
    [TestCase(401, "", VideoStoreError.PermissionDenied, Permanent, "VideoStorage:S3:AccessKey")]
    [TestCase(403, "AccessDenied", VideoStoreError.PermissionDenied, Permanent, "s3:ListBucket")]
    [TestCase(403, "InvalidAccessKeyId", VideoStoreError.PermissionDenied, Permanent, "VideoStorage:S3:AccessKey")]
    [TestCase(403, "SignatureDoesNotMatch", VideoStoreError.PermissionDenied, Permanent, "SecretKey")]
    [TestCase(403, "RequestTimeTooSkewed", VideoStoreError.PermissionDenied, Permanent, "clock of this machine")]
    [TestCase(403, "InvalidObjectState", VideoStoreError.Unavailable, Permanent, "archived")]
    [TestCase(403, "QuotaExceeded", VideoStoreError.Unavailable, Permanent, "no room")]
    [TestCase(404, "NoSuchKey", VideoStoreError.NotFound, Permanent, "no video")]
    [TestCase(404, "NoSuchBucket", VideoStoreError.Unavailable, Permanent, "VideoStorage:S3:Bucket")]
    [TestCase(408, "", VideoStoreError.Timeout, Temporary, "waited")]
    [TestCase(409, "OperationAborted", VideoStoreError.Unavailable, Temporary, "another change")]
    [TestCase(412, "PreconditionFailed", VideoStoreError.PreconditionFailed, Permanent, "version")]
    [TestCase(418, "", VideoStoreError.Internal, Permanent, "418")]
    [TestCase(429, "", VideoStoreError.Throttled, Temporary, "fewer requests")]
    [TestCase(500, "InternalError", VideoStoreError.Unavailable, Temporary, "failing")]
    [TestCase(501, "NotImplemented", VideoStoreError.Unsupported, Permanent, "ability")]
    [TestCase(502, "", VideoStoreError.Unavailable, Temporary, "failing")]
    [TestCase(503, "ServiceUnavailable", VideoStoreError.Unavailable, Temporary, "failing")]
    [TestCase(503, "SlowDown", VideoStoreError.Throttled, Temporary, "fewer requests")]
    [TestCase(504, "", VideoStoreError.Unavailable, Temporary, "failing")]
    [TestCase(507, "", VideoStoreError.Unavailable, Permanent, "no room")]
    public async Task Refusal_is_the_error_of_its_kind(int status, string code, VideoStoreError error, ErrorPersistence persistence, string told)
    {
        _proxied.Proxy.Next(Answers.Error(status, code), times: int.MaxValue);

        var failure = await Videos.FailureAsync(() => Store.OpenReadAsync(Videos.Path));

        Assert.That((failure.Error, failure.Persistence, failure.Path), Is.EqualTo((error, persistence, Videos.Path)), failure.Message);
        Assert.That(failure.Message, Does.Contain(told).And.Contain(Videos.Path.Value));
        Assert.That(failure.InnerException, Is.Not.Null);
        Assert.That(failure.ToString(), Does.Not.Contain(SwiftServer.SecretKey).And.Not.Contain(SwiftServer.AccessKey));
    }

    [Test]
    public async Task Retry_after_may_be_a_date()
    {
        var date = DateTimeOffset.UtcNow.AddMinutes(10);
        _proxied.Proxy.Next(Answers.Error(503, "SlowDown", ("Retry-After", date.ToString("r"))));

        var failure = await Videos.FailureAsync(() => Store.OpenReadAsync(Videos.Path));

        Assert.That(failure.RetryAfter, Is.EqualTo(TimeSpan.FromMinutes(10)).Within(TimeSpan.FromSeconds(30)));
    }

    [Test]
    public async Task Answer_that_is_no_listing_is_not_taken_for_an_empty_one([Values("<html>Please sign in</html>", "Please sign in", "")] string answer)
    {
        _proxied.Proxy.Next(new Fault.Answer(200, answer, "text/html"));

        Assert.That((await Videos.FailureAsync(() => Store.ListPageAsync())).Error, Is.EqualTo(VideoStoreError.Internal));
    }

    [TestCase("read")]
    [TestCase("stat")]
    [TestCase("write")]
    [TestCase("long write")]
    [TestCase("delete")]
    [TestCase("list")]
    public async Task Missing_bucket_is_Unavailable_for_good_and_names_the_setting(string call)
    {
        var options = TestStores.Options((await SwiftServers.PlainAsync()).Address, "no-such-bucket");
        await using var store = new S3VideoStore(options);

        var failure = await Videos.FailureAsync(() => CallAsync(store, call));

        Assert.That((failure.Error, failure.Persistence), Is.EqualTo((VideoStoreError.Unavailable, Permanent)));
        Assert.That(failure.Message, Does.Contain("'no-such-bucket'").And.Contain("VideoStorage:S3:Bucket"));
    }

    [Test]
    public async Task Wrong_region_is_Unavailable_for_good_and_names_the_setting()
    {
        var options = TestStores.Options((await SwiftServers.PlainAsync()).Address, _proxied.Bucket);
        options.Region = "eu-west-1";
        await using var store = new S3VideoStore(options);

        var failure = await Videos.FailureAsync(() => store.OpenReadAsync(Videos.Path));

        Assert.That((failure.Error, failure.Persistence), Is.EqualTo((VideoStoreError.Unavailable, Permanent)));
        Assert.That(failure.Message, Does.Contain("VideoStorage:S3:Region"));
    }

    [Test]
    [NonParallelizable]
    public async Task Missing_credentials_are_PermissionDenied_and_name_the_settings()
    {
        using var environment = new TestEnvironment(
            ("AWS_EC2_METADATA_DISABLED", "true"), ("AWS_ACCESS_KEY_ID", null), ("AWS_SECRET_ACCESS_KEY", null), ("AWS_PROFILE", null),
            ("AWS_SHARED_CREDENTIALS_FILE", "/nonexistent"), ("AWS_CONFIG_FILE", "/nonexistent"), ("AWS_WEB_IDENTITY_TOKEN_FILE", null));
        var options = TestStores.Options((await SwiftServers.PlainAsync()).Address, _proxied.Bucket);
        options.AccessKey = options.SecretKey = null;
        await using var store = new S3VideoStore(options);

        var failure = await Videos.FailureAsync(() => store.OpenReadAsync(Videos.Path));

        Assert.That((failure.Error, failure.Persistence), Is.EqualTo((VideoStoreError.PermissionDenied, Permanent)));
        Assert.That(failure.Message, Does.Contain("VideoStorage:S3:AccessKey"));
    }

    [Test]
    [NonParallelizable]
    public async Task Credentials_come_from_the_environment_when_there_are_no_keys()
    {
        using var environment = new TestEnvironment(("AWS_ACCESS_KEY_ID", SwiftServer.AccessKey), ("AWS_SECRET_ACCESS_KEY", SwiftServer.SecretKey));
        var options = TestStores.Options((await SwiftServers.PlainAsync()).Address, _proxied.Bucket);
        options.AccessKey = options.SecretKey = null;
        await using var store = new S3VideoStore(options);

        Assert.That(await store.FindPropertiesAsync(VideoPath.Parse("missing")), Is.Null);
    }

    private static Task CallAsync(IVideoStore store, string call) => call switch
    {
        "read" => store.OpenReadAsync(Videos.Path),
        "stat" => store.GetPropertiesAsync(Videos.Path),
        "write" => store.PutAsync([1]),
        "long write" => store.PutAsync(new byte[S3StoreOptions.MinPartSizeBytes + 1]),
        "delete" => store.DeleteAsync(Videos.Path),
        _ => store.ListPageAsync(),
    };
}
