using System.Buffers.Text;
using System.Globalization;
using System.Text;
using FlixTube.Catalog;
using FlixTube.Messaging.Viewed;

namespace FlixTube.History.Views;

/// <summary>
/// A place in the history: after a view, by its time and id. It means the same after views came, that one's neighbours too.
/// </summary>
/// <param name="At">When; <c>null</c> among views that other services have written, which follow all of ours and have their time in their id.</param>
/// <param name="Id">The view's id.</param>
internal sealed record ViewPlace(DateTimeOffset? At, string Id)
{
    private const string Foreign = "-";

    public static ViewPlace After(ViewedMessage view) => new(view.At, view.Id);

    /// <summary>Reads the token of a page; <c>null</c> when it is none of ours.</summary>
    public static ViewPlace? Parse(string token)
    {
        if (!Base64Url.IsValid(token))
            return null;

        var parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token)).Split('\n');
        var place = parts switch
        {
            [Foreign, var id] when VideoId.TryParse(id, out _) => new ViewPlace(null, id),
            [var time, var id] when ViewedMessage.IsId(id)
                && long.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
                && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds() => new ViewPlace(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds), id),
            _ => null,
        };

        // Base64 skips white space: a token that was not made here could otherwise pass.
        return string.Equals(place?.ToString(), token, StringComparison.Ordinal) ? place : null;
    }

    /// <summary>The token of a page: ASCII letters, digits, <c>-</c> and <c>_</c>.</summary>
    public override string ToString() => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(
        $"{At?.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture) ?? Foreign}\n{Id}"));
}
