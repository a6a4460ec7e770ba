using Microsoft.Extensions.Primitives;

namespace FlixTube.Host.Streaming;

/// <summary>The value of <c>If-Match</c> and <c>If-None-Match</c>: <c>*</c> or a list of entity tags (RFC 9110 section 8.8.3).</summary>
internal static class EntityTagList
{
    /// <summary>Whether the list is <c>*</c> or names <paramref name="current"/>.</summary>
    /// <remarks>
    /// A list that is not well-formed names nothing: <c>If-Match</c> then refuses and <c>If-None-Match</c> sends the whole,
    /// so neither trusts what could not be read.
    /// </remarks>
    /// <param name="lines">The header's lines, which are one list (RFC 9110 section 5.3).</param>
    /// <param name="current">The strong tag of the video, with its quotes.</param>
    /// <param name="weakly">Weak comparison, by which <c>W/"a"</c> equals <c>"a"</c>; otherwise strong (section 8.8.3.2).</param>
    public static bool Names(StringValues lines, ReadOnlySpan<char> current, bool weakly)
    {
        if (lines.Count == 1 && lines[0].AsSpan().Trim(" \t") is "*")
            return true;

        var found = false;
        foreach (var line in lines)
        {
            var rest = line.AsSpan().TrimStart(" \t,");
            while (!rest.IsEmpty)
            {
                if (!TryTakeTag(ref rest, out var tag, out var isWeak))
                    return false;

                found |= tag.SequenceEqual(current) && (weakly || !isWeak);
            }
        }

        return found;
    }

    private static bool TryTakeTag(ref ReadOnlySpan<char> rest, out ReadOnlySpan<char> tag, out bool isWeak)
    {
        tag = default;
        isWeak = rest.StartsWith("W/", StringComparison.Ordinal);
        if (isWeak)
            rest = rest[2..];

        if (rest is not ['"', ..])
            return false;

        var closing = rest[1..].IndexOf('"') + 1;
        if (closing == 0 || rest[1..closing].ContainsAnyInRange('\0', ' ') || rest[1..closing].Contains('\x7F'))
            return false;

        tag = rest[..(closing + 1)];
        rest = rest[(closing + 1)..].TrimStart(" \t");
        if (rest is not ([] or [',', ..]))
            return false;

        rest = rest.TrimStart(" \t,");
        return true;
    }
}
