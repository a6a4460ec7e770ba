using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using FlixTube.Storage;

namespace FlixTube.Catalog.Files;

/// <summary>One document of the folder that could be understood.</summary>
/// <param name="Video">What it says.</param>
/// <param name="FileTime">When its file was last written, in UTC; another time means another text.</param>
internal readonly record struct CatalogDocument(CatalogVideo Video, DateTime FileTime)
{
    public const string Extension = ".json";

    /// <summary>Longer files are not documents: an entry is a path and a date.</summary>
    public const int MaxBytes = 1 << 20;

    public static string FileName(VideoId id) => id + Extension;

    public static byte[] Write(CatalogVideo video) =>
        [.. JsonSerializer.SerializeToUtf8Bytes(new(video.Path.Value, video.RegisteredAt), CatalogJson.Readable.CatalogText), (byte)'\n'];

    /// <summary>Reads what <see cref="Write"/> wrote or a person did: only <c>path</c> is needed, other fields do not matter.</summary>
    /// <exception cref="FormatException">The message says what is wrong with the document.</exception>
    public static CatalogDocument Read(VideoId id, ReadOnlySpan<byte> json, DateTime fileTime)
    {
        ReadOnlySpan<byte> byteOrderMark = [0xEF, 0xBB, 0xBF];
        if (json.StartsWith(byteOrderMark))
            json = json[byteOrderMark.Length..];

        CatalogText? text;
        try
        {
            text = JsonSerializer.Deserialize(json, CatalogJson.Readable.CatalogText);
        }
        catch (JsonException e)
        {
            throw new FormatException("it is not a JSON document of a video: " + e.Message, e);
        }

        if (text is not { Path: not null })
            throw new FormatException("it has no \"path\"");

        if (!VideoPath.TryParse(text.Path, out var path))
            throw new FormatException("its \"path\" is not the path of a video");

        var video = new CatalogVideo { Id = id, Path = path, RegisteredAt = text.RegisteredAt?.ToUniversalTime() ?? new(fileTime) };
        return new(video, fileTime);
    }
}

/// <summary>The text of a document. The id is the name of its file and nowhere else, so that the two cannot disagree.</summary>
internal sealed record CatalogText(string? Path, DateTimeOffset? RegisteredAt);

[JsonSerializable(typeof(CatalogText))]
internal sealed partial class CatalogJson : JsonSerializerContext
{
    /// <summary>As forgiving as a hand-written document needs, and written as a person would: the default escapes all but ASCII.</summary>
    public static readonly CatalogJson Readable = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        NewLine = "\n",
        AllowTrailingCommas = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
