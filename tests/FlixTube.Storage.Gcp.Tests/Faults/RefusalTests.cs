using FlixTube.Storage.Gcp.Tests.Servers;
using FlixTube.Testing.Faults;

namespace FlixTube.Storage.Gcp.Tests.Faults;

/// <summary>What each status of the service becomes, whatever was asked.</summary>
[TestFixture]
public sealed class RefusalTests
{
    private static readonly VideoPath Path = VideoPath.Parse("a.mp4");

    private TestStore _store = null!;

    private static readonly Dictionary<string, Func<IVideoStore, Task>> Calls = new()
    {
        ["read"] = store => store.OpenReadAsync(Path),
        ["stat"] = store => store.GetPropertiesAsync(Path),
        ["write"] = store => store.WriteAsync(Path, new MemoryStream([1])),
        ["write long"] = store => store.WriteAsync(Path, new MemoryStream(TestStore.Content(TestStore.PartLength + 1))),
        ["delete"] = store => store.DeleteAsync(Path),
        ["list"] = store => store.ListPageAsync(),
    };

    private static IEnumerable<string> Names => Calls.Keys;

    [SetUp]
    public async Task StartAsync() => _store = await TestStore.StartAsync(options => options.ProjectId = "my-project");

    [TearDown]
    public async Task StopAsync() => await (_store?.DisposeAsync() ?? ValueTask.CompletedTask);

    [TestCase(400, "", VideoStoreError.Internal, ErrorPersistence.Permanent)]
    [TestCase(401, "authError", VideoStoreError.PermissionDenied, ErrorPersistence.Permanent)]
    [TestCase(403, "forbidden", VideoStoreError.PermissionDenied, ErrorPersistence.Permanent)]
    [TestCase(403, "rateLimitExceeded", VideoStoreError.Throttled, ErrorPersistence.Temporary)]
    [TestCase(408, "", VideoStoreError.Timeout, ErrorPersistence.Temporary)]
    [TestCase(409, "conflict", VideoStoreError.Unavailable, ErrorPersistence.Temporary)]
    [TestCase(429, "rateLimitExceeded", VideoStoreError.Throttled, ErrorPersistence.Temporary)]
    [TestCase(500, "backendError", VideoStoreError.Unavailable, ErrorPersistence.Temporary)]
    [TestCase(501, "notImplemented", VideoStoreError.Unsupported, ErrorPersistence.Permanent)]
    [TestCase(502, "", VideoStoreError.Unavailable, ErrorPersistence.Temporary)]
    [TestCase(503, "backendError", VideoStoreError.Unavailable, ErrorPersistence.Temporary)]
    [TestCase(504, "", VideoStoreError.Unavailable, ErrorPersistence.Temporary)]
    public async Task A_status_becomes_the_same_error_in_every_call(int status, string reason, VideoStoreError error, ErrorPersistence persistence)
    {
        foreach (var (name, call) in Calls)
        {
            _store.Proxy.Reset();
            _store.Proxy.Next(Refusal(status, reason), times: 100);

            var failure = await Assert.ThrowsAsync<VideoStoreException>(() => call(_store.Store));

            Assert.That((failure!.Error, failure.Persistence), Is.EqualTo((error, persistence)), $"{name}: {failure}");
            if (name != "list")
            {
                Assert.That(failure.Path, Is.EqualTo(Path), name);
                Assert.That(failure.Message, Does.Contain(Path.Value), name);
            }
        }
    }

    [TestCaseSource(nameof(Names))]
    public async Task A_missing_bucket_is_Unavailable_for_good_and_named_with_its_setting(string name)
    {
        var options = _store.Options;
        await using var store = GcpVideoStore.Create(
            new GcpStoreOptions
            {
                Bucket = "no-such-bucket",
                ProjectId = "my-project",
                EmulatorHost = options.EmulatorHost,
                PartSizeBytes = options.PartSizeBytes,
                Network = options.Network,
            },
            TestStore.Key,
            TimeProvider.System);

        var failure = await Assert.ThrowsAsync<VideoStoreException>(() => Calls[name](store));

        Assert.That((failure!.Error, failure.Persistence), Is.EqualTo((VideoStoreError.Unavailable, ErrorPersistence.Permanent)));
        Assert.That(failure.Message, Does.Contain("no-such-bucket").And.Contain("my-project").And.Contain("VideoStorage:Gcp:Bucket"));
    }

    [Test]
    public async Task Forbidden_names_the_bucket_and_the_role_that_is_needed()
    {
        _store.Proxy.Next(Refusal(403, "forbidden"));

        var failure = await Assert.ThrowsAsync<VideoStoreException>(() => _store.ReadAsync("a.mp4"));

        Assert.That(failure!.Message, Does.Contain(_store.Bucket).And.Contain("Storage Object User"));
    }

    [TestCase("")]
    [TestCase("{")]
    [TestCase("[]")]
    [TestCase("""{"error":"text"}""")]
    [TestCase("""{"error":{}}""")]
    [TestCase("<html>Bad Gateway</html>")]
    public async Task A_refusal_in_any_form_is_understood_by_its_status(string body)
    {
        _store.Proxy.Next(new Fault.Answer(403, body, "application/json"));

        var failure = await Assert.ThrowsAsync<VideoStoreException>(() => _store.Store.GetPropertiesAsync(Path));

        Assert.That(failure!.Error, Is.EqualTo(VideoStoreError.PermissionDenied));
    }

    private static Fault.Answer Refusal(int status, string reason) => new(
        status, $$$"""{"error":{"code":{{{status}}},"message":"no","errors":[{"reason":"{{{reason}}}"}]}}""", "application/json");
}
