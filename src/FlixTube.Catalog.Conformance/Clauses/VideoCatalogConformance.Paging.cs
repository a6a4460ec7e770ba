using NUnit.Framework;

namespace FlixTube.Catalog.Conformance;

public abstract partial class VideoCatalogConformance
{
    private static readonly string[] Letters = ["b", "d", "f", "h", "j", "l", "n"];

    [Test]
    [Description("ListPageAsync: one page in order; every entry must appear exactly once")]
    public async Task Paging_of_any_size_gives_each_entry_once_in_order([Values] CatalogOrder order, [Values(1, 2, 3, 7, 8, 1000)] int pageSize)
    {
        await CreateLettersAsync();
        var expected = await ListPathsAsync(new() { Order = order });

        var paths = await ListPathsAsync(new() { Order = order, PageSize = pageSize });

        Assert.That(paths, Is.EqualTo(expected));
        Assert.That(paths, Is.EquivalentTo(Letters));
    }

    [Test]
    [Description("ListPageAsync: every entry exactly once, however many are alike in what the order compares")]
    public async Task Paging_through_entries_that_are_alike_gives_each_once([Values] CatalogOrder order, [Values(1, 4)] int pageSize)
    {
        for (var i = 0; i < 12; i++)
            await CreateAsync($"{i:d2}", i % 2 == 0 ? new() { Title = "same" } : null);

        Assert.That((await ListAsync(new() { Order = order, PageSize = pageSize })).Select(v => v.Path), Is.Unique.And.Exactly(12).Items);
    }

    [Test]
    [Description("CatalogQuery.PageSize: MaxPageSize by default; every entry must appear exactly once, however many there are")]
    public async Task Paging_through_many_entries_gives_each_once([Values] CatalogOrder order)
    {
        var count = IsSlow ? 60 : CatalogQuery.MaxPageSize + 50;
        await Parallel.ForAsync(0, count, async (i, _) => await CreateTitledAsync($"{i:d5}", $"{i % 7}"));

        Assert.That((await ListAsync(new() { Order = order })).Select(v => v.Path), Is.Unique.And.Exactly(count).Items);
        Assert.That((await ListAsync(new() { Order = order, PageSize = 17 })).Select(v => v.Path), Is.Unique.And.Exactly(count).Items);
    }

    [Test]
    [Description("ListPageAsync: every entry that exists during the whole listing must appear exactly once, though others be removed")]
    public async Task Paging_goes_on_when_the_entries_of_each_page_are_removed([Values] CatalogOrder order, [Values(1, 2, 3)] int pageSize)
    {
        await CreateLettersAsync();

        var seen = await ListAsync(new() { Order = order, PageSize = pageSize }, async page =>
        {
            foreach (var video in page.Videos)
                await Catalog.RemoveAsync(video.Id);
        });

        Assert.That(seen.Select(v => v.Path.Value), Is.Unique.And.EquivalentTo(Letters));
        Assert.That(await Catalog.CountAsync(), Is.Zero);
    }

    [Test]
    [Description("ListPageAsync: every entry that exists during the whole listing must appear exactly once, though others be made")]
    public async Task Paging_goes_on_when_entries_are_made_before_and_behind_it([Values] CatalogOrder order, [Values(1, 2)] int pageSize)
    {
        await CreateLettersAsync();
        var pages = 0;

        var seen = await ListAsync(new() { Order = order, PageSize = pageSize }, async _ =>
        {
            if (pages++ < 10)
            {
                await CreateTitledAsync($"a{pages:d2}", $"a{pages:d2}");
                await CreateTitledAsync($"g{pages:d2}", $"g{pages:d2}");
                await CreateTitledAsync($"z{pages:d2}", $"z{pages:d2}");
            }
        });

        Assert.That(seen.Select(v => v.Path.Value), Is.Unique.And.SupersetOf(Letters));
    }

    [Test]
    [Description("ListPageAsync: an entry that is changed and keeps its place must appear exactly once")]
    public async Task Paging_gives_entries_that_are_changed_in_their_place_once([Values] CatalogOrder order, [Values(1, 2)] int pageSize)
    {
        await CreateLettersAsync();

        var seen = await ListAsync(new() { Order = order, PageSize = pageSize }, async _ =>
        {
            foreach (var letter in Letters)
                await Catalog.ChangeAsync(VideoId.ForPath(At(letter)), details => details with { Description = $"{details.Description}." });
        });

        Assert.That(seen.Select(v => v.Path.Value), Is.Unique.And.EquivalentTo(Letters));
    }

