using FlixTube.Storage;

namespace FlixTube.Messaging.Viewed;

/// <summary>Somebody began to watch a video.</summary>
/// <param name="Id">What tells one message from another however often it arrives: 1 to <see cref="MaxIdLength"/> printable ASCII characters.</param>
/// <param name="Path">The video's path.</param>
/// <param name="VideoId">The video's id, when whoever told it knew it: 1 to <see cref="MaxIdLength"/> printable ASCII characters.</param>
/// <param name="At">When, in whole milliseconds.</param>
internal sealed record ViewedMessage(string Id, VideoPath Path, string? VideoId, DateTimeOffset At)
{
    /// <summary>The longest id.</summary>
    public const int MaxIdLength = 128;

    /// <summary>The largest body of a message, in bytes: more is none of ours.</summary>
    public const int MaxBytes = 16 * 1024;

    /// <summary>The name of the message: of its queue, its exchange, its route and its AMQP type.</summary>
    public const string Name = "viewed";

    /// <summary>A view that begins now. Ids grow with time, so that those who sort by them sort by time.</summary>
    public static ViewedMessage Now(VideoPath path, string? videoId, DateTimeOffset now) =>
        new(Guid.CreateVersion7(now).ToString(), path, videoId, WholeMilliseconds(now));

    /// <summary>Whether a text can be an id.</summary>
    public static bool IsId(string text) =>
        text.Length is >= 1 and <= MaxIdLength && !text.AsSpan().ContainsAnyExceptInRange('\u0021', '\u007E');

    public static DateTimeOffset WholeMilliseconds(DateTimeOffset time) => DateTimeOffset.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds());
}
