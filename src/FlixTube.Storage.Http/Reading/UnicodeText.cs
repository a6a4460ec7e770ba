using System.Text;

namespace FlixTube.Storage.Http.Reading;

internal static class UnicodeText
{
    /// <summary>Whether there is no half of a surrogate pair in the text.</summary>
    public static bool IsWellFormed(this string text)
    {
        for (var i = 0; i < text.Length;)
        {
            if (!Rune.TryGetRuneAt(text, i, out var rune))
                return false;

            i += rune.Utf16SequenceLength;
        }

        return true;
    }
}
