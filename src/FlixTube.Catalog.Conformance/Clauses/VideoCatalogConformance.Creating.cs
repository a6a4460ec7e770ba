using NUnit.Framework;

namespace FlixTube.Catalog.Conformance;

public abstract partial class VideoCatalogConformance
{
    [Test]
    [Description("CreateAsync: the entry, as a later find gives it; the first of VideoId.CandidatesFor")]
    public async Task Create_gives_the_entry_that_is_found_later()
    {
        var before = DateTimeOffset.UtcNow.AddMinutes(-1);
        var video = await Catalog.CreateAsync(Beach);

        Assert.That((video.Id, video.Path, video.Details), Is.EqualTo((VideoId.ForPath(Beach), Beach, CatalogDetails.None)));
        Assert.That(video.RegisteredAt, Is.InRange(before, DateTimeOffset.UtcNow.AddMinutes(1)));
        await HoldsAsync(video);
    }

    [Test]
    [Description("CatalogVideo.RegisteredAt: in UTC and whole milliseconds")]
    public async Task Create_registers_in_UTC_and_whole_milliseconds()
    {
        var registeredAt = (await Catalog.CreateAsync(Beach)).RegisteredAt!.Value;

        Assert.That(registeredAt.Offset, Is.EqualTo(TimeSpan.Zero));
        Assert.That(registeredAt.Ticks % TimeSpan.TicksPerMillisecond, Is.Zero);
    }

    [Test]
    [Description("CreateAsync: what to say about it")]
    public async Task Create_keeps_everything_that_is_said()
    {
        var video = await Catalog.CreateAsync(Beach, Everything);

        Assert.That(video.Details, Is.EqualTo(Everything));
        await HoldsAsync(video);
    }

    [TestCaseSource(typeof(Texts), nameof(Texts.Allowed))]
    [Description("CatalogDetails: comes back from every catalogue exactly as it was given")]
    public async Task Text_comes_back_as_it_was_given(string text)
    {
        var details = new CatalogDetails { Title = text, Description = $"{text}\n\t{text}", Tags = [text, $"{text}{text}"] };

        var video = await Catalog.CreateAsync(Beach, details);
        Assert.That(video.Details, Is.EqualTo(details));
        await HoldsAsync(video);

        var turned = new CatalogDetails { Title = $"x{text}", Tags = [$"x{text}", text] };
        var changed = await Catalog.UpdateAsync(video.Id, video.Version, turned);
        Assert.That(changed.Details, Is.EqualTo(turned));
        await HoldsAsync(changed);
    }

    [Test]
    [Description("VideoPath: any path")]
    public async Task Path_of_any_kind_has_an_entry_of_its_own()
    {
        var paths = Texts.All.Select(text => string.Join('/', text.Split('/', StringSplitOptions.RemoveEmptyEntries)))
            .Append(new string('p', 1024))
            .Select(text => text.Replace('\\', '-'))
            .Distinct(StringComparer.Ordinal)
            .Select(At).ToArray();

        foreach (var path in paths)
            Assert.That((await Catalog.CreateAsync(path)).Path, Is.EqualTo(path));

        foreach (var path in paths)
        {
            Assert.That((await Catalog.FindByPathAsync(path))?.Id, Is.EqualTo(VideoId.ForPath(path)));
            Assert.That((await Catalog.FindAsync(VideoId.ForPath(path)))?.Path, Is.EqualTo(path));
        }

        Assert.That((await ListAsync()).Select(v => v.Path), Is.EqualTo(paths.Order()));
    }

    [Test]
    [Description("CatalogDetails: the longest of everything")]
    public async Task Longest_of_everything_comes_back()
    {
        var details = new CatalogDetails
        {
            Title = new('t', CatalogDetails.MaxTitleLength),
            Description = string.Concat(Enumerable.Repeat("日", CatalogDetails.MaxDescriptionLength)),
            Duration = CatalogDetails.MaxDuration,
            Tags = [.. Enumerable.Range(0, CatalogDetails.MaxTags).Select(i => new string('g', CatalogDetails.MaxTagLength - 2) + $"{i:d2}")],
            PosterPath = At(new('p', 1024)),
        };

        var video = await Catalog.CreateAsync(Beach, details);

        Assert.That(video.Details, Is.EqualTo(details));
        await HoldsAsync(video);
    }

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(999)]
    [TestCase(1_000)]
    [TestCase(59_940)]
    [TestCase(5_400_001)]
    [Description("CatalogDetails.Duration: in milliseconds")]
    public async Task Duration_comes_back_to_the_millisecond(int milliseconds)
    {
        var details = new CatalogDetails { Duration = TimeSpan.FromMilliseconds(milliseconds) };

        var video = await Catalog.CreateAsync(Beach, details);

        Assert.That(video.Details.Duration, Is.EqualTo(details.Duration));
        await HoldsAsync(video);
    }

    [Test]
    [Description("CreateAsync: its id, for those who take over an installation")]
    public async Task Create_with_an_id_has_that_id()
    {
        var video = await Catalog.CreateAsync(Beach, Everything, Chosen);

        Assert.That(video.Id, Is.EqualTo(Chosen));
        await HoldsAsync(video);
        Assert.That(await Catalog.FindAsync(VideoId.ForPath(Beach)), Is.Null);
        await FailsAsync(VideoCatalogError.AlreadyExists, () => Catalog.CreateAsync(Beach));
        Assert.That(await Catalog.CountAsync(), Is.EqualTo(1));
    }

    [Test]
    [Description("CreateAsync: AlreadyExists: the path has an entry")]
    public async Task Create_of_a_path_that_has_an_entry_is_AlreadyExists()
    {
        var video = await Catalog.CreateAsync(Beach, Everything);

        await FailsAsync(VideoCatalogError.AlreadyExists, () => Catalog.CreateAsync(Beach));
        await FailsAsync(VideoCatalogError.AlreadyExists, () => Catalog.CreateAsync(Beach, id: Chosen));

        await HoldsAsync(video);
        Assert.That(await Catalog.CountAsync(), Is.EqualTo(1));
    }

    [Test]
    [Description("CreateAsync: AlreadyExists: the id that was given has an entry")]
    public async Task Create_with_an_id_that_has_an_entry_is_AlreadyExists()
    {
        var video = await Catalog.CreateAsync(Beach, Everything, Chosen);

        await FailsAsync(VideoCatalogError.AlreadyExists, () => Catalog.CreateAsync(At("other.mp4"), id: Chosen));

        await HoldsAsync(video);
        Assert.That(await Catalog.FindByPathAsync(At("other.mp4")), Is.Null);
    }

    [Test]
    [Description("CreateAsync: the first of VideoId.CandidatesFor that no other entry has")]
    public async Task Create_passes_over_ids_that_other_entries_have()
    {
        var candidates = VideoId.CandidatesFor(Beach).Take(3).ToArray();
        await Catalog.CreateAsync(At("first.mp4"), id: candidates[0]);
        await Catalog.CreateAsync(At("second.mp4"), id: candidates[1]);

        var video = await Catalog.CreateAsync(Beach);

        Assert.That(video.Id, Is.EqualTo(candidates[2]));
        await HoldsAsync(video);
    }

    [Test]
    [Description("CreateAsync: a path whose entry was removed has none")]
    public async Task Create_after_a_removal_begins_anew()
    {
        var first = await Catalog.CreateAsync(Beach, Everything);
        await Catalog.RemoveAsync(first.Id);

        var second = await Catalog.CreateAsync(Beach);

        Assert.That((second.Id, second.Details), Is.EqualTo((first.Id, CatalogDetails.None)));
        await HoldsAsync(second);
    }
}
