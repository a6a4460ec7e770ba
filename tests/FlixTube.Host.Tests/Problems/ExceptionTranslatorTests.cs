using System.Net;
using FlixTube.Catalog;
using FlixTube.Storage;
using Microsoft.Extensions.DependencyInjection;
using Moq;

namespace FlixTube.Host.Tests.Problems;

/// <summary>Faults that no local folder has on demand: one mocked object throws, everything above it is real.</summary>
internal sealed class ExceptionTranslatorTests
{
    private const string Secret = "account-4711";

    private static RunningHost HostWhoseStoreThrows(Exception exception)
    {
        var store = new Mock<IVideoStore>();
        store.Setup(s => s.OpenReadAsync(It.IsAny<VideoPath>(), It.IsAny<ReadOptions>(), It.IsAny<CancellationToken>())).ThrowsAsync(exception);
        store.Setup(s => s.ListPageAsync(It.IsAny<ListOptions>(), It.IsAny<CancellationToken>())).ThrowsAsync(exception);
        return new RunningHost(services: services => services.AddKeyedSingleton(VideoStorage.ServiceName, store.Object));
    }

    [TestCase(VideoStoreError.NotFound, 404, "video-not-found")]
    [TestCase(VideoStoreError.PreconditionFailed, 412, "precondition-failed")]
    [TestCase(VideoStoreError.RangeNotSatisfiable, 416, "range-not-satisfiable")]
    [TestCase(VideoStoreError.Internal, 500, "internal")]
    [TestCase(VideoStoreError.Unsupported, 501, "unsupported")]
    [TestCase(VideoStoreError.PermissionDenied, 502, "store-refused")]
    [TestCase(VideoStoreError.Unavailable, 503, "store-unavailable")]
    [TestCase(VideoStoreError.Throttled, 503, "store-throttled")]
    [TestCase(VideoStoreError.Timeout, 504, "store-timeout")]
    public async Task What_the_store_reports_becomes_a_problem_without_the_words_of_its_service(VideoStoreError error, int status, string kind)
    {
        await using var host = HostWhoseStoreThrows(new VideoStoreException(error, Secret, new IOException(Secret)));

        var answer = await host.Client.GetAsync("/video?path=a.mp4");

        Assert.That(await ProblemAssert.IsProblemAsync(answer, (HttpStatusCode)status, kind), Does.Not.Contain(Secret));
        Assert.That(answer.Headers.RetryAfter?.ToString(), status == 503 ? Is.EqualTo("5") : Is.Null);
    }

    [Test]
    public async Task The_time_that_the_store_asks_for_is_passed_on()
    {
        await using var host = HostWhoseStoreThrows(new VideoStoreException(VideoStoreError.Throttled, "slow down") { RetryAfter = TimeSpan.FromSeconds(16.5) });
        Assert.That((await host.Client.GetAsync("/video?path=a.mp4")).Headers.RetryAfter?.ToString(), Is.EqualTo("17"));
    }

    [Test]
    public async Task The_length_is_told_to_whoever_asked_past_the_end()
    {
        await using var host = HostWhoseStoreThrows(VideoStoreException.RangeNotSatisfiable(VideoPath.Parse("a.mp4"), ByteRange.From(9), 5_000_000_000));
        var answer = await host.Client.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/video?path=a.mp4") { Headers = { { "Range", "bytes=9-" } } });
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.RequestedRangeNotSatisfiable));
        Assert.That(answer.Content.Headers.ContentRange?.ToString(), Is.EqualTo("bytes */5000000000"));
    }

    [Test]
    public async Task A_defect_shows_nothing_of_itself()
    {
        await using var host = HostWhoseStoreThrows(new InvalidOperationException(Secret));
        var answer = await host.Client.GetAsync("/video?path=a.mp4");
        Assert.That(await ProblemAssert.IsProblemAsync(answer, HttpStatusCode.InternalServerError, "internal"), Does.Not.Contain(Secret));
    }

    [Test]
    public async Task A_catalogue_that_cannot_answer_is_a_temporary_problem()
    {
        var catalog = new Mock<IVideoCatalog>();
        catalog.Setup(c => c.FindAsync(It.IsAny<VideoId>(), It.IsAny<CancellationToken>())).ThrowsAsync(new VideoCatalogException(VideoCatalogError.Unavailable, Secret));
        await using var host = new RunningHost(services: services => services.AddSingleton(catalog.Object));

        var answer = await host.Client.GetAsync("/video?id=5d9e690ad76fe06a3d7ae416");

        Assert.That(await ProblemAssert.IsProblemAsync(answer, HttpStatusCode.ServiceUnavailable, "catalog-unavailable"), Does.Not.Contain(Secret));
        Assert.That(answer.Headers.RetryAfter, Is.Not.Null);
    }

    [Test]
    public async Task The_list_is_shown_from_the_catalogue_while_the_store_is_away()
    {
        await using var host = HostWhoseStoreThrows(new VideoStoreException(VideoStoreError.Unavailable, Secret));
        await host.Services.GetRequiredService<IVideoCatalog>().RegisterAsync(VideoPath.Parse("a.mp4"));

        Assert.That(await host.Client.GetStringAsync("/videos"), Does.Contain("a.mp4"));
    }
}
