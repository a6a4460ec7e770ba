using System.Buffers.Text;
using System.Text;

namespace FlixTube.Storage.Files;

/// <summary>A page token is the last path of the page before, so that it needs no memory of the store.</summary>
internal static class PageToken
{
    public static string Of(VideoPath last) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(last.Value));

    /// <exception cref="ArgumentException">No store made this token.</exception>
    public static VideoPath Parse(string token)
    {
        try
        {
            if (VideoPath.TryParse(new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(Base64Url.DecodeFromChars(token)), out var path))
                return path;
        }
        catch (Exception e) when (e is FormatException or DecoderFallbackException)
        {
            throw Refused(e);
        }

        throw Refused();
    }

    private static ArgumentException Refused(Exception? inner = null) =>
        new($"{nameof(ListOptions.PageToken)} is not one that this store gave.", inner);
}
