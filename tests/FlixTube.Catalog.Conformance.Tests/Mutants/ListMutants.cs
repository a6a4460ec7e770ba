using System.Globalization;
using System.Text.RegularExpressions;
using FlixTube.Catalog.Conformance.Tests.Reference;
using FlixTube.Storage;

namespace FlixTube.Catalog.Conformance.Tests.Mutants;

internal sealed class PathsAreInTheOrderOfUtf16(DocumentStorage storage) : ReferenceCatalog(storage)
{
    protected override int ComparePaths(VideoPath a, VideoPath b) => string.CompareOrdinal(a.Value, b.Value);
}

internal sealed class TitlesAreInTheOrderOfUtf16(DocumentStorage storage) : ReferenceCatalog(storage)
{
    protected override int CompareTitles(string a, string b) => string.CompareOrdinal(a, b);
}

internal sealed class TitlesAreInTheOrderOfADictionary(DocumentStorage storage) : ReferenceCatalog(storage)
{
    protected override int CompareTitles(string a, string b) => string.Compare(a, b, StringComparison.OrdinalIgnoreCase);
}

internal sealed class UntitledComeLast(DocumentStorage storage) : ReferenceCatalog(storage)
{
    protected override Comparer<CatalogVideo> OrderOf(CatalogOrder order) => order == CatalogOrder.Title
        ? Comparer<CatalogVideo>.Create((a, b) => a.Details.Title is null != b.Details.Title is null
            ? (a.Details.Title is null ? 1 : -1)
            : base.OrderOf(order).Compare(a, b))
        : base.OrderOf(order);
}

internal sealed class NewestIsOldest(DocumentStorage storage) : ReferenceCatalog(storage)
{
    protected override Comparer<CatalogVideo> OrderOf(CatalogOrder order) => order == CatalogOrder.Newest
        ? Comparer<CatalogVideo>.Create((a, b) => ThenByPath(Nullable.Compare(a.RegisteredAt, b.RegisteredAt), a, b))
        : base.OrderOf(order);
}

internal sealed class EntriesThatAreAlikeHideOneAnother(DocumentStorage storage) : ReferenceCatalog(storage)
{
    protected override int ThenByPath(int order, CatalogVideo a, CatalogVideo b) => order;
}

internal sealed class UndatedAreNotListedAmongTheNewest(DocumentStorage storage) : ReferenceCatalog(storage)
{
    public override async Task<CatalogPage> ListPageAsync(CatalogQuery query = default, CancellationToken cancellationToken = default)
    {
        var page = await base.ListPageAsync(query, cancellationToken);
        return query.Order == CatalogOrder.Newest ? page with { Videos = [.. page.Videos.Where(v => v.RegisteredAt is not null)] } : page;
    }
}

internal sealed class ListingCountsInsteadOfRemembering(DocumentStorage storage) : ReferenceCatalog(storage)
{
    public override async Task<CatalogPage> ListPageAsync(CatalogQuery query = default, CancellationToken cancellationToken = default)
    {
        var all = (await base.ListPageAsync(query with { PageSize = CatalogQuery.MaxPageSize, PageToken = null }, cancellationToken)).Videos;
        _ = int.TryParse(query.PageToken, CultureInfo.InvariantCulture, out var start);
        var next = start + query.PageSize;
        return new([.. all.Skip(start).Take(query.PageSize)], next < all.Count ? next.ToString(CultureInfo.InvariantCulture) : null);
    }
}

internal sealed class ListingDropsAnEntryBetweenPages(DocumentStorage storage) : ReferenceCatalog(storage)
{
    public override async Task<CatalogPage> ListPageAsync(CatalogQuery query = default, CancellationToken cancellationToken = default)
    {
        var page = await base.ListPageAsync(query, cancellationToken);
        return query.PageToken is null || page.Videos.Count < 2 ? page : page with { Videos = [.. page.Videos.Skip(1)] };
    }
}

internal sealed class PageIsLongerThanAskedFor(DocumentStorage storage) : ReferenceCatalog(storage)
{
    public override Task<CatalogPage> ListPageAsync(CatalogQuery query = default, CancellationToken cancellationToken = default) =>
        base.ListPageAsync(query with { PageSize = Math.Min(query.PageSize + 1, CatalogQuery.MaxPageSize) }, cancellationToken);
}

