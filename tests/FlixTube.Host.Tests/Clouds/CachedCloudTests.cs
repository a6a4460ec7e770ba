using System.Net;
using FlixTube.Testing.Faults;
using FlixTube.Testing.Hosts;
using FlixTube.Testing.Programs;
using FlixTube.Testing.Servers.Gcs;

namespace FlixTube.Host.Tests.Clouds;

/// <summary>The host with the cache switched on, before a real service that goes away.</summary>
internal sealed class CachedCloudTests
{
    [Test]
    public async Task A_video_that_was_watched_costs_the_cloud_nothing_more()
    {
        await using var server = await GcsEmulator.StartAsync();
        await server.CreateBucketAsync("videos");
        var sample = await File.ReadAllBytesAsync(Repository.SampleVideo);
        await server.PutObjectAsync("videos", "one.mp4", sample);
        await using var proxy = await FaultProxy.StartAsync(server.Address);
        await using var host = await HostProcess.StartAsync(new Dictionary<string, string>
        {
            ["VideoStorage:Provider"] = "gcp",
            ["VideoStorage:Gcp:EmulatorHost"] = proxy.Address.AbsoluteUri,
            ["VideoStorage:Gcp:Bucket"] = "videos",
            ["VideoStorage:Gcp:Network:MaxRetries"] = "0",
            ["VideoStorage:Cache:Enabled"] = "true",
            ["VideoStorage:Cache:RevalidateAfter"] = "1.00:00:00",
            ["Catalog:Discovery:Enabled"] = "false",
        });

        Assert.That(await host.Client.GetByteArrayAsync(host.VideoUri("one.mp4")), Is.EqualTo(sample));
        var cold = proxy.Requests.Count;
        Assert.That(await host.Client.GetByteArrayAsync(host.VideoUri("one.mp4")), Is.EqualTo(sample));
        Assert.That(proxy.Requests, Has.Count.EqualTo(cold), "a warm video costs no request");
    }

    [Test]
    public async Task A_cached_video_plays_while_the_cloud_is_down_and_the_answer_says_so()
    {
        await using var server = await GcsEmulator.StartAsync();
        await server.CreateBucketAsync("videos");
        var sample = await File.ReadAllBytesAsync(Repository.SampleVideo);
        await server.PutObjectAsync("videos", "one.mp4", sample);
        await using var host = await HostProcess.StartAsync(new Dictionary<string, string>
        {
            ["VideoStorage:Provider"] = "gcp",
            ["VideoStorage:Gcp:EmulatorHost"] = server.Address.AbsoluteUri,
            ["VideoStorage:Gcp:Bucket"] = "videos",
            ["VideoStorage:Gcp:Network:MaxRetries"] = "0",
            ["VideoStorage:Cache:Enabled"] = "true",
            ["VideoStorage:Cache:RevalidateAfter"] = "00:00:00",
            ["Catalog:Discovery:Enabled"] = "false",
        });
        using (var fresh = await host.Client.GetAsync(host.VideoUri("one.mp4")))
        {
            Assert.That(await fresh.Content.ReadAsByteArrayAsync(), Is.EqualTo(sample));
            Assert.That(fresh.Headers.Contains("Cache-Status"), Is.False);
        }

        await server.DisposeAsync();

        using var stale = await host.Client.GetAsync(host.VideoUri("one.mp4"));
        Assert.That(await stale.Content.ReadAsByteArrayAsync(), Is.EqualTo(sample));
        Assert.That(stale.Headers.GetValues("Cache-Status"), Has.One.Matches("^FlixTube; hit; ttl=-\\d+$"));
        using var unknown = await host.Client.GetAsync(host.VideoUri("two.mp4"));
        await ProblemAssert.IsProblemAsync(unknown, HttpStatusCode.ServiceUnavailable, "store-unavailable");
    }
}
