using FlixTube.Catalog.Discovery;
using FlixTube.Catalog.Tests.Support;
using FlixTube.Storage;
using FsCheck.Fluent;

namespace FlixTube.Catalog.Tests.Discovery;

internal sealed class AgreementTests
{
    private static readonly VideoPath Beach = Given.Path("beach.mp4");

    private CatalogFolder _folder;
    private IVideoCatalog _catalog;
    private MemoryVideoStore _store;
    private StoreDiscovery _discovery;

    [SetUp]
    public void MakeFolder()
    {
        _folder = new();
        _catalog = _folder.Open();
        _store = new();
        _discovery = new(_store, _catalog, new());
    }

    [TearDown]
    public void DeleteFolder() => _folder.Dispose();

    [Test]
    public void After_a_run_the_catalogue_has_what_the_store_has() =>
        Given.Always(
            Prop.ForAll(Given.SetsOfPaths, Given.SetsOfPaths, Gen.Choose(1, 5).ToArbitrary(), (stored, known, pageSize) =>
            {
                using var folder = new CatalogFolder();
                folder.Fill(known);
                var catalog = folder.Open();
                var store = new MemoryVideoStore { PageSize = pageSize };
                Array.ForEach(stored, store.Add);

                var result = new StoreDiscovery(store, catalog, new()).RunAsync().GetAwaiter().GetResult();

                Assert.That(result, Is.EqualTo(new DiscoveryResult(stored.Except(known).Count(), known.Except(stored).Count())));
                Assert.That(Paths(catalog), Is.EqualTo(stored.Order().ToArray()));
                Assert.That(Paths(folder.Open()), Is.EqualTo(stored.Order().ToArray()));
            }),
            runs: 15);

