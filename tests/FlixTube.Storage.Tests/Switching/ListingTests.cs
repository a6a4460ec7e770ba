using FlixTube.Storage.Tests.Switching.Support;

namespace FlixTube.Storage.Tests.Switching;

public sealed class ListingTests
{
    [Test]
    public async Task A_listing_goes_on_in_the_new_store_after_the_last_video_that_it_showed()
    {
        await using var service = new Service();
        foreach (var i in Enumerable.Range(0, 25))
            await service.AddVideoAsync($"v{i:d2}.mp4", 1, "a", "b");

        var paths = new List<string>();
        string? token = null;
        var pages = 0;
        do
        {
            var page = await service.Store.ListPageAsync(new ListOptions { PageSize = 4, PageToken = token, Prefix = "v" });
            paths.AddRange(page.Videos.Select(video => video.Path.Value));
            token = page.NextPageToken;
            if (++pages % 2 == 0)
                await service.Switch.SwitchAsync(pages % 4 == 0 ? "a" : "b");
        }
        while (token is not null);

        Assert.That(paths, Is.EqualTo(Enumerable.Range(0, 25).Select(i => $"v{i:d2}.mp4")));
    }

    [Test]
    public async Task What_probes_leave_is_never_listed()
    {
        await using var service = new Service();
        await service.AddVideoAsync(VideoStoreProbe.ReservedPrefix + "left", 1, "a");
        await service.AddVideoAsync("v.mp4", 1, "a");

        var paths = new List<string>();
        await foreach (var video in service.Store.ListAsync())
            paths.Add(video.Path.Value);

        Assert.That(paths, Is.EqualTo(new[] { "v.mp4" }));
    }

    [TestCase("x")]
    [TestCase("1.%%%.x")]
    [TestCase("-1..x")]
    [TestCase("1..x")]
    public async Task A_token_of_somebody_elses_is_refused_or_harmless(string token)
    {
        await using var service = new Service();

        try
        {
            await service.Store.ListPageAsync(new ListOptions { PageToken = token });
        }
        catch (ArgumentException)
        {
        }
    }
}
