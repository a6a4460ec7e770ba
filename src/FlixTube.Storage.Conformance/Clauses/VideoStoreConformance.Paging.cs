using NUnit.Framework;

namespace FlixTube.Storage.Conformance;

public abstract partial class VideoStoreConformance
{
    private static readonly string[] Letters = ["a", "b", "c", "d", "e", "f", "g"];

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    [TestCase(7)]
    [TestCase(27)]
    [TestCase(28)]
    [TestCase(29)]
    [TestCase(1000)]
    [Description("ListPageAsync: one page, in order; every video must appear exactly once")]
    public async Task Paging_of_any_size_gives_each_video_once_in_order(int pageSize)
    {
        await PutAllAsync(OrderedNames);

        Assert.That(await ListNamesAsync(prefix: null, pageSize), Is.EqualTo(OrderedNames));
    }

    [Test]
    [Description("ListOptions.PageSize: MaxPageSize by default; every video must appear exactly once, however many there are")]
    public async Task Paging_through_many_videos_gives_each_once()
    {
        var names = Enumerable.Range(0, IsSlow ? 60 : ListOptions.MaxPageSize + 50).Select(i => $"{i:d5}").ToArray();
        await PutAllAsync(names);

        Assert.That(await ListNamesAsync(), Is.EqualTo(names));
        Assert.That(await ListNamesAsync(prefix: null, pageSize: 17), Is.EqualTo(names));
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    [Description("ListPageAsync: every video that exists during the whole listing must appear exactly once, though others be deleted")]
    public async Task Paging_goes_on_when_the_videos_of_each_page_are_deleted(int pageSize)
    {
        await PutAllAsync(Letters);

        var seen = await ListAsync($"{Prefix}/", pageSize, async page =>
        {
            foreach (var video in page.Videos)
                await Store.DeleteAsync(video.Path);
        });

        Assert.That(seen.Select(v => v.Path), Is.EqualTo(Letters.Select(At)));
        Assert.That(await ListNamesAsync(), Is.Empty);
    }

    [TestCase(1)]
    [TestCase(2)]
    [Description("ListPageAsync: every video that exists during the whole listing must appear exactly once, though others be written")]
    public async Task Paging_goes_on_when_videos_are_written_before_and_behind_it(int pageSize)
    {
        await PutAllAsync(Letters);
        var pages = 0;

        var seen = await ListAsync(
            $"{Prefix}/", pageSize, _ => PutAllAsync(pages++ < 20 ? [$" {pages:d2}", $"d{pages:d2}", $"z{pages:d2}"] : []));

        Assert.That(seen.Select(v => v.Path), Is.Ordered.And.Unique);
        Assert.That(seen.Select(v => v.Path), Is.SupersetOf(Letters.Select(At)));
    }

    [TestCase(1)]
    [TestCase(2)]
    [Description("ListPageAsync: every video that exists during the whole listing must appear exactly once, though it be replaced")]
    public async Task Paging_gives_videos_that_are_replaced_meanwhile_once(int pageSize)
    {
        await PutAllAsync(Letters);

        var seen = await ListAsync($"{Prefix}/", pageSize, _ => PutAllAsync(Letters));

        Assert.That(seen.Select(v => v.Path), Is.EqualTo(Letters.Select(At)));
    }

    [Test]
    [Description("ListOptions.PageToken: the same page again for the same token")]
    public async Task Paging_may_go_back_to_an_earlier_token()
    {
        await PutAllAsync(Letters);
        var options = new ListOptions { Prefix = $"{Prefix}/", PageSize = 3 };
        var first = await Store.ListPageAsync(options);
        Assert.That(first.NextPageToken, Is.Not.Null);
        var second = await Store.ListPageAsync(options with { PageToken = first.NextPageToken });

        var again = await Store.ListPageAsync(options with { PageToken = first.NextPageToken });

        Assert.That(again.Videos, Is.EqualTo(second.Videos));
    }

    [TestCase("", TestName = "Paging_from_an_empty_token_does_no_harm")]
    [TestCase("0", TestName = "Paging_from_a_number_does_no_harm")]
    [TestCase("garbage %/+=?&#\"'", TestName = "Paging_from_garbage_does_no_harm")]
    [TestCase("../../etc/passwd", TestName = "Paging_from_a_path_upwards_does_no_harm")]
    [TestCase("\r\nX-Other: 1", TestName = "Paging_from_a_line_break_does_no_harm")]
    [TestCase("\0", TestName = "Paging_from_a_NUL_does_no_harm")]
    [TestCase("é😀", TestName = "Paging_from_what_is_not_ASCII_does_no_harm")]
    [TestCase("////", TestName = "Paging_from_slashes_does_no_harm")]
    [TestCase("AAAA", TestName = "Paging_from_base64_does_no_harm")]
    [Description("ListPageAsync: a token that was not made by this store may be refused with ArgumentException or give any page")]
    public async Task Paging_from_a_foreign_token_does_no_harm(string token) => await DoesNoHarmAsync(token);

    [Test]
    [Description("ListPageAsync: a token that was not made by this store may be refused with ArgumentException or give any page")]
    public async Task Paging_from_a_long_token_does_no_harm() => await DoesNoHarmAsync(new string('A', 5000));

    [Test]
    [Description("ListPageAsync: a token that was not made for this prefix may be refused or give any page")]
    public async Task Paging_from_the_token_of_another_prefix_does_no_harm()
    {
        await PutAllAsync("x/1", "x/2", "x/3");
        var other = await Store.ListPageAsync(new ListOptions { Prefix = $"{Prefix}/x/", PageSize = 1 });

        await DoesNoHarmAsync(other.NextPageToken);
    }

    [TestCase(0)]
    [TestCase(-1)]
    [TestCase(1001)]
    [Description("ListOptions.PageSize: 1 to MaxPageSize")]
    public void Paging_out_of_bounds_is_an_ArgumentOutOfRangeException(int pageSize) =>
        Assert.That(() => new ListOptions { PageSize = pageSize }, Throws.InstanceOf<ArgumentOutOfRangeException>());

    private async Task DoesNoHarmAsync(string? token)
    {
        await PutAllAsync(Letters);

        var failure = await CaughtAsync(() => Store.ListPageAsync(new ListOptions { Prefix = $"{Prefix}/a", PageToken = token }));

        Assert.That(failure, Is.Null.Or.InstanceOf<ArgumentException>());
        Assert.That((await ListNamesAsync()).Where(n => !n.StartsWith("x/", StringComparison.Ordinal)), Is.EqualTo(Letters));
    }
}
