using System.Net;
using System.Net.Http.Headers;
using FlixTube.Storage.Network;
using FlixTube.Testing.Servers.Azurite;

namespace FlixTube.Storage.Azure.Tests.Errors;

/// <summary>What the service may answer and no emulator does.</summary>
internal sealed class ErrorTests
{
    private static readonly VideoPath Path = VideoPath.Parse("errors/video.mp4");

    [TestCase(404, "BlobNotFound", VideoStoreError.NotFound, ErrorPersistence.Permanent)]
    [TestCase(404, null, VideoStoreError.Unavailable, ErrorPersistence.Permanent)]
    [TestCase(404, "ContainerNotFound", VideoStoreError.Unavailable, ErrorPersistence.Permanent)]
    [TestCase(409, "ContainerBeingDeleted", VideoStoreError.Unavailable, ErrorPersistence.Temporary)]
    [TestCase(409, "BlobArchived", VideoStoreError.Unavailable, ErrorPersistence.Permanent)]
    [TestCase(412, "ConditionNotMet", VideoStoreError.PreconditionFailed, ErrorPersistence.Permanent)]
    [TestCase(412, "LeaseIdMissing", VideoStoreError.Unavailable, ErrorPersistence.Temporary)]
    [TestCase(401, "InvalidAuthenticationInfo", VideoStoreError.PermissionDenied, ErrorPersistence.Permanent)]
    [TestCase(403, "AuthenticationFailed", VideoStoreError.PermissionDenied, ErrorPersistence.Permanent)]
    [TestCase(403, "AuthorizationPermissionMismatch", VideoStoreError.PermissionDenied, ErrorPersistence.Permanent)]
    [TestCase(403, null, VideoStoreError.PermissionDenied, ErrorPersistence.Permanent)]
    [TestCase(400, "InvalidUri", VideoStoreError.Unsupported, ErrorPersistence.Permanent)]
    [TestCase(400, "InvalidHeaderValue", VideoStoreError.Internal, ErrorPersistence.Permanent)]
    [TestCase(408, null, VideoStoreError.Timeout, ErrorPersistence.Temporary)]
    [TestCase(429, null, VideoStoreError.Throttled, ErrorPersistence.Temporary)]
    [TestCase(500, "InternalError", VideoStoreError.Unavailable, ErrorPersistence.Temporary)]
    [TestCase(500, "OperationTimedOut", VideoStoreError.Unavailable, ErrorPersistence.Temporary)]
    [TestCase(501, null, VideoStoreError.Unsupported, ErrorPersistence.Permanent)]
    [TestCase(502, null, VideoStoreError.Unavailable, ErrorPersistence.Temporary)]
    [TestCase(503, "ServerBusy", VideoStoreError.Throttled, ErrorPersistence.Temporary)]
    [TestCase(503, null, VideoStoreError.Unavailable, ErrorPersistence.Temporary)]
    [TestCase(504, null, VideoStoreError.Unavailable, ErrorPersistence.Temporary)]
    [TestCase(302, null, VideoStoreError.Internal, ErrorPersistence.Permanent)]
    public async Task An_answer_is_the_error_that_it_means(int status, string? code, VideoStoreError error, ErrorPersistence persistence)
    {
        var network = new StubHandler(_ => Answer(status, code));
        await using var store = Store(network);

        foreach (var call in new Func<Task>[] { () => store.OpenReadAsync(Path), () => store.GetPropertiesAsync(Path) })
        {
            var failure = await Failures.OfAsync(call);
            Assert.That((failure.Error, failure.Persistence, failure.Path), Is.EqualTo((error, persistence, (VideoPath?)Path)));
            Assert.That(failure.Message, Does.Contain(Path.Value));
            Assert.That(failure.InnerException, Is.Not.Null);
            Assert.That(failure.ToString(), Does.Not.Contain(AzuriteServer.AccountKey));
        }

        Assert.That(network.Requests, Is.EqualTo(persistence == ErrorPersistence.Temporary ? 4 : 2), "only what may pass is tried again");
    }

    [Test]
    public async Task A_sign_in_that_is_refused_tells_to_check_the_clock()
    {
        await using var store = Store(new StubHandler(_ => Answer(403, "AuthenticationFailed")));

        Assert.That((await Failures.OfAsync(() => store.ListPageAsync())).Message, Does.Contain("the clock of this machine"));
    }

