using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FlixTube.Storage;

namespace FlixTube.Catalog.Files;

/// <summary>
/// The version of an entry: a hash of what it says, so that a document that was edited by hand has another one and nothing
/// need be counted in it.
/// </summary>
internal static class EntryVersion
{
    private const int Bytes = 12;

    public static string Of(VideoPath path, DateTimeOffset registeredAt, CatalogDetails details)
    {
        // Every part is followed by its length or by what no part can hold, so that no two entries read alike.
        var text = new StringBuilder(path.Value).Append('\n').Append(registeredAt.UtcTicks.ToString(CultureInfo.InvariantCulture));
        if (details != CatalogDetails.None)
        {
            Append(text, details.Title);
            Append(text, details.Description);
            Append(text, details.Duration?.Ticks.ToString(CultureInfo.InvariantCulture));
            Append(text, details.PosterPath?.Value);
            foreach (var tag in details.Tags)
                Append(text, tag);
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()), hash);
        return Base64Url.EncodeToString(hash[..Bytes]);
    }

    private static void Append(StringBuilder text, string? part) =>
        text.Append(CultureInfo.InvariantCulture, $"\n{part?.Length ?? -1}:{part}");
}
