using System.Text;

namespace FlixTube.Catalog.Files;

/// <summary>Which of two entries comes first.</summary>
internal static class EntryOrder
{
    private static readonly Comparer<CatalogVideo> ByTitle = Comparer<CatalogVideo>.Create(static (a, b) =>
        CompareUtf8(a.Details.Title, b.Details.Title) is var order and not 0 ? order : a.Path.CompareTo(b.Path));

    private static readonly Comparer<CatalogVideo> Newest = Comparer<CatalogVideo>.Create(static (a, b) =>
        Nullable.Compare(b.RegisteredAt, a.RegisteredAt) is var order and not 0 ? order : a.Path.CompareTo(b.Path));

    public static Comparer<CatalogVideo> Of(CatalogOrder order) => order == CatalogOrder.Title ? ByTitle : Newest;

    /// <summary>An entry that stands where the last one listed stood.</summary>
    public static CatalogVideo PlaceOf(CatalogPageToken last) => new()
    {
        Id = default,
        Path = last.Path,
        Version = "",
        RegisteredAt = last.RegisteredAt,
        Details = CatalogDetails.OfDocument(last.Title, description: null, duration: null, tags: null, posterPath: null),
    };

    // UTF-16 order differs from UTF-8 order in surrogates only; runes compare as UTF-8 does.
    private static int CompareUtf8(string? left, string? right)
    {
        if (left is null || right is null)
            return (left is null ? 0 : 1) - (right is null ? 0 : 1);

        var common = left.AsSpan().CommonPrefixLength(right);
        if (common == left.Length || common == right.Length)
            return left.Length - right.Length;

        // Half of a pair may be common; the whole characters differ all the same.
        if (common > 0 && char.IsLowSurrogate(left[common]))
            common--;

        return Rune.GetRuneAt(left, common).CompareTo(Rune.GetRuneAt(right, common));
    }
}
