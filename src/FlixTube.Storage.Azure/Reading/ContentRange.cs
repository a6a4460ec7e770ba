using System.Globalization;

namespace FlixTube.Storage.Azure.Reading;

/// <summary>
/// What <c>Content-Range</c> tells (RFC 9110 section 14.4), also in the forms of refusals: <c>bytes */10</c>, and
/// <c>bytes 10-9/10</c> of an emulator.
/// </summary>
/// <param name="Offset">The first byte of the body; 0 where none is named.</param>
/// <param name="VideoLength">The length of the whole video.</param>
internal readonly record struct ContentRange(long Offset, long VideoLength)
{
    public static ContentRange? TryParse(string? text)
    {
        const string Unit = "bytes ";
        if (text is null || !text.StartsWith(Unit, StringComparison.Ordinal) || text.IndexOf('/', StringComparison.Ordinal) is not (> 0 and var slash))
            return null;

        var range = text.AsSpan()[Unit.Length..slash];
        var hyphen = range.IndexOf('-');
        var offset = 0L;
        var isRange = range is "*" || (hyphen > 0 && TryParse(range[..hyphen], out offset));
        return isRange && TryParse(text.AsSpan(slash + 1), out var length) ? new ContentRange(offset, length) : null;
    }

    private static bool TryParse(ReadOnlySpan<char> digits, out long value) =>
        long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out value);
}
