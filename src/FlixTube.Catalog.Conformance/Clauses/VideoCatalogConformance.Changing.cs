using NUnit.Framework;

namespace FlixTube.Catalog.Conformance;

public abstract partial class VideoCatalogConformance
{
    [Test]
    [Description("UpdateAsync: replaces everything that is said, and gives the entry as a later find does")]
    public async Task Update_gives_the_entry_that_is_found_later()
    {
        var before = await Catalog.CreateAsync(Beach);

        var after = await Catalog.UpdateAsync(before.Id, before.Version, Everything);

        Assert.That(after, Is.EqualTo(before with { Details = Everything, Version = after.Version }));
        await HoldsAsync(after);
    }

    [Test]
    [Description("UpdateAsync: replaces everything: what is not said any more is gone")]
    public async Task Update_takes_away_what_is_not_said_any_more()
    {
        var before = await Catalog.CreateAsync(Beach, Everything);

        var titled = await Catalog.UpdateAsync(before.Id, before.Version, new() { Title = "alone" });
        Assert.That(titled.Details, Is.EqualTo(new CatalogDetails { Title = "alone" }));
        await HoldsAsync(titled);

        var bare = await Catalog.UpdateAsync(before.Id, titled.Version, CatalogDetails.None);
        Assert.That(bare.Details, Is.EqualTo(CatalogDetails.None));
        await HoldsAsync(bare);
    }

    [Test]
    [Description("UpdateAsync: of one entry")]
    public async Task Update_leaves_every_other_entry_alone()
    {
        var other = await CreateAsync("holiday/beach.mp4.mp4", Everything);
        var video = await Catalog.CreateAsync(Beach, Everything);

        await Catalog.UpdateAsync(video.Id, video.Version, new() { Title = "changed" });

        await HoldsAsync(other);
    }

    [Test]
    [Description("UpdateAsync: NotFound")]
    public async Task Update_of_a_missing_entry_is_NotFound()
    {
        var video = await Catalog.CreateAsync(Beach);
        await Catalog.RemoveAsync(video.Id);

        await FailsAsync(VideoCatalogError.NotFound, () => Catalog.UpdateAsync(video.Id, video.Version, Everything));
        await FailsAsync(VideoCatalogError.NotFound, () => Catalog.UpdateAsync(Chosen, "1", Everything));

        await AbsentAsync(video.Id, Beach);
    }

    [Test]
    [Description("UpdateAsync: VersionConflict, if somebody changed the entry since")]
    public async Task Update_of_an_old_version_is_a_VersionConflict_and_changes_nothing()
    {
        var first = await Catalog.CreateAsync(Beach);
        var second = await Catalog.UpdateAsync(first.Id, first.Version, Everything);

        await FailsAsync(VideoCatalogError.VersionConflict, () => Catalog.UpdateAsync(first.Id, first.Version, new() { Title = "lost" }));

        await HoldsAsync(second);
    }

    [TestCase("1", TestName = "Update_of_the_version_1_is_a_VersionConflict")]
    [TestCase("0", TestName = "Update_of_the_version_0_is_a_VersionConflict")]
    [TestCase("-1", TestName = "Update_of_the_version_minus_1_is_a_VersionConflict")]
    [TestCase("*", TestName = "Update_of_any_version_is_a_VersionConflict")]
    [TestCase("null", TestName = "Update_of_no_version_is_a_VersionConflict")]
    [TestCase("no version of ours \"\0'$é😀", TestName = "Update_of_a_version_of_odd_characters_is_a_VersionConflict")]
    [TestCase("99999999999999999999999999", TestName = "Update_of_a_version_beyond_any_number_is_a_VersionConflict")]
    [Description("UpdateAsync: VersionConflict for any text that is not the present version")]
    public async Task Update_of_a_text_that_is_no_version_is_a_VersionConflict(string version)
    {
        // After a few changes no version that counts is a small number.
        var video = await Catalog.CreateAsync(Beach);
        foreach (var title in new[] { "a", "b", "c" })
            video = await Catalog.UpdateAsync(video.Id, video.Version, new() { Title = title });

        await FailsAsync(VideoCatalogError.VersionConflict, () => Catalog.UpdateAsync(video.Id, version, Everything));
        await FailsAsync(VideoCatalogError.VersionConflict, () => Catalog.RemoveAsync(video.Id, version));

        await HoldsAsync(video);
    }

