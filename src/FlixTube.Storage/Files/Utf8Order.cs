namespace FlixTube.Storage.Files;

/// <summary>The order of listings, for text that is no <see cref="VideoPath"/> yet.</summary>
internal static class Utf8Order
{
    /// <summary>Compares by bytes of UTF-8.</summary>
    public static int Compare(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        var common = left.CommonPrefixLength(right);
        if (common == left.Length || common == right.Length)
            return left.Length.CompareTo(right.Length);

        return Rank(left[common]).CompareTo(Rank(right[common]));

        // UTF-16 differs from UTF-8 only in that surrogates sort before U+E000 to U+FFFF.
        static int Rank(char c) => char.IsSurrogate(c) ? c + 0x10000 : c;
    }
}
