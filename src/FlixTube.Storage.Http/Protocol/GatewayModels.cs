using System.Text.Json;
using System.Text.Json.Serialization;

namespace FlixTube.Storage.Http.Protocol;

/// <summary>What PUT answers: the properties of the version written.</summary>
internal sealed record StoredVideo(
    string Path,
    long Length,
    string ETag,
    DateTimeOffset LastModified,
    string ContentType,
    string? ContentHash,
    IReadOnlyDictionary<string, string> Metadata)
{
    public static StoredVideo Of(VideoProperties video) => new(
        video.Path.Value, video.Length, video.ETag, video.LastModified, video.ContentType, video.ContentHash, video.Metadata);

    /// <exception cref="VideoStoreException">The path is none.</exception>
    /// <exception cref="ArgumentException">The metadata breaks a rule.</exception>
    public VideoProperties ToProperties() => new()
    {
        Path = VideoPath.Parse(Path),
        Length = Length,
        ETag = ETag,
        LastModified = LastModified,
        ContentType = ContentType,
        ContentHash = ContentHash,
        Metadata = new VideoMetadata(Metadata),
    };
}

/// <summary>A video in a listing.</summary>
internal sealed record ListedVideo(string Path, long Length, string ETag, DateTimeOffset LastModified);

/// <summary>What GET of the videos answers: a page.</summary>
internal sealed record ListedVideos(IReadOnlyList<ListedVideo> Videos, string? NextPageToken);

/// <summary>What the store behind a gateway can do through it.</summary>
internal sealed record GatewayCapabilities(
    bool ConditionalCreate, bool ConditionalWrite, bool ConditionalDelete, long MaxVideoLength)
{
    public static GatewayCapabilities Of(VideoStoreCapabilities store, long maxUpload) => new(
        store.ConditionalCreate, store.ConditionalWrite, store.ConditionalDelete, Math.Min(store.MaxVideoLength, maxUpload));
}

/// <summary>What of a problem (RFC 9457) the store looks at.</summary>
internal sealed record GatewayProblem(string? Type, string? Title, string? Detail);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(StoredVideo))]
[JsonSerializable(typeof(ListedVideos))]
[JsonSerializable(typeof(GatewayCapabilities))]
internal sealed partial class GatewayJson : JsonSerializerContext;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(GatewayProblem))]
internal sealed partial class ProblemJson : JsonSerializerContext;
