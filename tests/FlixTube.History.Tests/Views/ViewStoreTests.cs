using FlixTube.History.Views;
using FlixTube.Messaging.Viewed;
using FlixTube.Storage;

namespace FlixTube.History.Tests.Views;

/// <summary>What both stores promise.</summary>
internal abstract class ViewStoreTests
{
    private static readonly DateTimeOffset Start = new(2026, 5, 6, 7, 8, 9, TimeSpan.Zero);

    [Test]
    public async Task A_view_is_kept_once_however_often_it_comes_and_outlives_the_process()
    {
        await Using(Open(), async store =>
        {
            await store.AddAsync([View(1), View(2)], default);
            await store.AddAsync([View(2), View(3), View(3)], default);
            await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => store.AddAsync([View(4)], default)));
        });
        await Using(Open(), async store =>
        {
            await store.AddAsync([View(1)], default);
            Assert.That(await AllAsync(store, new ViewQuery(100)), Is.EqualTo(new[] { View(4), View(3), View(2), View(1) }));
        });
    }

    [Test]
    public async Task Pages_of_any_size_give_every_view_once_in_order_also_those_of_the_same_moment() => await Using(Open(), async store =>
    {
        var views = Enumerable.Range(0, 40).Select(i => View(i, at: i / 5)).ToArray();
        await store.AddAsync([.. views.OrderBy(view => view.Id[^1])], default);
        var expected = views.OrderByDescending(view => view.At).ThenByDescending(view => view.Id, StringComparer.Ordinal).ToArray();

        foreach (var limit in new[] { 1, 3, 7, 39, 40, 41 })
            Assert.That(await AllAsync(store, new ViewQuery(limit)), Is.EqualTo(expected), $"{limit} at a time");

        Assert.That((await store.ListAsync(new ViewQuery(40), default)).Next, Is.Null, "the last page says so");
    });

    [Test]
    public async Task Views_are_found_by_path_and_by_id() => await Using(Open(), async store =>
    {
        await store.AddAsync([.. Enumerable.Range(0, 20).Select(i => View(i, path: $"{i % 3}.mp4"))], default);

        Assert.That(await AllAsync(store, new ViewQuery(2, Path: "1.mp4")), Has.Count.EqualTo(7).And.All.Property("Path").EqualTo(VideoPath.Parse("1.mp4")));
        Assert.That(await AllAsync(store, new ViewQuery(2, VideoId: "v5")), Is.EqualTo(new[] { View(5, path: "2.mp4") }));
        Assert.That(await AllAsync(store, new ViewQuery(2, Path: "1.MP4")), Is.Empty);
    });

    protected static ViewedMessage View(int number, string path = "a.mp4", int? at = null) =>
        new($"m{number:00}", VideoPath.Parse(path), $"v{number}", Start.AddMilliseconds(at ?? number));

    protected static async Task<List<ViewedMessage>> AllAsync(IViewStore store, ViewQuery query)
    {
        var all = new List<ViewedMessage>();
        for (ViewPlace? place = null; ;)
        {
            var page = await store.ListAsync(query with { After = place }, default);
            Assert.That(page.Views, Has.Count.LessThanOrEqualTo(query.Limit));
            all.AddRange(page.Views);
            if (page.Next is null)
                return all;

            place = ViewPlace.Parse(page.Next.ToString());
            Assert.That(place, Is.EqualTo(page.Next), "the token says the place");
        }
    }

    protected static async Task Using(IViewStore store, Func<IViewStore, Task> use)
    {
        using ((IDisposable)store)
            await use(store);
    }

    /// <summary>The store of this test, which may be open already.</summary>
    protected abstract IViewStore Open();
}
