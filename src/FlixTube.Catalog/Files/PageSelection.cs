namespace FlixTube.Catalog.Files;

/// <summary>Picks one page out of the index. Nothing is sorted beforehand but the paths: the other orders look at every entry.</summary>
internal static class PageSelection
{
    public static CatalogPage Select(CatalogIndex index, CatalogQuery query, CatalogPageToken? last, CancellationToken cancellationToken)
    {
        var page = query.Order == CatalogOrder.Path
            ? [.. index.After(last?.Path).Where(video => Matches(video, query.Filter)).Take(query.PageSize + 1)]
            : First(index, query, last, cancellationToken);
        if (page.Count <= query.PageSize)
            return new(page, NextPageToken: null);

        page.RemoveAt(query.PageSize);
        return new(page, CatalogPageToken.After(page[^1], query.Order).ToString());
    }

    public static bool Matches(CatalogVideo video, CatalogFilter filter) =>
        (filter.TitlePrefix is not { } prefix || video.Details.Title?.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) == true)
        && (filter.Tag is not { } tag || video.Details.Tags.Contains(tag, StringComparer.Ordinal));

    /// <summary>The entries that come first after <paramref name="last"/>, one more than the page holds, in the memory of so many.</summary>
    private static List<CatalogVideo> First(CatalogIndex index, CatalogQuery query, CatalogPageToken? last, CancellationToken cancellationToken)
    {
        var order = EntryOrder.Of(query.Order);
        var place = last is null ? null : EntryOrder.PlaceOf(last);
        var first = new PriorityQueue<CatalogVideo, CatalogVideo>(order.Reversed());
        foreach (var video in index.After(last: null))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!Matches(video, query.Filter) || (place is not null && order.Compare(video, place) <= 0))
                continue;

            if (first.Count <= query.PageSize)
                first.Enqueue(video, video);
            else
                first.EnqueueDequeue(video, video);
        }

        return [.. first.UnorderedItems.Select(item => item.Element).Order(order)];
    }

    private static Comparer<CatalogVideo> Reversed(this Comparer<CatalogVideo> order) =>
        Comparer<CatalogVideo>.Create((a, b) => order.Compare(b, a));
}
