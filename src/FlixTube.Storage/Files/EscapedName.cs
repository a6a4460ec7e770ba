using System.Globalization;
using System.Text;

namespace FlixTube.Storage.Files;

/// <summary>
/// A whole video path as folder and file names that every file system holds: lower-case letters, digits, <c>-</c> and
/// <c>_</c> stand for themselves, every other byte of its UTF-8 is <c>%</c> and two hexadecimal digits. The text is cut
/// into names of at most 120 characters; a folder's name ends in <c>+</c>, the file's in <c>=</c>, so that no path needs
/// a file where another needs a folder.
/// </summary>
internal static class EscapedName
{
    private const int ChunkLength = 120;
    private const string FileEnd = "=";
    private const string FolderEnd = "+/";

    /// <summary>The relative path of the file.</summary>
    public static string Encode(VideoPath path)
    {
        var escaped = new StringBuilder();
        foreach (var b in Encoding.UTF8.GetBytes(path.Value))
        {
            if (b is (>= (byte)'a' and <= (byte)'z') or (>= (byte)'0' and <= (byte)'9') or (byte)'-' or (byte)'_')
                escaped.Append((char)b);
            else
                escaped.Append(CultureInfo.InvariantCulture, $"%{b:x2}");
        }

        return string.Join(FolderEnd, escaped.ToString().Chunk(ChunkLength).Select(chunk => new string(chunk))) + FileEnd;
    }

    /// <summary>The video whose file has this relative path.</summary>
    /// <returns><c>false</c> for a file that is nobody's.</returns>
    public static bool TryDecode(string relativePath, out VideoPath path)
    {
        path = default;
        if (!relativePath.EndsWith(FileEnd, StringComparison.Ordinal))
            return false;

        var escaped = relativePath[..^FileEnd.Length].Replace(FolderEnd, "", StringComparison.Ordinal);

        // Only the one name that the path is written under counts, so that no video can show up twice.
        return VideoPath.TryParse(Uri.UnescapeDataString(escaped), out path)
            && string.Equals(relativePath, Encode(path), StringComparison.Ordinal);
    }
}
