using FlixTube.Catalog.Checking;
using FlixTube.Catalog.Tests.Support;
using FlixTube.Storage;
using FsCheck.Fluent;

namespace FlixTube.Catalog.Tests.Checking;

internal sealed class ConsistencyCheckTests
{
    private static readonly VideoPath Beach = Given.Path("beach.mp4");

    private MemoryCatalog _catalog;
    private MemoryVideoStore _store;
    private ConsistencyCheck _check;

    [SetUp]
    public void Make()
    {
        _catalog = new();
        _store = new();
        _check = new(_store, _catalog);
    }

    [Test]
    public void Everything_that_disagrees_is_told_in_order_and_a_repair_makes_both_agree() =>
        Given.Always(
            Prop.ForAll(Given.SetsOfPaths, Given.SetsOfPaths, Gen.Choose(1, 5).ToArbitrary(), (stored, known, pageSize) =>
            {
                var store = new MemoryVideoStore { PageSize = pageSize };
                var catalog = new MemoryCatalog();
                Array.ForEach(stored, store.Add);
                foreach (var path in known)
                    catalog.CreateAsync(path).GetAwaiter().GetResult();
                var check = new ConsistencyCheck(store, catalog);
                var expected = stored.Except(known).Select(path => (DisagreementKind.UnregisteredVideo, path))
                    .Concat(known.Except(stored).Select(path => (DisagreementKind.DanglingEntry, path)))
                    .OrderBy(found => found.path).ToArray();

                var told = check.RunAsync().ToBlockingEnumerable().ToList();
                Assert.That(told.Select(found => (found.Kind, found.Path)), Is.EqualTo(expected));
                Assert.That(told.Select(found => found.Repaired), Has.All.False);
                Assert.That(Paths(catalog), Is.EqualTo(known.Order()), "nothing was changed");

                var repaired = check.RunAsync(repair: true).ToBlockingEnumerable().ToList();
                Assert.That(repaired.Select(found => (found.Kind, found.Path)), Is.EqualTo(expected));
                Assert.That(repaired.Select(found => found.Repaired), Has.All.True);
                Assert.That(Paths(catalog), Is.EqualTo(stored.Order()));
                Assert.That(check.RunAsync().ToBlockingEnumerable(), Is.Empty);
            }),
            runs: 40);

    [Test]
    public async Task A_dangling_entry_is_told_with_what_it_says_and_removed_on_request_whatever_it_says()
    {
        var entry = await _catalog.CreateAsync(Beach, new() { Title = "Somebody's work" }, Given.Id("5d9e690ad76fe06a3d7ae416"));

        Assert.That(Run(), Is.EqualTo(new[] { new Disagreement(DisagreementKind.DanglingEntry, Beach, entry, Repaired: false) }));
        Assert.That(Run(repair: true), Is.EqualTo(new[] { new Disagreement(DisagreementKind.DanglingEntry, Beach, entry, Repaired: true) }));
        Assert.That(await _catalog.FindAsync(entry.Id), Is.Null);
    }

    [Test]
    public async Task An_unregistered_video_gets_its_entry_on_request()
    {
        _store.Add(Beach);

        Assert.That(Run().Single().Entry, Is.Null);
        var entry = Run(repair: true).Single().Entry;

        Assert.That(entry?.Id, Is.EqualTo(VideoId.ForPath(Beach)));
        Assert.That(await _catalog.FindByPathAsync(Beach), Is.EqualTo(entry));
    }

    [Test]
    public async Task A_video_that_came_after_the_listing_is_no_disagreement()
    {
        await _catalog.CreateAsync(Beach);
        _store.BeforeStat = path =>
        {
            _store.Add(path);
            return Task.CompletedTask;
        };

        Assert.That(Run(repair: true), Is.Empty);
        Assert.That(await _catalog.FindByPathAsync(Beach), Is.Not.Null);
    }