internal sealed class ForeignTokenIsTheBeginning(DocumentStorage storage) : ReferenceCatalog(storage)
{
    public override async Task<CatalogPage> ListPageAsync(CatalogQuery query = default, CancellationToken cancellationToken = default)
    {
        try
        {
            return await base.ListPageAsync(query, cancellationToken);
        }
        catch (VideoCatalogException e) when (e.Error == VideoCatalogError.InvalidPageToken)
        {
            return await base.ListPageAsync(query with { PageToken = null }, cancellationToken);
        }
    }
}

internal sealed class ForeignTokenIsAnArgumentException(DocumentStorage storage) : ReferenceCatalog(storage)
{
    public override async Task<CatalogPage> ListPageAsync(CatalogQuery query = default, CancellationToken cancellationToken = default)
    {
        try
        {
            return await base.ListPageAsync(query, cancellationToken);
        }
        catch (VideoCatalogException e) when (e.Error == VideoCatalogError.InvalidPageToken)
        {
            throw new ArgumentException("No token of ours.", nameof(query), e);
        }
    }
}

internal sealed class PrefixIsAPattern(DocumentStorage storage) : ReferenceCatalog(storage)
{
    protected override bool Matches(CatalogVideo video, CatalogFilter filter)
    {
        try
        {
            return filter.TitlePrefix is not { } prefix
                ? base.Matches(video, filter)
                : video.Details.Title is { } title
                    && Regex.IsMatch(title, "^" + prefix, RegexOptions.IgnoreCase, TimeSpan.FromSeconds(1))
                    && base.Matches(video, filter with { TitlePrefix = null });
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}

internal sealed class PrefixIsAnywhere(DocumentStorage storage) : ReferenceCatalog(storage)
{
    protected override bool Matches(CatalogVideo video, CatalogFilter filter) =>
        (filter.TitlePrefix is not { } prefix || video.Details.Title?.Contains(prefix, StringComparison.OrdinalIgnoreCase) == true)
        && base.Matches(video, filter with { TitlePrefix = null });
}

internal sealed class PrefixDistinguishesCase(DocumentStorage storage) : ReferenceCatalog(storage)
{
    protected override bool Matches(CatalogVideo video, CatalogFilter filter) =>
        (filter.TitlePrefix is not { } prefix || video.Details.Title?.StartsWith(prefix, StringComparison.Ordinal) == true)
        && base.Matches(video, filter with { TitlePrefix = null });
}

internal sealed class PrefixIgnoresCaseOfAsciiOnly(DocumentStorage storage) : ReferenceCatalog(storage)
{
    protected override bool Matches(CatalogVideo video, CatalogFilter filter) =>
        (filter.TitlePrefix is not { } prefix
            || (video.Details.Title is { } title && title.Length >= prefix.Length && System.Text.Ascii.EqualsIgnoreCase(title.AsSpan(0, prefix.Length), prefix))
            || video.Details.Title?.StartsWith(prefix, StringComparison.Ordinal) == true)
        && base.Matches(video, filter with { TitlePrefix = null });
}

internal sealed class TagsIgnoreCase(DocumentStorage storage) : ReferenceCatalog(storage)
{
    protected override bool Matches(CatalogVideo video, CatalogFilter filter) =>
        (filter.Tag is not { } tag || video.Details.Tags.Contains(tag, StringComparer.OrdinalIgnoreCase))
        && base.Matches(video, filter with { Tag = null });
}

internal sealed class OneFilterIsEnough(DocumentStorage storage) : ReferenceCatalog(storage)
{
    protected override bool Matches(CatalogVideo video, CatalogFilter filter) => filter is { TitlePrefix: not null, Tag: not null }
        ? base.Matches(video, filter with { Tag = null }) || base.Matches(video, filter with { TitlePrefix = null })
        : base.Matches(video, filter);
}

internal sealed class CountIgnoresTheFilter(DocumentStorage storage) : ReferenceCatalog(storage)
{
    public override Task<long> CountAsync(CatalogFilter filter = default, CancellationToken cancellationToken = default) =>
        base.CountAsync(default, cancellationToken);
}
