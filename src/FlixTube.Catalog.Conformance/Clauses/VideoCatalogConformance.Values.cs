using FlixTube.Storage;
using NUnit.Framework;

namespace FlixTube.Catalog.Conformance;

/// <remarks>What no catalogue can get wrong, for it cannot be made: the rules of the values that all of them take.</remarks>
public abstract partial class VideoCatalogConformance
{
    [TestCaseSource(typeof(Texts), nameof(Texts.Forbidden))]
    [Description("CatalogDetails, CatalogFilter: InvalidEntry")]
    public async Task Value_that_breaks_a_rule_of_texts_is_InvalidEntry(string text)
    {
        await IsInvalidAsync(() => new CatalogDetails { Title = text });
        await IsInvalidAsync(() => new CatalogDetails { Description = text });
        await IsInvalidAsync(() => new CatalogDetails { Tags = ["fine", text] });
        await IsInvalidAsync(() => new CatalogFilter { TitlePrefix = text });
        await IsInvalidAsync(() => new CatalogFilter { Tag = text });
    }

    [Test]
    [Description("CatalogDetails: InvalidEntry beyond the bounds")]
    public async Task Value_beyond_a_bound_is_InvalidEntry()
    {
        await IsInvalidAsync(() => new CatalogDetails { Title = new('x', CatalogDetails.MaxTitleLength + 1) });
        await IsInvalidAsync(() => new CatalogDetails { Title = "two\nlines" });
        await IsInvalidAsync(() => new CatalogDetails { Description = new('x', CatalogDetails.MaxDescriptionLength + 1) });
        await IsInvalidAsync(() => new CatalogDetails { Duration = CatalogDetails.MaxDuration + TimeSpan.FromMilliseconds(1) });
        await IsInvalidAsync(() => new CatalogDetails { Duration = TimeSpan.FromTicks(-1) });
        await IsInvalidAsync(() => new CatalogDetails { Tags = [new('x', CatalogDetails.MaxTagLength + 1)] });
        await IsInvalidAsync(() => new CatalogDetails { Tags = [.. Enumerable.Range(0, CatalogDetails.MaxTags + 1).Select(i => $"{i}")] });
        await IsInvalidAsync(() => new CatalogDetails { Tags = ["twice", "once", "twice"] });
        await IsInvalidAsync(() => new CatalogDetails { Tags = [null!] });
        await IsInvalidAsync(() => new CatalogDetails { Tags = null! });
        await IsInvalidAsync(() => new CatalogDetails { PosterPath = default(VideoPath) });
    }

    [TestCase(0)]
    [TestCase(-1)]
    [TestCase(1001)]
    [Description("CatalogQuery.PageSize: 1 to MaxPageSize")]
    public void Value_of_a_page_size_out_of_bounds_is_an_ArgumentOutOfRangeException(int pageSize) =>
        Assert.That(() => new CatalogQuery { PageSize = pageSize }, Throws.InstanceOf<ArgumentOutOfRangeException>());

    private Task<VideoCatalogException> IsInvalidAsync(Func<object> make) =>
        FailsAsync(VideoCatalogError.InvalidEntry, () =>
        {
            make();
            return Task.CompletedTask;
        });
}
