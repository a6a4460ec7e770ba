using NUnit.Framework;

namespace FlixTube.Catalog.Conformance;

public abstract partial class VideoCatalogConformance
{
    [Test]
    [Description("CatalogOrder.Path: ascending by the UTF-8 bytes of the path")]
    public async Task List_by_path_is_in_the_order_of_UTF8()
    {
        var names = Texts.Ordered.Concat(["b/a", "b-a", "b0"]).Reverse().ToArray();
        await CreateAllAsync(names);

        Assert.That(await ListPathsAsync(), Is.EqualTo(names.Select(At).Order().Select(p => p.Value)));
    }

    [Test]
    [Description("CatalogOrder.Title: first those without a title, then ascending by the UTF-8 bytes of the title, alike ones by path")]
    public async Task List_by_title_is_in_the_order_of_UTF8_and_begins_with_the_untitled()
    {
        await CreateAllAsync("z untitled", "a untitled");
        foreach (var (title, i) in Texts.Ordered.Select((title, i) => (title, i)).Reverse())
        {
            await CreateTitledAsync($"{99 - i:d2} second", title);
            await CreateTitledAsync($"{99 - i:d2} first", title);
        }

        var listed = await ListAsync(new() { Order = CatalogOrder.Title });

        Assert.That(listed.Take(2).Select(v => v.Path.Value), Is.EqualTo(new[] { "a untitled", "z untitled" }));
        Assert.That(listed.Skip(2).Select(v => v.Details.Title), Is.EqualTo(Texts.Ordered.SelectMany(title => new[] { title, title })));
        Assert.That(listed.Skip(2).Select(v => v.Path.Value.Split(' ')[1]), Is.EqualTo(Texts.Ordered.SelectMany(_ => new[] { "first", "second" })));
    }

    [Test]
    [Description("CatalogOrder.Newest: descending by RegisteredAt")]
    public async Task List_of_the_newest_begins_with_the_last_one_registered()
    {
        string[] names = ["d", "b", "e", "a", "c"];
        await CreateOneAfterTheOtherAsync(names);

        Assert.That(await ListPathsAsync(new() { Order = CatalogOrder.Newest }), Is.EqualTo(names.Reverse()));
    }

    [Test]
    [Description("CatalogOrder.Newest: RegisteredAt never changes")]
    public async Task List_of_the_newest_does_not_move_an_entry_that_is_changed()
    {
        var videos = await CreateOneAfterTheOtherAsync("a", "b", "c");

        await Catalog.UpdateAsync(videos[0].Id, videos[0].Version, Everything);

        Assert.That(await ListPathsAsync(new() { Order = CatalogOrder.Newest }), Is.EqualTo(new[] { "c", "b", "a" }));
    }

    [Test]
    [Description("ListPageAsync: changes show at once, in every order")]
    public async Task List_shows_what_was_changed()
    {
        await CreateTitledAsync("a", "m");
        var video = await CreateTitledAsync("b", "n");

        var changed = await Catalog.UpdateAsync(video.Id, video.Version, new() { Title = "l", Tags = ["new"] });

        foreach (var order in Enum.GetValues<CatalogOrder>())
            Assert.That(await ListAsync(new() { Order = order }), Does.Contain(changed).And.Not.Contain(video));
        Assert.That(await ListPathsAsync(new() { Order = CatalogOrder.Title }), Is.EqualTo(new[] { "b", "a" }));
        Assert.That(await SearchAsync(new() { Tag = "new" }), Is.EqualTo(new[] { "b" }));
    }

    [TestCase("Big")]
    [TestCase("big b")]
    [TestCase("BIG BUCK BUNNY")]
    [Description("CatalogFilter.TitlePrefix: what the title must begin with, upper or lower case")]
    public async Task Search_finds_titles_that_begin_with_the_prefix(string prefix)
    {
        await CreateTitledAsync("1", "Big Buck Bunny");
        await CreateTitledAsync("2", "The Big Short");
        await CreateTitledAsync("3", "Bi");
        await CreateTitledAsync("4", "big buck bunny 2");
        await CreateAsync("big buck bunny.mp4");

        Assert.That(await SearchAsync(new() { TitlePrefix = prefix }), Is.EqualTo(new[] { "1", "4" }));
    }

