using System.Buffers;
using System.Text;

namespace FlixTube.Storage.Files;

/// <summary>Which paths a folder can hold under their own names.</summary>
internal static class NaturalNames
{
    private const int MaxSegmentBytes = 255;

    private static readonly SearchValues<char> Special = SearchValues.Create("<>:\"|?*");

    /// <summary>Whether a video of this path may be looked for under its own name.</summary>
    /// <param name="path">The video's path.</param>
    /// <param name="folded">
    /// Whether the file system takes names that differ in case or normalization for one, as those of Windows and macOS do.
    /// </param>
    public static bool CanBeRead(VideoPath path, bool folded)
    {
        var text = path.Value.AsSpan();
        var first = true;
        foreach (var range in text.Split('/'))
        {
            var segment = text[range];
            if (Encoding.UTF8.GetByteCount(segment) > MaxSegmentBytes
                || (first && IsReserved(segment))
                || (folded && IsUnsafe(segment)))
            {
                return false;
            }

            first = false;
        }

        return true;
    }

    /// <summary>Whether a video of this path may be put under its own name, and keeps exactly that name.</summary>
    /// <inheritdoc cref="CanBeRead" path="/param"/>
    public static bool CanBeWritten(VideoPath path, bool folded) =>
        CanBeRead(path, folded) && (!folded || Ascii.IsValid(path.Value));

    /// <summary>Whether the first segment of a path is the name of the store's own folder.</summary>
    public static bool IsReserved(ReadOnlySpan<char> segment) =>
        segment.Equals(StoreFolder.ReservedName, StringComparison.OrdinalIgnoreCase);

    // What Windows gives a meaning of its own: devices, streams, wildcards, endings that it drops.
    private static bool IsUnsafe(ReadOnlySpan<char> segment)
    {
        if (segment.ContainsAny(Special) || segment[^1] is '.' or ' ')
            return true;

        var dot = segment.IndexOf('.');
        var stem = (dot < 0 ? segment : segment[..dot]).TrimEnd(' ');
        return stem.Length switch
        {
            3 => IsOneOf(stem, "CON", "PRN", "AUX", "NUL"),
            4 => IsOneOf(stem[..3], "COM", "LPT") && stem[3] is (>= '0' and <= '9') or '¹' or '²' or '³',
            6 or 7 => IsOneOf(stem, "CONIN$", "CONOUT$"),
            _ => false,
        };
    }

    private static bool IsOneOf(ReadOnlySpan<char> text, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (text.Equals(name, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }
}
