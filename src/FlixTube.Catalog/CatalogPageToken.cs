using System.Buffers.Text;
using System.Globalization;
using System.Text;
using FlixTube.Storage;

namespace FlixTube.Catalog;

/// <summary>
/// The place after an entry in an order: what every catalogue's page token says. For catalogues; to everyone else a token
/// is opaque.
/// </summary>
/// <remarks>
/// It holds what the order compares and not the entry's number, so that it means the same after any entry, that one too,
/// came or went.
/// </remarks>
public sealed record CatalogPageToken
{
    private const string Unknown = "-";

    private CatalogPageToken(CatalogOrder order, VideoPath path, DateTimeOffset? registeredAt, string? title)
    {
        Order = order;
        Path = path;
        RegisteredAt = registeredAt;
        Title = title;
    }

    /// <summary>The order of the listing.</summary>
    public CatalogOrder Order { get; }

    /// <summary>The path of the last entry listed.</summary>
    public VideoPath Path { get; }

    /// <summary>In the order <see cref="CatalogOrder.Newest"/>, when the last entry listed was registered; <c>null</c> if it does not say.</summary>
    public DateTimeOffset? RegisteredAt { get; }

    /// <summary>In the order <see cref="CatalogOrder.Title"/>, the title of the last entry listed; <c>null</c> if it has none.</summary>
    public string? Title { get; }

    /// <summary>The place after <paramref name="last"/>.</summary>
    public static CatalogPageToken After(CatalogVideo last, CatalogOrder order)
    {
        ArgumentNullException.ThrowIfNull(last);
        return new(
            order,
            last.Path,
            order == CatalogOrder.Newest ? last.RegisteredAt : null,
            order == CatalogOrder.Title ? last.Details.Title : null);
    }

    /// <summary>Reads the token of <paramref name="query"/>; <c>null</c> when it has none.</summary>
    /// <exception cref="VideoCatalogException"><see cref="VideoCatalogError.InvalidPageToken"/>: it is no token, or one of another order.</exception>
    public static CatalogPageToken? Of(CatalogQuery query)
    {
        if (query.PageToken is not { } text)
            return null;

        // Base64 skips white space, so a token that was not made here could otherwise pass.
        if (Base64Url.IsValid(text)
            && Parse(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text))) is { } token
            && token.Order == query.Order
            && string.Equals(token.ToString(), text, StringComparison.Ordinal))
        {
            return token;
        }

        throw new VideoCatalogException(
            VideoCatalogError.InvalidPageToken, "The page token was not made by this catalogue for this order. Begin again with the first page.");
    }

    /// <summary>The token as text: ASCII letters, digits, <c>-</c> and <c>_</c>.</summary>
    public override string ToString() => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(Order switch
    {
        CatalogOrder.Title => Title is null ? $"t\n{Path.Value}" : $"t\n{Path.Value}\n{Title}",
        CatalogOrder.Newest => string.Create(
            CultureInfo.InvariantCulture, $"n\n{Path.Value}\n{RegisteredAt?.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture) ?? Unknown}"),
        _ => $"p\n{Path.Value}",
    }));

    private static CatalogPageToken? Parse(string text)
    {
        // A path has no line break; a title comes last.
        var parts = text.Split('\n', 3);
        if (parts.Length < 2 || !VideoPath.TryParse(parts[1], out var path))
            return null;

        return parts switch
        {
            ["p", _] => new(CatalogOrder.Path, path, null, null),
            ["t", _] => new(CatalogOrder.Title, path, null, null),
            ["t", _, var title] => new(CatalogOrder.Title, path, null, title),
            ["n", _, Unknown] => new(CatalogOrder.Newest, path, null, null),
            ["n", _, var time] => Time(time) is { } registeredAt ? new(CatalogOrder.Newest, path, registeredAt, null) : null,
            _ => null,
        };
    }

    private static DateTimeOffset? Time(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var milliseconds)
        && milliseconds >= DateTimeOffset.MinValue.ToUnixTimeMilliseconds()
        && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : null;
}