    [TestCase("ÄPFEL", "äpfel")]
    [TestCase("éa", "ÉA")]
    [TestCase("ÑANDÚ", "ñandú")]
    [TestCase("ЖУК", "жук")]
    [TestCase("ΩΔ", "ωδ")]
    [Description("CatalogFilter.TitlePrefix: case must not matter for letters of ASCII, Latin-1, Greek and Cyrillic")]
    public async Task Search_of_titles_ignores_case(string title, string prefix)
    {
        await CreateTitledAsync("a", title);

        Assert.That(await SearchAsync(new() { TitlePrefix = prefix }), Is.EqualTo(new[] { "a" }));
    }

    [TestCaseSource(typeof(Texts), nameof(Texts.Allowed))]
    [Description("CatalogFilter: no character has a special meaning, nothing is normalized")]
    public async Task Search_takes_a_text_as_it_is(string text)
    {
        foreach (var (other, i) in Texts.All.Where(other => !other.StartsWith(text, StringComparison.OrdinalIgnoreCase)).Select((other, i) => (other, i)))
            await CreateAsync($"{i:d3}", new() { Title = other, Tags = [other] });
        await CreateAsync("x", new() { Title = $"{text}rest", Tags = ["other", text] });

        Assert.That(await SearchAsync(new() { TitlePrefix = text }), Is.EqualTo(new[] { "x" }));
        Assert.That(await SearchAsync(new() { Tag = text }), Is.EqualTo(new[] { "x" }));
        Assert.That(await Catalog.CountAsync(new() { TitlePrefix = text, Tag = text }), Is.EqualTo(1));
    }

    [Test]
    [Description("CatalogFilter.Tag: one of its tags, exactly")]
    public async Task Search_by_tag_finds_exactly_that_tag()
    {
        await CreateAsync("1", new() { Tags = ["sea", "summer"] });
        await CreateAsync("2", new() { Tags = ["Sea"] });
        await CreateAsync("3", new() { Tags = ["seaside"] });
        await CreateAsync("4", new() { Tags = ["winter", "sea"] });
        await CreateAsync("5", new() { Title = "sea" });

        Assert.That(await SearchAsync(new() { Tag = "sea" }), Is.EqualTo(new[] { "1", "4" }));
        Assert.That(await SearchAsync(new() { Tag = "se" }), Is.Empty);
    }

    [Test]
    [Description("CatalogFilter: an entry must fulfil everything that is not null, in every order and on every page")]
    public async Task Search_by_title_and_tag_finds_what_has_both([Values] CatalogOrder order, [Values(1, 2, 1000)] int pageSize)
    {
        for (var i = 0; i < 30; i++)
            await CreateAsync($"{i:d2}", new() { Title = i % 2 == 0 ? $"Even {i:d2}" : $"Odd {i:d2}", Tags = i % 3 == 0 ? ["three", $"{i}"] : [$"{i}"] });
        var query = new CatalogQuery { Filter = new() { TitlePrefix = "even", Tag = "three" }, Order = order, PageSize = pageSize };

        Assert.That(await ListPathsAsync(query), Is.EquivalentTo(new[] { "00", "06", "12", "18", "24" }));
        Assert.That(await Catalog.CountAsync(query.Filter), Is.EqualTo(5));
    }

    [Test]
    [Description("CountAsync: how many entries there are; not an estimate")]
    public async Task Count_follows_every_change()
    {
        for (var i = 1; i <= 10; i++)
        {
            await CreateAsync($"{i}", new() { Title = i > 5 ? "more" : "less" });
            Assert.That(await Catalog.CountAsync(), Is.EqualTo(i));
        }

        await Catalog.RemoveAsync(VideoId.ForPath(At("10")));

        Assert.That(await Catalog.CountAsync(), Is.EqualTo(9));
        Assert.That(await Catalog.CountAsync(new() { TitlePrefix = "MORE" }), Is.EqualTo(4));
        Assert.That(await Catalog.CountAsync(new() { TitlePrefix = "none" }), Is.Zero);
        Assert.That(await Catalog.CountAsync(new() { Tag = "none" }), Is.Zero);
    }
}
