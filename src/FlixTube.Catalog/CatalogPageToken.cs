using System.Buffers.Text;
using System.Text;
using FlixTube.Storage;

namespace FlixTube.Catalog;

/// <summary>
/// The token of a page is the last path on it, so that it means the same after any entry, that one too, came or went.
/// </summary>
internal static class CatalogPageToken
{
    public static string After(VideoPath last) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(last.Value));

    /// <exception cref="CatalogException"><see cref="CatalogError.InvalidPageToken"/>.</exception>
    public static VideoPath Parse(string token)
    {
        // Base64 skips white space, so a token that was not made here could otherwise pass.
        if (Base64Url.IsValid(token)
            && VideoPath.TryParse(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token)), out var last)
            && string.Equals(After(last), token, StringComparison.Ordinal))
        {
            return last;
        }

        throw new CatalogException(
            CatalogError.InvalidPageToken, "The page token was not made by this catalogue. Begin again with the first page.");
    }
}
