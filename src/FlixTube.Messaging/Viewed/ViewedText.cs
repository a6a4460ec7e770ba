using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using FlixTube.Storage;

namespace FlixTube.Messaging.Viewed;

/// <summary>A message as JSON: <c>{ "videoPath", "videoId", "at" }</c>, and with its id where it is kept.</summary>
internal sealed record ViewedText
{
    private static readonly TimeSpan Ahead = TimeSpan.FromDays(1);

    [JsonPropertyOrder(-1)]
    public string? Id { get; init; }

    public string? VideoPath { get; init; }

    public string? VideoId { get; init; }

    public string? At { get; init; }

    /// <summary>What services send each other. The id travels beside it.</summary>
    public static byte[] Body(ViewedMessage message) => Write(Of(message) with { Id = null });

    /// <summary>What is kept in a file.</summary>
    public static byte[] Record(ViewedMessage message) => Write(Of(message));

    /// <summary>Reads what <see cref="Record"/> wrote; <c>null</c> when it is something else.</summary>
    public static ViewedMessage? FromRecord(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, ViewedJson.Compact.ViewedText) is { Id: { } id } text
                && Storage.VideoPath.TryParse(text.VideoPath, out var path)
                && Time(text.At) is { } at
                    ? new(id, path, text.VideoId, at)
                    : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Reads what somebody sent. The tutorial's services say the path alone: then it is at the time of its arrival.</summary>
    /// <param name="json">The body.</param>
    /// <param name="id">What came beside it; without one the message cannot be told from its own repetition.</param>
    /// <param name="now">The time of its arrival.</param>
    /// <exception cref="InvalidMessageException">It is no such message: which fields are wrong, and how.</exception>
    public static ViewedMessage Receive(ReadOnlySpan<byte> json, string? id, DateTimeOffset now)
    {
        var text = Parse(json);
        var wrong = new Dictionary<string, string>(StringComparer.Ordinal);
        if (id is not null && !ViewedMessage.IsId(id))
            wrong["id"] = $"It has 1 to {ViewedMessage.MaxIdLength} printable ASCII characters without spaces.";

        VideoPath path = default;
        if (text.VideoPath is null)
            wrong["videoPath"] = "It is missing: set it to the path of the video.";
        else if (!Storage.VideoPath.TryParse(text.VideoPath, out path))
            wrong["videoPath"] = "It is no path of a video: 1 to 1024 bytes, no empty, '.' or '..' segment, no control character, no backslash.";

        if (text.VideoId is { } videoId && !ViewedMessage.IsId(videoId))
            wrong["videoId"] = $"It has 1 to {ViewedMessage.MaxIdLength} printable ASCII characters without spaces.";

        var at = text.At is null ? now : Time(text.At);
        if (at is not { } time || time < DateTimeOffset.UnixEpoch || time - now > Ahead)
            wrong["at"] = "It is a time as '2026-05-06T07:08:09.123Z', since 1970 and not ahead of this service's clock.";

        return wrong.Count == 0
            ? new(id ?? Guid.CreateVersion7(now).ToString(), path, text.VideoId, ViewedMessage.WholeMilliseconds(at!.Value))
            : throw new InvalidMessageException(wrong);
    }

    /// <summary>A time as it is written: RFC 3339, in UTC, to the millisecond.</summary>
    public static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static ViewedText Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, ViewedJson.Compact.ViewedText) ?? throw NoObject();
        }
        catch (JsonException e) when (e.Path is ['$', '.', .. var field])
        {
            throw new InvalidMessageException(new Dictionary<string, string>(StringComparer.Ordinal) { [field] = "It is a text." });
        }
        catch (JsonException)
        {
            throw NoObject();
        }
    }

    private static InvalidMessageException NoObject() =>
        new(new Dictionary<string, string>(StringComparer.Ordinal) { [""] = "The message is no JSON object: send { \"videoPath\": \"…\" }." });

    private static ViewedText Of(ViewedMessage message) => new()
    {
        Id = message.Id,
        VideoPath = message.Path.Value,
        VideoId = message.VideoId,
        At = Text(message.At),
    };

    private static byte[] Write(ViewedText text) => JsonSerializer.SerializeToUtf8Bytes(text, ViewedJson.Compact.ViewedText);

    private static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;
}

/// <summary>What arrived is no message that can be kept.</summary>
/// <param name="fields">The fields that are wrong, and what each must be; the field without a name is the whole.</param>
internal sealed class InvalidMessageException(IReadOnlyDictionary<string, string> fields)
    : Exception(string.Join(' ', fields.Select(static field => $"{field.Key}: {field.Value}")))
{
    public IReadOnlyDictionary<string, string> Fields { get; } = fields;
}

[JsonSerializable(typeof(ViewedText))]
internal sealed partial class ViewedJson : JsonSerializerContext
{
    public static readonly ViewedJson Compact = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = 8,
    });
}
