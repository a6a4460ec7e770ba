using System.Text.Json;
using System.Text.Json.Serialization;
using FlixTube.Storage.Caching.Memory;

namespace FlixTube.Storage.Caching.Disk;

/// <summary>What a store said of a video, as the disk keeps it for the next process: one JSON document for each video.</summary>
internal sealed record KeptWord
{
    // No video has so many slices.
    private const int Index = int.MaxValue;

    /// <summary>What tells the store from others.</summary>
    public required string Store { get; init; }

    public required string Path { get; init; }

    public required long Length { get; init; }

    public required string ETag { get; init; }

    public required DateTimeOffset LastModified { get; init; }

    public required string ContentType { get; init; }

    public string? ContentHash { get; init; }

    public Dictionary<string, string> Metadata { get; init; } = [];

    /// <summary>When the store said so.</summary>
    public required DateTimeOffset SaidAt { get; init; }

    /// <summary>The place on the disk of what was said of a video.</summary>
    public static SliceKey KeyOf(ulong video) => new(video, Index);

    public static bool IsAt(SliceKey key) => key.Index == Index;

    public static KeptWord Of(string store, VideoProperties video, DateTimeOffset saidAt) => new()
    {
        Store = store,
        Path = video.Path.Value,
        Length = video.Length,
        ETag = video.ETag,
        LastModified = video.LastModified,
        ContentType = video.ContentType,
        ContentHash = video.ContentHash,
        Metadata = new(video.Metadata, StringComparer.Ordinal),
        SaidAt = saidAt,
    };

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, KeptWordJson.Default.KeptWord);

    /// <returns><c>null</c> when it is not of this video, or no such document.</returns>
    public static KeptWord? Parse(ReadOnlySpan<byte> json, string store, VideoPath path)
    {
        try
        {
            return JsonSerializer.Deserialize(json, KeptWordJson.Default.KeptWord) is { } word
                && string.Equals(word.Store, store, StringComparison.Ordinal)
                && string.Equals(word.Path, path.Value, StringComparison.Ordinal)
                ? word
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public VideoProperties ToProperties(VideoPath path) => new()
    {
        Path = path,
        Length = Length,
        ETag = ETag,
        LastModified = LastModified,
        ContentType = ContentType,
        ContentHash = ContentHash,
        Metadata = new(Metadata),
    };
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(KeptWord))]
internal sealed partial class KeptWordJson : JsonSerializerContext;
