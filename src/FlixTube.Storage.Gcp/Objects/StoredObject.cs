namespace FlixTube.Storage.Gcp.Objects;

/// <summary>What Cloud Storage says of an object.</summary>
/// <param name="Name">Its name in the bucket.</param>
/// <param name="Generation">Which version; no two of an object have the same.</param>
/// <param name="Length">How many bytes are stored.</param>
/// <param name="Updated">When it or its properties were last changed.</param>
/// <param name="ContentType">As it was given, or what Cloud Storage says when it was not.</param>
/// <param name="Crc32C">The checksum of the stored bytes, see <see cref="Objects.Crc32C"/>.</param>
/// <param name="Metadata">The custom metadata.</param>
internal sealed record StoredObject(
    string Name,
    long Generation,
    long Length,
    DateTimeOffset Updated,
    string? ContentType,
    string? Crc32C,
    IReadOnlyDictionary<string, string> Metadata);

/// <summary>An object to be made.</summary>
internal sealed record NewObject(string Name, string ContentType, IReadOnlyDictionary<string, string> Metadata);

/// <summary>The bytes of an object under way, with its properties.</summary>
internal sealed record ObjectMedia(StoredObject Object, ServedRange Range, Stream Body);

/// <summary>One page of a listing, and where the next begins.</summary>
internal sealed record ObjectPage(IReadOnlyList<StoredObject> Objects, string? NextPageToken);

/// <summary>How far an upload has come.</summary>
/// <param name="Kept">How many bytes the service has, from the beginning.</param>
/// <param name="Completed">The object, when it is complete.</param>
internal readonly record struct UploadProgress(long Kept, StoredObject? Completed);

/// <summary>How far a copy has come.</summary>
/// <param name="Token">What to say in the next call; <c>null</c> when there need be none.</param>
/// <param name="Completed">The copy, when it is complete.</param>
internal readonly record struct RewriteProgress(string? Token, StoredObject? Completed);
