using NUnit.Framework;

namespace FlixTube.Catalog.Conformance;

public abstract partial class VideoCatalogConformance
{
    [Test]
    [Description("IVideoCatalog: what a finished call changed must survive")]
    public async Task Reopened_catalogue_has_what_was_there()
    {
        var kept = await Catalog.CreateAsync(Beach, Everything, Chosen);
        var changed = await CreateAsync("b.mp4");
        changed = await Catalog.UpdateAsync(changed.Id, changed.Version, new() { Title = "changed" });
        var removed = await CreateAsync("c.mp4");
        await Catalog.RemoveAsync(removed.Id);

        var other = await RequireReopenedAsync();

        await HoldsAsync(kept, other);
        await HoldsAsync(changed, other);
        Assert.That(await other.FindAsync(removed.Id), Is.Null);
        Assert.That(await other.CountAsync(), Is.EqualTo(2));
    }

    [Test]
    [Description("CatalogVideo.Version: the same for everyone")]
    public async Task Reopened_catalogue_takes_the_version_that_was_seen()
    {
        var video = await Catalog.CreateAsync(Beach, Everything);
        var other = await RequireReopenedAsync();

        var after = await other.UpdateAsync(video.Id, video.Version, CatalogDetails.None);

        await HoldsAsync(after, other);
        await FailsAsync(VideoCatalogError.VersionConflict, () => Catalog.UpdateAsync(video.Id, video.Version, new() { Title = "lost" }));
        await HoldsAsync(after, other);
    }
}
