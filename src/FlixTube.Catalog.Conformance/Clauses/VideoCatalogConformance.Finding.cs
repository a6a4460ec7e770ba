using NUnit.Framework;

namespace FlixTube.Catalog.Conformance;

public abstract partial class VideoCatalogConformance
{
    [Test]
    [Description("FindAsync, FindByPathAsync, RemoveAsync, ListPageAsync, CountAsync: of a catalogue without entries")]
    public async Task Find_in_an_empty_catalogue_finds_nothing()
    {
        await AbsentAsync(Chosen, Beach);

        Assert.That(await Catalog.RemoveAsync(Chosen), Is.False);
        Assert.That(await Catalog.CountAsync(), Is.Zero);
    }

    [Test]
    [Description("FindAsync: the entry with this id, or null")]
    public async Task Find_of_another_id_or_path_finds_nothing()
    {
        await Catalog.CreateAsync(Beach, Everything, Chosen);

        Assert.That(await Catalog.FindAsync(Id("5d9e690ad76fe06a3d7ae417")), Is.Null);
        Assert.That(await Catalog.FindAsync(VideoId.ForPath(Beach)), Is.Null);
        Assert.That(await Catalog.FindByPathAsync(At("holiday/Beach.mp4")), Is.Null);
        Assert.That(await Catalog.FindByPathAsync(At("holiday")), Is.Null);
        Assert.That(await Catalog.FindByPathAsync(At("holiday/beach.mp4 ")), Is.Null);
    }

    [Test]
    [Description("VideoId: digits of either case are the same id")]
    public async Task Find_takes_an_id_of_either_case()
    {
        var video = await Catalog.CreateAsync(Beach, id: Chosen);

        Assert.That(await Catalog.FindAsync(Id("5D9E690AD76FE06A3D7AE416")), Is.EqualTo(video));
    }

    [Test]
    [Description("FindAsync: it must be at most one request to the catalogue's storage")]
    public async Task Find_is_one_request()
    {
        var video = await Catalog.CreateAsync(Beach, Everything);
        Require(RequestCount is not null, nameof(RequestCount));

        var before = RequestCount!.Value;
        await Catalog.FindAsync(video.Id);
        var known = RequestCount.Value - before;
        await Catalog.FindAsync(Chosen);

        Assert.That((known, RequestCount.Value - before - known), Is.LessThanOrEqualTo((1L, 1L)));
    }

    [Test]
    [Description("IVideoCatalog: ArgumentException for null or default as an id, a path or a version")]
    public async Task Missing_arguments_are_an_ArgumentException()
    {
        var video = await CreateAsync("a.mp4");

        Func<Task>[] calls =
        [
            () => Catalog.FindAsync(default),
            () => Catalog.FindByPathAsync(default),
            () => Catalog.CreateAsync(default),
            () => Catalog.CreateAsync(Beach, id: default(VideoId)),
            () => Catalog.UpdateAsync(default, video.Version, Everything),
            () => Catalog.UpdateAsync(video.Id, null!, Everything),
            () => Catalog.UpdateAsync(video.Id, video.Version, null!),
            () => Catalog.RemoveAsync(default),
        ];
        foreach (var call in calls)
            Assert.That(await CaughtAsync(call), Is.InstanceOf<ArgumentException>());

        await HoldsAsync(video);
        Assert.That(await Catalog.CountAsync(), Is.EqualTo(1));
    }
}
