using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace FlixTube.Catalog.Files;

/// <summary>The text of a document. The id is the name of its file and nowhere else, so that the two cannot disagree.</summary>
/// <remarks>What is said about the video may be anything, for people write it too; only what has the right form counts.</remarks>
internal sealed record DocumentText(
    string? Path,
    DateTimeOffset? RegisteredAt,
    JsonElement Title,
    JsonElement Description,
    JsonElement Duration,
    JsonElement Tags,
    JsonElement PosterPath)
{
    private static readonly JsonDocumentOptions Forgiving = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
    };

    /// <exception cref="FormatException">It is no JSON object.</exception>
    public static DocumentText Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(WithoutMark(json), DocumentJson.Readable.DocumentText)
                ?? throw new FormatException("it is empty");
        }
        catch (JsonException e)
        {
            throw new FormatException("it is not a JSON document of a video: " + e.Message, e);
        }
    }

    /// <summary>The document of an entry: <paramref name="before"/>, what it has already, with everything that the entry says.</summary>
    /// <remarks>Other fields stay, comments do not.</remarks>
    public static byte[] Write(CatalogVideo video, ReadOnlySpan<byte> before = default)
    {
        var document = before.IsEmpty ? [] : JsonNode.Parse(WithoutMark(before), documentOptions: Forgiving)!.AsObject();
        document["path"] = video.Path.Value;
        Set("registeredAt", JsonValue.Create(video.RegisteredAt));
        Set("title", video.Details.Title);
        Set("description", video.Details.Description);
        Set("duration", JsonValue.Create(video.Details.Duration?.TotalSeconds));
        Set("tags", video.Details.Tags.Count == 0 ? null : new JsonArray([.. video.Details.Tags.Select(tag => JsonValue.Create(tag))]));
        Set("posterPath", video.Details.PosterPath?.Value);
        return [.. JsonSerializer.SerializeToUtf8Bytes(document, DocumentJson.Readable.JsonObject), (byte)'\n'];

        void Set(string name, JsonNode? value)
        {
            if (value is null)
                document.Remove(name);
            else
                document[name] = value;
        }
    }

    public CatalogDetails Details() => CatalogDetails.OfDocument(
        Text(Title),
        Text(Description),
        Duration.ValueKind == JsonValueKind.Number && Duration.TryGetDouble(out var seconds) ? TimeOf(seconds) : null,
        Tags.ValueKind == JsonValueKind.Array ? Tags.EnumerateArray().Select(Text) : null,
        Text(PosterPath));

    private static string? Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static TimeSpan? TimeOf(double seconds) => Math.Abs(seconds) <= CatalogDetails.MaxDuration.TotalSeconds
        ? TimeSpan.FromMilliseconds(Math.Round(seconds * 1000))
        : null;

    private static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> json)
    {
        ReadOnlySpan<byte> byteOrderMark = [0xEF, 0xBB, 0xBF];
        return json.StartsWith(byteOrderMark) ? json[byteOrderMark.Length..] : json;
    }
}

[JsonSerializable(typeof(DocumentText))]
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class DocumentJson : JsonSerializerContext
{
    /// <summary>As forgiving as a hand-written document needs, and written as a person would: the default escapes all but ASCII.</summary>
    public static readonly DocumentJson Readable = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        NewLine = "\n",
        AllowTrailingCommas = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
