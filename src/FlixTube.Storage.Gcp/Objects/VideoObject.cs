namespace FlixTube.Storage.Gcp.Objects;

/// <summary>How a video is kept as an object: the one place that knows what its properties are called there.</summary>
internal static class VideoObject
{
    /// <summary>
    /// The metadata key of a mark that each write leaves, so that it knows its own work again when the answer was lost. It
    /// is no key of <see cref="VideoMetadata"/>, so callers neither see it nor can set it.
    /// </summary>
    public const string WriteKey = "flixtube.write";

    /// <summary>The object that a write makes.</summary>
    /// <remarks>Values are percent-encoded because a read gets them as headers, which are ASCII and trimmed.</remarks>
    public static NewObject ToWrite(VideoPath path, WriteOptions options, string contentHash, string writeId)
    {
        var metadata = options.Metadata.ToDictionary(m => m.Key, m => Uri.EscapeDataString(m.Value), StringComparer.Ordinal);
        metadata[VideoMetadata.ContentHashKey] = contentHash;
        metadata[WriteKey] = writeId;
        return new NewObject(path.Value, options.ContentType ?? VideoContentType.FromName(path), metadata);
    }

    /// <summary>The temporary object that a long write is collected in.</summary>
    public static NewObject ToCollect(VideoPath path, WriteOptions options, string name) =>
        new(name, options.ContentType ?? VideoContentType.FromName(path), VideoMetadata.Empty);

    public static VideoProperties ToProperties(VideoPath path, StoredObject stored)
    {
        var hash = stored.Metadata.GetValueOrDefault(VideoMetadata.ContentHashKey);
        var contentHash = IsSha256(hash) ? hash : null;
        return new VideoProperties
        {
            Path = path,
            Length = stored.Length,
            ETag = Generation.ToETag(stored.Generation),
            LastModified = LastModified(stored),
            ContentType = ContentType(path, stored, contentHash is not null),
            ContentHash = contentHash,
            Metadata = Metadata(stored.Metadata),
        };
    }

    /// <summary>To the second, which is all that a read's header says.</summary>
    public static DateTimeOffset LastModified(StoredObject stored) =>
        new(stored.Updated.UtcTicks - (stored.Updated.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero);

    // Cloud Storage says "unknown" of what has no type, in a read at least. Only of a video that this store wrote is that
    // what the writer said.
    private static string ContentType(VideoPath path, StoredObject stored, bool isOurs)
    {
        var type = stored.ContentType?.Trim();
        return string.IsNullOrEmpty(type) || (!isOurs && string.Equals(type, VideoContentType.Unknown, StringComparison.Ordinal))
            ? VideoContentType.FromName(path)
            : type;
    }

    private static VideoMetadata Metadata(IReadOnlyDictionary<string, string> stored)
    {
        var entries = stored
            .Where(e => e.Key is not (VideoMetadata.ContentHashKey or WriteKey))
            .Select(e => KeyValuePair.Create(LowerCase(e.Key), Uri.UnescapeDataString(e.Value)))
            .OrderBy(e => e.Key, StringComparer.Ordinal)
            .ToList();
        return TryMake(entries) ?? MadeOfGood(entries);
    }

    // Another program's metadata may break our rules; what does not is kept.
    private static VideoMetadata MadeOfGood(List<KeyValuePair<string, string>> entries)
    {
        var good = VideoMetadata.Empty;
        foreach (var entry in entries)
            good = TryMake([.. good, entry]) ?? good;

        return good;
    }

    // A read gets the keys as names of headers, which have no case.
#pragma warning disable CA1308 // The keys of VideoMetadata are in lower case.
    private static string LowerCase(string key) => key.ToLowerInvariant();
#pragma warning restore CA1308

    private static VideoMetadata? TryMake(List<KeyValuePair<string, string>> entries)
    {
        try
        {
            return entries.Count == 0 ? VideoMetadata.Empty : new VideoMetadata(entries);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static bool IsSha256(string? text) => text is { Length: 64 } && text.All(char.IsAsciiHexDigitLower);
}