    [Test]
    public async Task More_than_a_page_of_each_is_merged()
    {
        var paths = Enumerable.Range(0, 2500).Select(i => Given.Path($"video {i:D4}.mp4")).ToArray();
        _folder.Fill(paths.Where((_, i) => i % 500 != 0));
        foreach (var path in paths.Where((_, i) => i % 500 != 250))
            _store.Add(path);

        var result = await _discovery.RunAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result, Is.EqualTo(new DiscoveryResult(5, 5)));
            Assert.That(Paths(_catalog), Is.EqualTo(paths.Where((_, i) => i % 500 != 250).ToArray()));
            Assert.That(_store.Pages, Is.EqualTo(3));
        }
    }

    [Test]
    public async Task A_run_that_finds_agreement_changes_nothing_and_asks_for_no_video()
    {
        _store.Add(Beach);
        await _discovery.RunAsync();

        Assert.That(await _discovery.RunAsync(), Is.EqualTo(default(DiscoveryResult)));
        Assert.That(_store.Stats, Is.Zero);
    }

    [Test]
    public async Task An_id_of_somebodys_choice_is_kept_while_its_video_is_there()
    {
        _folder.Put("5d9e690ad76fe06a3d7ae416.json", """{ "path": "beach.mp4" }""");
        _store.Add(Beach);

        await _discovery.RunAsync();

        Assert.That((await _catalog.FindByPathAsync(Beach))?.Id, Is.EqualTo(Given.Id("5d9e690ad76fe06a3d7ae416")));
    }

    [Test]
    public async Task What_people_wrote_is_kept_when_another_store_does_not_have_the_video()
    {
        var chosen = await _catalog.CreateAsync(Beach, id: Given.Id("5d9e690ad76fe06a3d7ae416"));
        var titled = await _catalog.CreateAsync(Given.Path("titled.mp4"), new() { Title = "Somebody's work" });
        var plain = await _catalog.CreateAsync(Given.Path("plain.mp4"));

        Assert.That(await _discovery.RunAsync(), Is.EqualTo(new DiscoveryResult(0, 1)));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await _catalog.FindAsync(chosen.Id), Is.EqualTo(chosen));
            Assert.That(await _catalog.FindAsync(titled.Id), Is.EqualTo(titled));
            Assert.That(await _catalog.FindAsync(plain.Id), Is.Null);
        }
    }

    [Test]
    public async Task An_entry_about_which_somebody_says_something_at_that_moment_is_kept()
    {
        var entry = await _catalog.CreateAsync(Beach);
        _store.BeforeStat = async _ => await _catalog.UpdateAsync(entry.Id, entry.Version, new() { Title = "Somebody's work" });

        Assert.That(await _discovery.RunAsync(), Is.EqualTo(default(DiscoveryResult)));
        Assert.That((await _catalog.FindAsync(entry.Id))?.Details.Title, Is.EqualTo("Somebody's work"));
    }

    [Test]
    public async Task A_lost_catalogue_is_made_again_with_the_same_ids()
    {
        _store.Add(Beach);
        await _discovery.RunAsync();
        var id = (await _catalog.FindByPathAsync(Beach))!.Id;
        Directory.Delete(_folder.Root, recursive: true);
        var restarted = _folder.Open();

        await new StoreDiscovery(_store, restarted, new()).RunAsync();

        Assert.That((await restarted.FindAsync(id))?.Path, Is.EqualTo(Beach));
    }

    [Test]
    public async Task An_entry_whose_video_came_between_the_listings_is_kept()
    {
        await _catalog.RegisterAsync(Beach);
        _store.BeforeStat = path =>
        {
            _store.Add(path);
            return Task.CompletedTask;
        };

        Assert.That(await _discovery.RunAsync(), Is.EqualTo(default(DiscoveryResult)));
        Assert.That(await _catalog.FindByPathAsync(Beach), Is.Not.Null);
    }

    [Test]
    public async Task An_entry_whose_video_came_between_the_question_and_the_removal_is_made_again()
    {
        await _catalog.RegisterAsync(Beach);
        _store.AfterStat = _store.Add;

        Assert.That(await _discovery.RunAsync(), Is.EqualTo(default(DiscoveryResult)));
        Assert.That(await _catalog.FindByPathAsync(Beach), Is.Not.Null);
    }

    [TestCase(1, "abcdefghi")]
    [TestCase(2, "bdefghi")]
    [TestCase(3, "bdfhi")]
    public async Task An_error_of_the_listing_removes_nothing_more(int failingPage, string left)
    {
        foreach (var name in "abcdefghi")
            await _catalog.RegisterAsync(Given.Path($"{name}"));

        foreach (var name in "bdfh")
            _store.Add(Given.Path($"{name}"));

        _store.PageSize = 2;
        _store.BeforePage = (page, _) => page == failingPage
            ? throw new VideoStoreException(VideoStoreError.Unavailable, "The line is dead.")
            : Task.CompletedTask;

        await Assert.ThatAsync(
            () => _discovery.RunAsync(), Throws.TypeOf<VideoStoreException>().With.Property("Error").EqualTo(VideoStoreError.Unavailable));

        Assert.That(string.Concat(Paths(_catalog)), Is.EqualTo(left));
    }

    [Test]
    public async Task An_error_of_the_question_removes_nothing()
    {
        await _catalog.RegisterAsync(Beach);
        _store.BeforeStat = _ => throw new VideoStoreException(VideoStoreError.PermissionDenied, "Stat is not for you.");

        await Assert.ThatAsync(() => _discovery.RunAsync(), Throws.TypeOf<VideoStoreException>());
        Assert.That(await _catalog.FindByPathAsync(Beach), Is.Not.Null);
    }

    [Test]
    public async Task A_store_that_is_exchanged_under_the_listing_is_a_temporary_failure()
    {
        _store.PageSize = 1;
        _store.Add(Given.Path("a"));
        _store.Add(Given.Path("b"));
        _store.BeforePage = (page, _) => page > 1 ? throw new ArgumentException("No token of mine.") : Task.CompletedTask;

        await Assert.ThatAsync(
            () => _discovery.RunAsync(), Throws.TypeOf<VideoStoreException>().With.Property("Persistence").EqualTo(ErrorPersistence.Temporary));
    }

    [Test]
    public async Task An_error_of_the_catalogue_reaches_the_caller()
    {
        await File.WriteAllTextAsync(_folder.Root, "a file where the folder should be");
        _store.Add(Beach);

        await Assert.ThatAsync(() => _discovery.RunAsync(), Throws.TypeOf<VideoCatalogException>());
    }

    private static VideoPath[] Paths(IVideoCatalog catalog) => [.. catalog.ListAsync().ToBlockingEnumerable().Select(v => v.Path)];
}
