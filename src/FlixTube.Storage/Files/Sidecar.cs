using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace FlixTube.Storage.Files;

/// <summary>What the file system cannot keep with a video: one JSON document for each version.</summary>
internal sealed record Sidecar
{
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    /// <summary>The video's path, for people who look into the folder.</summary>
    public required string Path { get; init; }

    /// <summary>The media type that the writer gave, if it gave one.</summary>
    public string? ContentType { get; init; }

    /// <summary>The hash of the content, 64 lower-case hexadecimal digits.</summary>
    public required string Sha256 { get; init; }

    public Dictionary<string, string> Metadata { get; init; } = [];

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, SidecarJson.Default.Sidecar);

    /// <exception cref="JsonException">It is not such a document.</exception>
    /// <exception cref="ArgumentException">It holds what no writer can have given.</exception>
    public static Sidecar Parse(ReadOnlySpan<byte> json, VideoPath path)
    {
        var sidecar = JsonSerializer.Deserialize(json, SidecarJson.Default.Sidecar);
        if (sidecar is null
            || !string.Equals(sidecar.Path, path.Value, StringComparison.Ordinal)
            || sidecar.Sha256.Length != 64
            || sidecar.Sha256.AsSpan().ContainsAnyExcept(HexDigits))
        {
            throw new JsonException("The document is of another video or has no hash.");
        }

        new WriteOptions { ContentType = sidecar.ContentType, Metadata = new(sidecar.Metadata) }.Validate();
        return sidecar;
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    WriteIndented = true)]
[JsonSerializable(typeof(Sidecar))]
internal sealed partial class SidecarJson : JsonSerializerContext;