    [TestCase("Retry-After", "7", 7)]
    [TestCase("Retry-After", "Wed, 21 Oct 2015 07:28:00 GMT", 0)]
    [TestCase("x-ms-retry-after-ms", "1500", 1.5)]
    public async Task What_the_service_asks_to_wait_is_told(string header, string value, double seconds)
    {
        await using var store = Store(new StubHandler(_ =>
        {
            var answer = Answer(503, "ServerBusy");
            answer.Headers.TryAddWithoutValidation(header, value);
            return answer;
        }));

        Assert.That((await Failures.OfAsync(() => store.GetPropertiesAsync(Path))).RetryAfter, Is.EqualTo(TimeSpan.FromSeconds(seconds)));
    }

    [TestCase("bytes */10", 10, 1)]
    [TestCase(null, 7, 2)]
    public async Task A_refused_range_tells_the_length_with_one_more_request_only_where_the_answer_does_not(string? told, int length, int requests)
    {
        var network = new StubHandler(request =>
        {
            var answer = request.Method == HttpMethod.Head ? Video(length: 7) : Answer(416, "InvalidRange");
            if (told is not null)
                answer.Content.Headers.TryAddWithoutValidation("Content-Range", told);

            return answer;
        });
        await using var store = Store(network);

        var failure = await Failures.OfAsync(() => store.OpenReadAsync(Path, new() { Range = ByteRange.From(100) }));

        Assert.That((failure.Error, failure.VideoLength), Is.EqualTo((VideoStoreError.RangeNotSatisfiable, (long?)length)));
        Assert.That(network.Requests, Is.EqualTo(requests));
    }

    [Test]
    public async Task An_answer_with_other_bytes_than_were_asked_for_is_refused()
    {
        await using var store = Store(new StubHandler(_ => Video(length: 1000)));

        var failure = await Failures.OfAsync(() => store.OpenReadAsync(Path, new() { Range = ByteRange.Slice(10, 10) }));

        Assert.That(failure.Error, Is.EqualTo(VideoStoreError.Internal));
    }

    [Test]
    public async Task An_answer_of_something_that_is_no_blob_service_is_a_VideoStoreException()
    {
        await using var store = Store(new StubHandler(_ => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("<html>Welcome</html>") }));

        Assert.That((await Failures.OfAsync(() => store.ListPageAsync())).Error, Is.EqualTo(VideoStoreError.Internal));
        Assert.That((await Failures.OfAsync(() => store.GetPropertiesAsync(Path))).Error, Is.EqualTo(VideoStoreError.Internal));
        Assert.That((await Failures.OfAsync(() => store.OpenReadAsync(Path))).Error, Is.EqualTo(VideoStoreError.Internal));
    }

    [Test]
    public async Task A_marker_that_the_service_does_not_know_is_an_ArgumentException()
    {
        await using var store = Store(new StubHandler(_ => Answer(400, "OutOfRangeInput")));

        await Assert.ThatAsync(() => store.ListPageAsync(new() { PageToken = "YQ.bWFya2Vy" }), Throws.ArgumentException);
    }

    private static AzureVideoStore Store(HttpMessageHandler network) => new(
        new AzureStoreOptions
        {
            AccountName = "account1",
            AccountKey = AzuriteServer.AccountKey,
            Network = new NetworkOptions { MaxRetries = 1, RetryDelay = TimeSpan.Zero, RetryTime = TimeSpan.FromSeconds(1) },
        },
        TimeProvider.System,
        credential: null,
        network);

    private static HttpResponseMessage Answer(int status, string? code)
    {
        var answer = new HttpResponseMessage((HttpStatusCode)status) { Content = new ByteArrayContent([]) };
        if (code is not null)
            answer.Headers.Add("x-ms-error-code", code);

        return answer;
    }

    private static HttpResponseMessage Video(int length)
    {
        var answer = new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(new byte[length]) };
        answer.Headers.ETag = new EntityTagHeaderValue("\"0x1\"");
        answer.Content.Headers.LastModified = DateTimeOffset.UnixEpoch;
        answer.Content.Headers.ContentLength = length;
        return answer;
    }
}
