using System.Text.Json;
using FlixTube.Storage.Http.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace FlixTube.Storage.Http.Tests.Faults;

/// <summary>What a gateway's problems become, and that nothing of them is lost on the way.</summary>
internal sealed class ErrorTests
{
    private PlainServer _server = null!;
    private HttpVideoStore _store = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _server = await PlainServer.StartAsync();

        // A gateway of which nothing is known yet is asked for everything.
        _server.Instead = static context =>
        {
            context.Response.StatusCode = 503;
            return Task.FromResult(true);
        };
        _store = _server.Store();
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await _store.DisposeAsync();
        await _server.DisposeAsync();
    }

    [TestCase(404, "video-not-found", VideoStoreError.NotFound, VideoStoreError.NotFound)]
    [TestCase(412, "precondition-failed", VideoStoreError.PreconditionFailed, VideoStoreError.PreconditionFailed)]
    [TestCase(412, "already-exists", VideoStoreError.AlreadyExists, VideoStoreError.PreconditionFailed)]
    [TestCase(400, "invalid-path", VideoStoreError.InvalidPath, VideoStoreError.Internal)]
    [TestCase(500, "internal", VideoStoreError.Internal, VideoStoreError.Internal)]
    [TestCase(501, "unsupported", VideoStoreError.Unsupported, VideoStoreError.Unsupported)]
    [TestCase(502, "store-refused", VideoStoreError.PermissionDenied, VideoStoreError.PermissionDenied)]
    [TestCase(503, "store-unavailable", VideoStoreError.Unavailable, VideoStoreError.Unavailable)]
    [TestCase(503, "store-throttled", VideoStoreError.Throttled, VideoStoreError.Unavailable)]
    [TestCase(503, "busy", VideoStoreError.Throttled, VideoStoreError.Unavailable)]
    [TestCase(504, "store-timeout", VideoStoreError.Timeout, VideoStoreError.Timeout)]
    [TestCase(504, "timeout", VideoStoreError.Timeout, VideoStoreError.Timeout)]
    [TestCase(401, "token-required", VideoStoreError.PermissionDenied, VideoStoreError.PermissionDenied)]
    [TestCase(403, "local-callers-only", VideoStoreError.PermissionDenied, VideoStoreError.PermissionDenied)]
    [TestCase(413, "too-large", VideoStoreError.Unsupported, VideoStoreError.Internal)]
    [TestCase(404, "unknown-route", VideoStoreError.Unsupported, VideoStoreError.NotFound)]
    [TestCase(400, "a-kind-of-the-future", VideoStoreError.Internal, VideoStoreError.Internal)]
    [TestCase(503, "a-kind-of-the-future", VideoStoreError.Unavailable, VideoStoreError.Unavailable)]
    public async Task A_problem_is_the_error_that_it_was_made_of_and_a_HEAD_goes_by_the_status(
        int status, string kind, VideoStoreError ofRead, VideoStoreError ofStat)
    {
        _server.Instead = context => ProblemAsync(context, status, kind);

        foreach (var (call, error) in new (Func<Task>, VideoStoreError)[]
        {
            (() => _store.OpenReadAsync(Videos.Path), ofRead),
            (() => _store.PutAsync([1]), ofRead),
            (() => _store.DeleteAsync(Videos.Path, new DeleteOptions { IfMatch = "tag" }), ofRead),
            (() => _store.GetPropertiesAsync(Videos.Path), ofStat),
        })
        {
            var failure = await Videos.FailureAsync(call, error);
            using (Assert.EnterMultipleScope())
            {
                Assert.That(failure.Path, Is.EqualTo(Videos.Path));
                Assert.That(failure.Message, Does.Contain("a.mp4"));
                Assert.That(failure.Persistence, Is.EqualTo(new VideoStoreException(error, "").Persistence));
                Assert.That(failure.InnerException, Is.Not.Null);
            }
        }
    }

    [TestCase("17", 17)]
    [TestCase("Tue, 15 Nov 1994 12:45:26 GMT", 0)]
    [TestCase(null, null)]
    public async Task The_time_that_the_gateway_asks_for_is_told(string? retryAfter, int? seconds)
    {
        _server.Instead = context =>
        {
            context.Response.Headers.RetryAfter = retryAfter;
            return ProblemAsync(context, 503, "store-throttled");
        };
        var failure = await Videos.FailureAsync(() => _store.OpenReadAsync(Videos.Path), VideoStoreError.Throttled);
        Assert.That(failure.RetryAfter?.TotalSeconds, Is.EqualTo(seconds));
    }

    [Test]
    public async Task The_length_of_the_video_is_told_with_the_range_that_it_has_not()
    {
        _server.Instead = context =>
        {
            context.Response.Headers.ContentRange = "bytes */5000000000";
            return ProblemAsync(context, 416, "range-not-satisfiable");
        };
        var failure = await Videos.FailureAsync(
            () => _store.OpenReadAsync(Videos.Path, new ReadOptions { Range = ByteRange.From(5_000_000_000) }), VideoStoreError.RangeNotSatisfiable);
        Assert.That(failure.VideoLength, Is.EqualTo(5_000_000_000));
    }

    [TestCase("{")]
    [TestCase("[]")]
    [TestCase("{\"type\":7}")]
    [TestCase("")]
    public async Task A_problem_that_is_none_leaves_the_status(string body)
    {
        _server.Instead = async context =>
        {
            context.Response.StatusCode = 404;
            context.Response.ContentType = "application/problem+json";
            await context.Response.WriteAsync(body);
            return true;
        };
        await Videos.FailureAsync(() => _store.OpenReadAsync(Videos.Path), VideoStoreError.NotFound);
    }

    [TestCase("FlixTube-Last-Modified", "yesterday")]
    [TestCase("FlixTube-Metadata", "no equals sign")]
    [TestCase("FlixTube-Metadata", "UPPER=1")]
    [TestCase("FlixTube-Metadata", "a=1&a=2")]
    public async Task A_malformed_header_of_a_gateway_is_no_version_of_a_video(string header, string value)
    {
        _server.Instead = static _ => Task.FromResult(false);
        _server.Headers[header] = value;
        try
        {
            await Videos.FailureAsync(() => _store.OpenReadAsync(Videos.Path), VideoStoreError.Internal);
        }
        finally
        {
            _server.Headers.Clear();
        }
    }

    [TestCase("")]
    [TestCase("{")]
    [TestCase("{}")]
    [TestCase("null")]
    [TestCase("""{"videos":[{"path":"../a","length":1,"eTag":"x","lastModified":"2020-01-01T00:00:00Z"}]}""")]
    public async Task A_listing_that_is_none_is_an_error_and_not_an_empty_store(string body)
    {
        _server.Instead = async context =>
        {
            context.Response.Headers["FlixTube-Store"] = "1";
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(body);
            return true;
        };
        Assert.That(await Assert.ThrowsAsync<VideoStoreException>(() => _store.ListPageAsync()), Is.Not.Null);
    }

    private static async Task<bool> ProblemAsync(HttpContext context, int status, string kind)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/problem+json";
        if (context.Request.Method != "HEAD")
        {
            var problem = new { type = "urn:flixtube:problem:" + kind, title = "A title", detail = "A detail." };
            await context.Response.WriteAsync(JsonSerializer.Serialize(problem));
        }

        return true;
    }
}