    [Test]
    [Description("CatalogVideo.Version: one that no other state of an entry with this id ever had")]
    public async Task Version_is_new_with_every_change()
    {
        var video = await Catalog.CreateAsync(Beach);
        var versions = new List<string> { video.Version };
        for (var i = 0; i < 20; i++)
        {
            video = await Catalog.UpdateAsync(video.Id, video.Version, new() { Title = $"{i}" });
            versions.Add(video.Version);
        }

        Assert.That(versions, Is.Unique);
        Assert.That(versions, Has.All.Matches("^[A-Za-z0-9._-]{1,64}$"));
    }

    [TestCase("title")]
    [TestCase("description")]
    [TestCase("duration")]
    [TestCase("tags")]
    [TestCase("tag order")]
    [TestCase("poster")]
    [Description("CatalogVideo.Version: an entry that was changed must get another, whatever was changed")]
    public async Task Version_changes_with_each_part(string part)
    {
        var before = await Catalog.CreateAsync(Beach, Everything);

        var after = await Catalog.UpdateAsync(before.Id, before.Version, part switch
        {
            "title" => Everything with { Title = "A day at the Beach" },
            "description" => Everything with { Description = null },
            "duration" => Everything with { Duration = Everything.Duration + TimeSpan.FromMilliseconds(1) },
            "tags" => Everything with { Tags = ["summer", "Sea", "日本", "new"] },
            "tag order" => Everything with { Tags = ["Sea", "summer", "日本"] },
            _ => Everything with { PosterPath = At("posters/beach #2.jpg") },
        });

        Assert.That(after.Version, Is.Not.EqualTo(before.Version));
        await FailsAsync(VideoCatalogError.VersionConflict, () => Catalog.UpdateAsync(before.Id, before.Version, CatalogDetails.None));
        await HoldsAsync(after);
    }

    [Test]
    [Description("CatalogVideo.Version: one that no other state of an entry with this id ever had, also before it was removed")]
    public async Task Version_of_a_removed_entry_is_not_that_of_the_next()
    {
        var first = await CreateTitledAsync("holiday/beach.mp4", "first");
        await Catalog.RemoveAsync(first.Id);
        var second = await CreateTitledAsync("holiday/beach.mp4", "second");

        Assert.That(second.Version, Is.Not.EqualTo(first.Version));
        await FailsAsync(VideoCatalogError.VersionConflict, () => Catalog.UpdateAsync(first.Id, first.Version, Everything));
        await FailsAsync(VideoCatalogError.VersionConflict, () => Catalog.RemoveAsync(first.Id, first.Version));
        await HoldsAsync(second);
    }

    [Test]
    [Description("UpdateAsync: an update that changes nothing may keep the version")]
    public async Task Update_that_changes_nothing_leaves_an_entry_that_can_be_updated()
    {
        var video = await Catalog.CreateAsync(Beach, Everything);

        var same = await Catalog.UpdateAsync(video.Id, video.Version, Everything);
        await HoldsAsync(same);
        var after = await Catalog.UpdateAsync(video.Id, same.Version, new() { Title = "next" });

        Assert.That(same with { Version = video.Version }, Is.EqualTo(video));
        await HoldsAsync(after);
    }

    [Test]
    [Description("VideoCatalogExtensions.ChangeAsync: from what is said to what shall be said")]
    public async Task Change_begins_with_what_is_said()
    {
        var video = await Catalog.CreateAsync(Beach, Everything);

        var after = await Catalog.ChangeAsync(video.Id, details => details with { Title = $"{details.Title}!" });

        Assert.That(after.Details, Is.EqualTo(Everything with { Title = $"{Everything.Title}!" }));
        await FailsAsync(VideoCatalogError.NotFound, () => Catalog.ChangeAsync(Chosen, details => details));
    }
}
