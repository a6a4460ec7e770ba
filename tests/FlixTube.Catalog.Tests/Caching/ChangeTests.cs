namespace FlixTube.Catalog.Tests.Caching;

internal sealed class ChangeTests : CacheFixture
{
    [Test]
    public async Task What_was_changed_here_is_seen_by_the_next_call()
    {
        await Cache.FindAsync(Video.Id);

        var changed = await Cache.UpdateAsync(Video.Id, Video.Version, new() { Title = "here" });
        Assert.That(await Cache.FindAsync(Video.Id), Is.EqualTo(changed));

        await Cache.RemoveAsync(Video.Id);
        Assert.That(await Cache.FindAsync(Video.Id), Is.Null);

        var made = await Cache.CreateAsync(Beach);
        Assert.That(await Cache.FindAsync(made.Id), Is.EqualTo(made));
    }

    [Test]
    public async Task A_lookup_that_began_before_a_change_does_not_bring_the_old_entry_back()
    {
        var read = new TaskCompletionSource();
        var gate = new TaskCompletionSource();
        Behind.After = name =>
        {
            if (name != nameof(IVideoCatalog.FindAsync) || !read.TrySetResult())
                return Task.CompletedTask;

            return gate.Task;
        };
        var early = Cache.FindAsync(Video.Id);
        await read.Task;

        var changed = await Cache.UpdateAsync(Video.Id, Video.Version, new() { Title = "here" });
        gate.SetResult();

        Assert.That(await early, Is.EqualTo(Video));
        Assert.That(await Cache.FindAsync(Video.Id), Is.EqualTo(changed));
        Assert.That(await Cache.FindAsync(Video.Id), Is.EqualTo(changed));
    }

    [Test]
    public async Task A_version_that_was_old_is_not_met_again_in_the_cache()
    {
        await Cache.FindAsync(Video.Id);
        await Behind.UpdateAsync(Video.Id, Video.Version, new() { Title = "elsewhere" });

        var changed = await Cache.ChangeAsync(Video.Id, details => details with { Tags = ["here"] });

        Assert.That((changed.Details.Title, changed.Details.Tags[0]), Is.EqualTo(("elsewhere", "here")));
    }

    [Test]
    public async Task A_change_that_may_have_been_made_is_looked_at()
    {
        await Cache.FindAsync(Video.Id);
        Behind.Fail(VideoCatalogError.Timeout);
        await Assert.ThatAsync(() => Cache.UpdateAsync(Video.Id, Video.Version, new() { Title = "perhaps" }), Throws.TypeOf<VideoCatalogException>());
        Behind.Fail(null);
        var changed = await Behind.UpdateAsync(Video.Id, Video.Version, new() { Title = "it was" });

        Assert.That(await Cache.FindAsync(Video.Id), Is.EqualTo(changed));
    }

    [Test]
    public async Task An_entry_by_its_path_is_always_the_catalogues_own_answer()
    {
        await Cache.FindByPathAsync(Beach);
        var changed = await Behind.UpdateAsync(Video.Id, Video.Version, new() { Title = "elsewhere" });

        Assert.That(await Cache.FindByPathAsync(Beach), Is.EqualTo(changed));
    }
}
