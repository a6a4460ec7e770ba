using System.Net;
using FlixTube.Storage;
using Microsoft.Extensions.DependencyInjection;
using Moq;

namespace FlixTube.Host.Tests.Health;

internal sealed class HealthTests
{
    [TestCase("/health/live")]
    [TestCase("/health/ready")]
    public async Task A_host_with_a_folder_is_alive_and_ready(string url)
    {
        await using var host = new RunningHost();
        Assert.That((await host.Client.GetAsync(url)).StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task A_host_whose_store_does_not_answer_is_alive_but_not_ready_and_names_no_cause_in_public()
    {
        var store = new Mock<IVideoStore>();
        store.Setup(s => s.ListPageAsync(It.IsAny<ListOptions>(), It.IsAny<CancellationToken>()))
            .ThrowsAsync(new VideoStoreException(VideoStoreError.PermissionDenied, "key of account-4711"));
        await using var host = new RunningHost(services: services => services.AddKeyedSingleton(VideoStorage.ServiceName, store.Object));

        Assert.That((await host.Client.GetAsync("/health/live")).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        var problem = await ProblemAssert.IsProblemAsync(await host.Client.GetAsync("/health/ready"), HttpStatusCode.ServiceUnavailable, "not-ready");
        Assert.That(problem, Does.Contain("video-storage").And.Not.Contain("catalog").And.Not.Contain("4711"));
    }
}
