using FlixTube.Storage;

namespace FlixTube.Host.Streaming;

/// <summary>Merges ranges before the video's length is known, so that no header can make the host send a byte many times.</summary>
internal static class RangeCoalescer
{
    /// <summary>
    /// Ranges with fewer bytes than this between them are merged, as RFC 9110 section 15.3.7.2 allows: a part of its own
    /// costs about as much, for its boundary and headers.
    /// </summary>
    public const int Gap = 80;

    /// <summary>
    /// Merges ranges that overlap, touch or are less than <see cref="Gap"/> apart, and all suffixes into the longest.
    /// What results stands where its first member stood.
    /// </summary>
    /// <remarks>
    /// No byte is in two of the results, but for one suffix, which can only be compared with the others when the length
    /// is known. So at most twice the video is sent. Takes O(n log n).
    /// </remarks>
    public static List<ByteRange> Coalesce(List<ByteRange> ranges)
    {
        if (ranges.Count == 1)
            return ranges;

        var merged = new List<(ByteRange Range, int Order)>();
        var sorted = ranges.Select((range, order) => (Range: range, Order: order)).OrderBy(r => r.Range.IsSuffix).ThenBy(r => r.Range.Offset);
        foreach (var (range, order) in sorted)
        {
            if (merged is [.., var (last, lastOrder)] && TryMerge(last, range) is { } both)
                merged[^1] = (both, Math.Min(lastOrder, order));
            else
                merged.Add((range, order));
        }

        return merged.OrderBy(m => m.Order).Select(m => m.Range).ToList();
    }

    // `next` does not begin before `last`.
    private static ByteRange? TryMerge(ByteRange last, ByteRange next)
    {
        if (last.IsSuffix != next.IsSuffix)
            return null;

        if (last.IsSuffix)
            return ByteRange.Suffix(Math.Max(last.Length!.Value, next.Length!.Value));

        if (last.Length is not { } lastLength)
            return last;

        var lastEnd = last.Offset + lastLength;
        if (next.Offset - lastEnd >= Gap)
            return null;

        return next.Length is { } nextLength
            ? ByteRange.Slice(last.Offset, Math.Max(lastEnd, next.Offset + nextLength) - last.Offset)
            : ByteRange.From(last.Offset);
    }
}