    [Test]
    public async Task A_video_that_comes_while_its_entry_is_removed_gets_the_entry_back_with_everything_it_said()
    {
        var entry = await _catalog.CreateAsync(Beach, new() { Title = "Somebody's work" }, Given.Id("5d9e690ad76fe06a3d7ae416"));
        _store.AfterStat = _store.Add;

        Assert.That(Run(repair: true).Single().Repaired, Is.False);

        var present = await _catalog.FindByPathAsync(Beach);
        Assert.That((present?.Id, present?.Details), Is.EqualTo((entry.Id, entry.Details)));
    }

    [Test]
    public async Task An_entry_that_somebody_changes_meanwhile_is_not_removed()
    {
        var entry = await _catalog.CreateAsync(Beach);
        _store.BeforeStat = async _ => await _catalog.UpdateAsync(entry.Id, entry.Version, new() { Title = "I am still here" });

        Assert.That(Run(repair: true).Single().Repaired, Is.False);
        Assert.That((await _catalog.FindAsync(entry.Id))?.Details.Title, Is.EqualTo("I am still here"));
    }

    [Test]
    public async Task A_video_that_is_registered_meanwhile_is_no_disagreement()
    {
        _store.Add(Beach);
        _catalog.Before = async (name, token) =>
        {
            if (name == nameof(IVideoCatalog.FindByPathAsync))
            {
                _catalog.Fail(null);
                await _catalog.CreateAsync(Beach, cancellationToken: token);
            }
        };

        Assert.That(Run(), Is.Empty);
        Assert.That(await _catalog.CountAsync(), Is.EqualTo(1));
    }

    [Test]
    public void A_video_that_is_deleted_meanwhile_is_no_disagreement()
    {
        _store.Add(Beach);
        _store.BeforeStat = path =>
        {
            _store.Remove(path);
            return Task.CompletedTask;
        };

        Assert.That(Run(repair: true), Is.Empty);
    }

    [Test]
    public async Task A_store_that_fails_ends_the_check_and_removes_nothing_more()
    {
        await _catalog.CreateAsync(Beach);
        _store.BeforeStat = _ => throw new VideoStoreException(VideoStoreError.PermissionDenied, "Stat is not for you.");

        Assert.That(() => Run(repair: true), Throws.TypeOf<VideoStoreException>());
        Assert.That(await _catalog.FindByPathAsync(Beach), Is.Not.Null);
    }

    [Test]
    public async Task One_page_of_each_is_in_memory_at_a_time()
    {
        const int Count = 2500;
        for (var i = 0; i < Count; i++)
        {
            _store.Add(Given.Path($"stored {i:d5}"));
            await _catalog.CreateAsync(Given.Path($"known {i:d5}"));
        }

        var found = 0;
        await foreach (var _ in _check.RunAsync())
        {
            found++;
            Assert.That(_store.Pages, Is.LessThanOrEqualTo((Math.Max(found - Count, 0) / 1000) + 1));
            Assert.That(_catalog.CallsOf(nameof(IVideoCatalog.ListPageAsync)), Is.LessThanOrEqualTo((found / 1000) + 1));
        }

        Assert.That(found, Is.EqualTo(2 * Count));
    }

    [Test]
    public async Task A_check_can_be_left_at_any_time()
    {
        for (var i = 0; i < 10; i++)
            await _catalog.CreateAsync(Given.Path($"{i}"));
        using var cancellation = new CancellationTokenSource();
        var found = 0;

        await Assert.ThatAsync(
            async () =>
            {
                await foreach (var _ in _check.RunAsync(repair: true, cancellation.Token))
                {
                    if (++found == 3)
                        await cancellation.CancelAsync();
                }
            },
            Throws.InstanceOf<OperationCanceledException>());
        Assert.That(await _catalog.CountAsync(), Is.EqualTo(7));
    }

    private static VideoPath[] Paths(IVideoCatalog catalog) => [.. catalog.ListAsync().ToBlockingEnumerable().Select(v => v.Path)];

    private List<Disagreement> Run(bool repair = false) => [.. _check.RunAsync(repair).ToBlockingEnumerable()];
}
