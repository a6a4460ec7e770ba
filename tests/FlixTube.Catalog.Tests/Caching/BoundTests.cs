using FlixTube.Catalog.Tests.Support;

namespace FlixTube.Catalog.Tests.Caching;

internal sealed class BoundTests : CacheFixture
{
    private List<CatalogVideo> _videos = [];

    [SetUp]
    public async Task MakeSmallCacheAsync()
    {
        Options.MaxEntries = 10;
        MakeCache();
        _videos = [];
        for (var i = 0; i < 30; i++)
            _videos.Add(await Behind.CreateAsync(Given.Path($"{i:d2}.mp4")));
    }

    [Test]
    public async Task No_more_entries_are_kept_than_may_be()
    {
        foreach (var video in _videos)
            await Cache.FindAsync(video.Id);
        Behind.Fail(VideoCatalogError.Unavailable);

        Assert.That(await KeptAsync(), Has.Count.EqualTo(10));
    }

    [Test]
    public async Task What_is_in_demand_stays()
    {
        foreach (var video in _videos)
        {
            await Cache.FindAsync(video.Id);
            await Cache.FindAsync(_videos[0].Id);
        }

        Assert.That(Behind.Finds, Is.EqualTo(_videos.Count));
    }

    [Test]
    public async Task Unknown_ids_take_no_entrys_place()
    {
        foreach (var video in _videos.Take(10))
            await Cache.FindAsync(video.Id);
        for (var i = 0; i < 1000; i++)
            await Cache.FindAsync(Given.Id($"{i:x24}"));
        Behind.Fail(VideoCatalogError.Unavailable);

        Assert.That(await KeptAsync(), Has.Count.EqualTo(10));
    }

    [Test]
    public async Task Entries_that_come_and_go_leave_nothing_behind()
    {
        for (var i = 0; i < 100; i++)
        {
            var video = await Cache.CreateAsync(Given.Path("again.mp4"));
            await Cache.FindAsync(video.Id);
            await Cache.RemoveAsync(video.Id);
            await Cache.FindAsync(video.Id);
        }

        foreach (var video in _videos.Take(10))
            await Cache.FindAsync(video.Id);
        Behind.Fail(VideoCatalogError.Unavailable);

        Assert.That(await KeptAsync(), Has.Count.EqualTo(10));
    }

    [Test]
    public async Task Many_threads_find_what_is_there_and_keep_to_the_bound()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(async () =>
        {
            for (var i = 0; i < 500; i++)
            {
                var video = _videos[((i * 7) + worker) % _videos.Count];
                Assert.That(await Cache.FindAsync(video.Id), Is.EqualTo(video));
            }
        })));
        Behind.Fail(VideoCatalogError.Unavailable);

        Assert.That(await KeptAsync(), Has.Count.EqualTo(10));
    }

    private async Task<List<CatalogVideo>> KeptAsync()
    {
        var kept = new List<CatalogVideo>();
        foreach (var video in _videos)
        {
            try
            {
                kept.Add((await Cache.FindAsync(video.Id))!);
            }
            catch (VideoCatalogException)
            {
                // Not kept.
            }
        }

        return kept;
    }
}
