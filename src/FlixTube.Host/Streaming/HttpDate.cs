using System.Globalization;

namespace FlixTube.Host.Streaming;

/// <summary>HTTP dates (RFC 9110 section 5.6.7).</summary>
internal static class HttpDate
{
    private const string ImfFixdate = "ddd, dd MMM yyyy HH:mm:ss 'GMT'";
    private const string Rfc850WithoutDay = "dd-MMM-yy HH:mm:ss 'GMT'";
    private static readonly string[] Asctime = ["ddd MMM dd HH:mm:ss yyyy", "ddd MMM  d HH:mm:ss yyyy"];

    /// <summary>Writes the preferred format.</summary>
    public static string Format(DateTimeOffset date) => date.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>Cuts <paramref name="date"/> to what the format can say: whole seconds in UTC.</summary>
    public static DateTimeOffset Truncate(DateTimeOffset date) => DateTimeOffset.FromUnixTimeSeconds(date.ToUnixTimeSeconds());

    /// <summary>Reads all three formats. <paramref name="now"/> decides the century of the one that has two digits for the year.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, DateTimeOffset now, out DateTimeOffset date)
    {
        text = text.Trim(" \t");
        return TryParseExactly(text, ImfFixdate, out date)
            || TryParseExactly(text, Asctime[0], out date)
            || TryParseExactly(text, Asctime[1], out date)
            || TryParseRfc850(text, now, out date);
    }

    private static bool TryParseRfc850(ReadOnlySpan<char> text, DateTimeOffset now, out DateTimeOffset date)
    {
        date = default;
        var comma = text.IndexOf(", ");
        if (comma < 0 || !TryParseExactly(text[(comma + 2)..], Rfc850WithoutDay, out var parsed))
            return false;

        // "MUST interpret a timestamp that appears to be more than 50 years in the future as representing the most
        // recent year in the past that had the same last two digits."
        var latest = now.UtcDateTime.Year + 50;
        var years = latest - parsed.Year;
        date = parsed.AddYears((int)Math.Floor(years / 100.0) * 100);
        if (date > now.AddYears(50))
            date = date.AddYears(-100);

        return text[..comma].SequenceEqual(date.ToString("dddd", CultureInfo.InvariantCulture));
    }

    // Writing it again proves case, padding and the day of the week, of which the parser is too forgiving.
    private static bool TryParseExactly(ReadOnlySpan<char> text, string format, out DateTimeOffset date)
    {
        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (!DateTimeOffset.TryParseExact(text, format, CultureInfo.InvariantCulture, Utc, out date))
            return false;

        Span<char> written = stackalloc char[64];
        return date.TryFormat(written, out var length, format, CultureInfo.InvariantCulture) && text.SequenceEqual(written[..length]);
    }
}
