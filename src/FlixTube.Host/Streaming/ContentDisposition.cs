using FlixTube.Storage;

namespace FlixTube.Host.Streaming;

/// <summary>The header that makes a browser save a video under its name (RFC 6266, RFC 8187).</summary>
internal static class ContentDisposition
{
    /// <summary>Names the file twice: in ASCII for old clients, and exactly, percent-encoded.</summary>
    /// <remarks>
    /// In the ASCII form, everything that clients are known to read differently becomes <c>_</c>: quotes and
    /// backslashes, <c>%</c>, and all that is not ASCII (RFC 6266 appendix D).
    /// </remarks>
    public static string Attachment(VideoPath path)
    {
        var name = path.FileName;
        var ascii = string.Create(name.Length, name, static (plain, name) =>
        {
            for (var i = 0; i < plain.Length; i++)
                plain[i] = name[i] is >= ' ' and <= '~' and not ('"' or '\\' or '%') ? name[i] : '_';
        });

        return $"attachment; filename=\"{ascii}\"; filename*=UTF-8''{Uri.EscapeDataString(name)}";
    }
}
