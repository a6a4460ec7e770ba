using NUnit.Framework;

namespace FlixTube.Catalog.Conformance;

public abstract partial class VideoCatalogConformance
{
    private int Racers => IsSlow ? 8 : 24;

    [Test]
    [Description("CreateAsync: of several calls at once for one path one must succeed")]
    public async Task Race_of_creations_of_one_path_has_one_winner()
    {
        for (var round = 0; round < 5; round++)
        {
            var path = At($"{round}.mp4");
            var results = await RaceAsync(i => Catalog.CreateAsync(path, new() { Title = $"{i}" }), VideoCatalogError.AlreadyExists);

            Assert.That(results, Has.Count.EqualTo(1));
            await HoldsAsync(results[0]);
        }
    }

    [Test]
    [Description("CreateAsync: of several calls at once for one id one must succeed")]
    public async Task Race_of_creations_with_one_id_has_one_winner()
    {
        var results = await RaceAsync(i => Catalog.CreateAsync(At($"{i:d2}.mp4"), id: Chosen), VideoCatalogError.AlreadyExists);

        Assert.That(results, Has.Count.EqualTo(1));
        await HoldsAsync(results[0]);
        Assert.That(await Catalog.CountAsync(), Is.EqualTo(1));
    }

    [Test]
    [Description("CreateAsync: of several calls at once for different paths all must succeed")]
    public async Task Race_of_creations_of_different_paths_has_no_loser()
    {
        var results = await RaceAsync(i => Catalog.CreateAsync(At($"{i:d2}.mp4")), loss: null);

        Assert.That(results, Has.Count.EqualTo(Racers));
        Assert.That((await ListAsync()).Select(v => v.Id), Is.EquivalentTo(results.Select(v => v.Id)));
    }

    [Test]
    [Description("VideoCatalogExtensions.RegisterAsync: of several calls at once one creates")]
    public async Task Race_of_registrations_makes_one_entry_and_all_find_it()
    {
        var results = await RaceAsync(_ => Catalog.RegisterAsync(Beach), loss: null);

        Assert.That(results.Count(r => r.Created), Is.EqualTo(1));
        Assert.That(results.Select(r => r.Video).Distinct(), Has.Exactly(1).Items);
    }

    [Test]
    [Description("UpdateAsync: the version must be decided atomically: of several calls at once one must succeed")]
    public async Task Race_of_updates_of_one_version_has_one_winner()
    {
        var video = await Catalog.CreateAsync(Beach);
        for (var round = 0; round < 5; round++)
        {
            var from = video;
            var results = await RaceAsync(
                i => Catalog.UpdateAsync(from.Id, from.Version, new() { Title = $"{round} {i}" }), VideoCatalogError.VersionConflict);

            Assert.That(results, Has.Count.EqualTo(1));
            video = results[0];
            await HoldsAsync(video);
        }
    }

    [Test]
    [Description("RemoveAsync: of several calls at once one removes it")]
    public async Task Race_of_removals_has_one_winner()
    {
        var video = await Catalog.CreateAsync(Beach);

        var results = await RaceAsync(_ => Catalog.RemoveAsync(video.Id), loss: null);

        Assert.That(results.Count(removed => removed), Is.EqualTo(1));
        await AbsentAsync(video.Id, Beach);
    }

    [Test]
    [Description("RemoveAsync: the version must be decided atomically")]
    public async Task Race_of_an_update_and_a_removal_of_one_version_has_one_winner()
    {
        for (var round = 0; round < (IsSlow ? 5 : 20); round++)
        {
            var video = await CreateAsync($"{round}.mp4");

            var results = await RaceAsync(
                async i => i % 2 == 0
                    ? await Catalog.UpdateAsync(video.Id, video.Version, new() { Title = $"{i}" })
                    : await Catalog.RemoveAsync(video.Id, video.Version) ? null : throw new AssertionException("There was an entry."),
                VideoCatalogError.VersionConflict,
                VideoCatalogError.NotFound);

            Assert.That(results, Has.Count.EqualTo(1));
            Assert.That(await Catalog.FindAsync(video.Id), Is.EqualTo(results[0]));
        }
    }

    [Test]
    [Description("VideoCatalogExtensions.ChangeAsync: again and again until nobody else did so in between")]
    public async Task Race_of_changes_loses_none()
    {
        var video = await Catalog.CreateAsync(Beach);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Task.Run(() =>
            Catalog.ChangeAsync(video.Id, details => details with { Tags = [.. details.Tags, $"{i}"] }))));

        Assert.That((await Catalog.FindAsync(video.Id))!.Details.Tags, Is.EquivalentTo(new[] { "0", "1", "2", "3" }));
    }

    [Test]
    [Description("IVideoCatalog: safe to call from many threads; an entry is seen whole")]
    public async Task Entry_that_is_changed_meanwhile_is_seen_whole()
    {
        var video = await CreateTitledAsync("a.mp4", "0");
        using var done = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
        {
            while (!done.IsCancellationRequested)
            {
                foreach (var seen in new[] { await Catalog.FindAsync(video.Id), await Catalog.FindByPathAsync(video.Path), (await Catalog.ListPageAsync()).Videos.Single() })
                    Assert.That(seen!.Details.Tags, Is.EqualTo(seen.Details.Title == "0" ? [] : new[] { seen.Details.Title }));
            }
        })).ToArray();

        for (var i = 1; i <= (IsSlow ? 20 : 40); i++)
            video = await Catalog.UpdateAsync(video.Id, video.Version, new() { Title = $"{i}", Tags = [$"{i}"] });
        await done.CancelAsync();

        await Task.WhenAll(readers);
    }

    [Test]
    [Description("IVideoCatalog: safe to call from many threads; what a finished call changed must be seen by every later one")]
    public async Task Calls_of_all_kinds_from_many_threads_leave_what_they_say()
    {
        await Task.WhenAll(Enumerable.Range(0, Racers).Select(i => Task.Run(async () =>
        {
            var video = await CreateAsync($"{i:d2}.mp4");
            Assert.That(await Catalog.FindAsync(video.Id), Is.EqualTo(video));
            video = await Catalog.UpdateAsync(video.Id, video.Version, new() { Title = $"{i}" });
            Assert.That(await Catalog.FindByPathAsync(video.Path), Is.EqualTo(video));
            Assert.That(await ListAsync(), Does.Contain(video));
            Assert.That(await Catalog.CountAsync(new() { TitlePrefix = $"{i}" }), Is.GreaterThanOrEqualTo(1));
            if (i % 2 == 0)
                Assert.That(await Catalog.RemoveAsync(video.Id, video.Version), Is.True);
        })));

        Assert.That(
            await ListPathsAsync(), Is.EqualTo(Enumerable.Range(0, Racers).Where(i => i % 2 != 0).Select(i => $"{i:d2}.mp4")));
    }

    /// <summary>Makes calls at once; those that lose must fail with one of <paramref name="loss"/>.</summary>
    private async Task<List<T>> RaceAsync<T>(Func<int, Task<T>> call, params VideoCatalogError[]? loss)
    {
        using var start = new ManualResetEventSlim();
        var racers = Enumerable.Range(0, Racers).Select(i => Task.Run(async () =>
        {
            start.Wait();
            try
            {
                return (Won: true, Result: (T?)await call(i));
            }
            catch (VideoCatalogException e) when (loss?.Contains(e.Error) == true)
            {
                return (Won: false, Result: default(T));
            }
        })).ToArray();
        start.Set();
        return [.. (await Task.WhenAll(racers)).Where(r => r.Won).Select(r => r.Result!)];
    }
}
