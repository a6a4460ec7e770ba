using System.Text.Json;
using System.Text.Json.Serialization;
using FlixTube.Storage.Gcp.Objects;

namespace FlixTube.Storage.Gcp.JsonApi;

/// <summary>The fields of an object resource that the store uses. 64-bit numbers travel as decimal text.</summary>
internal sealed record ObjectResource
{
    /// <summary>The fields to ask for; without this the service sends some thirty for each object.</summary>
    public const string Fields = "name,generation,size,updated,contentType,crc32c,metadata";

    public string? Name { get; init; }

    public long? Generation { get; init; }

    public long? Size { get; init; }

    public DateTimeOffset? Updated { get; init; }

    public string? ContentType { get; init; }

    public string? Crc32c { get; init; }

    public Dictionary<string, string>? Metadata { get; init; }

    public StoredObject ToObject() => new(
        Name ?? throw new JsonException("The object has no name."),
        Generation ?? throw new JsonException("The object has no generation."),
        Size ?? 0,
        Updated ?? throw new JsonException("The object has no time."),
        ContentType,
        Crc32c,
        Metadata ?? []);
}

/// <summary>A page of a listing; <see cref="Items"/> is absent when it is empty.</summary>
internal sealed record ObjectsResource(List<ObjectResource>? Items, string? NextPageToken);

internal sealed record RewriteResource(bool Done, string? RewriteToken, ObjectResource? Resource);

internal sealed record ErrorResource(ErrorResource.Details? Error)
{
    internal sealed record Details(string? Message, List<Item>? Errors);

    internal sealed record Item(string? Reason);
}

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.WriteAsString)]
[JsonSerializable(typeof(ObjectResource))]
[JsonSerializable(typeof(ObjectsResource))]
[JsonSerializable(typeof(RewriteResource))]
[JsonSerializable(typeof(ErrorResource))]
internal sealed partial class ResourceJson : JsonSerializerContext;
