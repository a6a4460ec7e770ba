using NUnit.Framework;

namespace FlixTube.Catalog.Conformance;

public abstract partial class VideoCatalogConformance
{
    [Test]
    [Description("RemoveAsync: whether there was one")]
    public async Task Remove_takes_the_entry_away_and_tells_whether_there_was_one()
    {
        var video = await Catalog.CreateAsync(Beach, Everything);

        Assert.That(await Catalog.RemoveAsync(video.Id), Is.True);
        await AbsentAsync(video.Id, Beach);
        Assert.That(await Catalog.RemoveAsync(video.Id), Is.False);
        Assert.That(await Catalog.CountAsync(), Is.Zero);
    }

    [Test]
    [Description("RemoveAsync: one entry")]
    public async Task Remove_leaves_every_other_entry_alone()
    {
        await CreateAllAsync("a", "a/b", "a/b/c", "b");

        await Catalog.RemoveAsync(VideoId.ForPath(At("a/b")));

        Assert.That(await ListPathsAsync(), Is.EqualTo(new[] { "a", "a/b/c", "b" }));
    }

    [Test]
    [Description("RemoveAsync: the version that is to be removed")]
    public async Task Remove_of_the_present_version_takes_it_away()
    {
        var created = await Catalog.CreateAsync(Beach);
        var video = await Catalog.UpdateAsync(created.Id, created.Version, Everything);

        Assert.That(await Catalog.RemoveAsync(video.Id, video.Version), Is.True);

        await AbsentAsync(video.Id, Beach);
    }

    [Test]
    [Description("RemoveAsync: VersionConflict when the version names another, also when there is no entry")]
    public async Task Remove_of_another_version_is_a_VersionConflict_and_removes_nothing()
    {
        var created = await Catalog.CreateAsync(Beach);
        var video = await Catalog.UpdateAsync(created.Id, created.Version, Everything);

        await FailsAsync(VideoCatalogError.VersionConflict, () => Catalog.RemoveAsync(video.Id, created.Version));
        await HoldsAsync(video);

        await Catalog.RemoveAsync(video.Id);
        await FailsAsync(VideoCatalogError.VersionConflict, () => Catalog.RemoveAsync(video.Id, video.Version));
        await FailsAsync(VideoCatalogError.VersionConflict, () => Catalog.RemoveAsync(Chosen, "1"));
    }
}
