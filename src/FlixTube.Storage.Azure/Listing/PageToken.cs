using System.Buffers.Text;
using System.Text;

namespace FlixTube.Storage.Azure.Listing;

/// <summary>Where a listing goes on.</summary>
/// <param name="Marker">Where in the service's order everything that is still to come is to be looked for; <c>null</c> for its start.</param>
/// <param name="After">The last video listed; <c>null</c> when there was none.</param>
internal sealed record PageToken(string? Marker, VideoPath? After)
{
    public static readonly PageToken Start = new(null, null);

    public override string ToString() => $"{Encode(After?.Value)}.{Encode(Marker)}";

    /// <exception cref="ArgumentException">No store made this token for this prefix.</exception>
    public static PageToken Parse(string token, string prefix)
    {
        try
        {
            if (token.Split('.') is [var after, var marker]
                && (Decode(marker), Decode(after)) is var (start, last)
                && (last is null || last.StartsWith(prefix, StringComparison.Ordinal)))
            {
                return new PageToken(start, last is null ? null : VideoPath.Parse(last));
            }
        }
        catch (Exception e) when (e is FormatException or DecoderFallbackException or VideoStoreException)
        {
            throw Refused(e);
        }

        throw Refused();
    }

    public static ArgumentException Refused(Exception? inner = null) =>
        new($"{nameof(ListOptions.PageToken)} is not one that this store gave for this prefix.", inner);

    private static string Encode(string? text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text ?? ""));

    private static string? Decode(string text) =>
        text.Length == 0 ? null : new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(Base64Url.DecodeFromChars(text));
}
