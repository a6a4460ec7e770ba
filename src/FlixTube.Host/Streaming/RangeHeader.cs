using System.Globalization;
using FlixTube.Storage;
using Microsoft.Extensions.Primitives;

namespace FlixTube.Host.Streaming;

/// <summary>The value of <c>Range</c> (RFC 9110 sections 14.1.1, 14.1.2 and 14.2).</summary>
internal static class RangeHeader
{
    /// <summary>
    /// Reads the ranges in their order. White space around a range and empty elements are tolerated (section 5.6.1.2).
    /// </summary>
    /// <returns>
    /// <c>null</c> when there is no header, or one that must be ignored as a whole: another unit, a range that is not
    /// well-formed or ends before it begins, no range, or more than one line.
    /// </returns>
    public static List<ByteRange>? Parse(StringValues header)
    {
        const string Unit = "bytes=";
        var value = header.Count == 1 ? header[0].AsSpan().Trim(" \t") : [];
        if (!value.StartsWith(Unit, StringComparison.OrdinalIgnoreCase))
            return null;

        value = value[Unit.Length..];
        List<ByteRange>? ranges = null;
        foreach (var element in value.Split(','))
        {
            var spec = value[element].Trim(" \t");
            if (spec.IsEmpty)
                continue;

            if (!TryParseSpec(spec, out var range))
                return null;

            (ranges ??= new(capacity: 1)).Add(range);
        }

        return ranges;
    }

    private static bool TryParseSpec(ReadOnlySpan<char> spec, out ByteRange range)
    {
        range = default;
        var dash = spec.IndexOf('-');
        if (dash < 0)
            return false;

        var first = spec[..dash];
        var last = spec[(dash + 1)..];
        if (first.IsEmpty)
        {
            if (!TryParsePosition(last, out var suffixLength))
                return false;

            range = ByteRange.Suffix(suffixLength);
            return true;
        }

        if (!TryParsePosition(first, out var offset))
            return false;

        if (last.IsEmpty)
        {
            range = ByteRange.From(offset);
            return true;
        }

        if (!TryParsePosition(last, out var end) || Compare(first, last) > 0)
            return false;

        // No video has a byte at long.MaxValue, so a last position of that size is "to the end".
        range = end == long.MaxValue ? ByteRange.From(offset) : ByteRange.Slice(offset, end - offset + 1);
        return true;
    }

    // Saturates: "a recipient ought to anticipate potentially large decimal numerals and prevent parsing errors due to
    // integer conversion overflows" (RFC 9110 section 14.1.2 by way of 8.6).
    private static bool TryParsePosition(ReadOnlySpan<char> digits, out long position)
    {
        position = long.MaxValue;
        if (digits.IsEmpty || digits.ContainsAnyExceptInRange('0', '9'))
            return false;

        if (long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed))
            position = parsed;

        return true;
    }

    // By digits, because two numbers that saturate look equal.
    private static int Compare(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        left = left.TrimStart('0');
        right = right.TrimStart('0');
        return left.Length != right.Length
            ? left.Length.CompareTo(right.Length)
            : left.CompareTo(right, StringComparison.Ordinal);
    }
}