    [Test]
    [Description("ListPageAsync: an entry that stays where it is must appear exactly once, though others move past it")]
    public async Task Paging_gives_entries_that_stay_once_though_others_are_renamed()
    {
        await CreateLettersAsync();

        var seen = await ListAsync(new() { Order = CatalogOrder.Title, PageSize = 2 }, async page =>
        {
            foreach (var video in page.Videos.Where(v => v.Path.Value is "d" or "h"))
                await Catalog.UpdateAsync(video.Id, video.Version, new() { Title = "zz" });
        });

        Assert.That(seen.Select(v => v.Path.Value).Where(p => p is not ("d" or "h")), Is.EqualTo(new[] { "b", "f", "j", "l", "n" }));
    }

    [Test]
    [Description("CatalogQuery.PageToken: the same page again for the same token")]
    public async Task Paging_may_go_back_to_an_earlier_token([Values] CatalogOrder order)
    {
        await CreateLettersAsync();
        var query = new CatalogQuery { Order = order, PageSize = 3 };
        var first = await Catalog.ListPageAsync(query);
        Assert.That(first.NextPageToken, Is.Not.Null);
        var second = await Catalog.ListPageAsync(query with { PageToken = first.NextPageToken });

        var again = await Catalog.ListPageAsync(query with { PageToken = first.NextPageToken });

        Assert.That(again.Videos, Is.EqualTo(second.Videos).And.Not.Empty);
    }

    [Test]
    [Description("CatalogQuery.PageToken: of another catalogue over the same storage")]
    public async Task Paging_goes_on_in_another_process([Values] CatalogOrder order)
    {
        await CreateLettersAsync();
        var query = new CatalogQuery { Order = order, PageSize = 3 };
        var first = await Catalog.ListPageAsync(query);
        var other = await RequireReopenedAsync();

        var rest = await ListAsync(query with { PageToken = first.NextPageToken }, catalog: other);

        Assert.That(first.Videos.Concat(rest).Select(v => v.Path.Value), Is.Unique.And.EquivalentTo(Letters));
    }

    [TestCase("", TestName = "Paging_from_an_empty_token_is_InvalidPageToken")]
    [TestCase("0", TestName = "Paging_from_a_number_is_InvalidPageToken")]
    [TestCase("garbage %/+=?&#\"'", TestName = "Paging_from_garbage_is_InvalidPageToken")]
    [TestCase("{\"$ne\":null}", TestName = "Paging_from_a_query_is_InvalidPageToken")]
    [TestCase("\0", TestName = "Paging_from_a_NUL_is_InvalidPageToken")]
    [TestCase("é😀", TestName = "Paging_from_what_is_not_ASCII_is_InvalidPageToken")]
    [TestCase("AAAA", TestName = "Paging_from_base64_is_InvalidPageToken")]
    [Description("ListPageAsync: InvalidPageToken")]
    public async Task Paging_from_a_foreign_token_is_InvalidPageToken(string token)
    {
        await CreateLettersAsync();

        foreach (var order in Enum.GetValues<CatalogOrder>())
            await FailsAsync(VideoCatalogError.InvalidPageToken, () => Catalog.ListPageAsync(new() { Order = order, PageToken = token }));
    }

    [Test]
    [Description("ListPageAsync: InvalidPageToken for a token of another order")]
    public async Task Paging_from_the_token_of_another_order_is_InvalidPageToken()
    {
        await CreateLettersAsync();
        foreach (var order in Enum.GetValues<CatalogOrder>())
        {
            var token = (await Catalog.ListPageAsync(new() { Order = order, PageSize = 2 })).NextPageToken;
            foreach (var other in Enum.GetValues<CatalogOrder>().Where(o => o != order))
                await FailsAsync(VideoCatalogError.InvalidPageToken, () => Catalog.ListPageAsync(new() { Order = other, PageToken = token }));
        }
    }

    [Test]
    [Description("ListPageAsync: a token past the last entry gives an empty last page")]
    public async Task Paging_from_a_token_past_the_last_entry_ends([Values] CatalogOrder order)
    {
        await CreateLettersAsync();
        var token = (await Catalog.ListPageAsync(new() { Order = order, PageSize = 1 })).NextPageToken;
        foreach (var letter in Letters)
            await Catalog.RemoveAsync(VideoId.ForPath(At(letter)));

        var page = await Catalog.ListPageAsync(new() { Order = order, PageToken = token });

        Assert.That((page.Videos.Count, page.NextPageToken), Is.EqualTo((0, (string?)null)));
    }

    private async Task CreateLettersAsync()
    {
        // Neither the order of the paths nor its reverse, so that no order comes about by chance.
        foreach (var letter in new[] { "h", "b", "n", "d", "l", "f", "j" })
            await CreateTitledAsync(letter, letter);
    }
}
