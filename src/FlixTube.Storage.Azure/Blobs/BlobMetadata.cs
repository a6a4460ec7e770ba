namespace FlixTube.Storage.Azure.Blobs;

/// <summary>Metadata as the service can keep them: its names are C# identifiers, its values HTTP headers.</summary>
/// <remarks>
/// What callers keep is one value, <c>key=value&amp;key=value</c> in percent-encoded UTF-8. With a name for each key the
/// SDK signs requests whose headers it orders in another way than the service, as soon as one name has an underscore
/// where another has a digit (0006-azure.md), and three hundred keys are more headers than many a proxy lets through.
/// </remarks>
internal static class BlobMetadata
{
    private const string ContentHash = "content_sha256";
    private const string Entries = "video_metadata";
    private const string WriteId = "video_write";

    public static Dictionary<string, string> ToService(VideoMetadata metadata, string contentHash, Guid writeId)
    {
        var blob = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            [ContentHash] = contentHash,
            [WriteId] = writeId.ToString("n"),
        };
        if (metadata.Count > 0)
            blob[Entries] = string.Join('&', metadata.Select(e => $"{e.Key}={Uri.EscapeDataString(e.Value)}"));

        return blob;
    }

    /// <summary>
    /// What was kept by <see cref="ToService"/>, else what another program keeps under names of its own, <c>_</c> for
    /// <c>-</c>. What no <see cref="VideoMetadata"/> can hold is passed over.
    /// </summary>
    public static VideoMetadata FromService(IDictionary<string, string> blob)
    {
        var entries = blob.TryGetValue(Entries, out var ours)
            ? ours.Split('&').Select(entry => entry.Split('=', 2)).Where(entry => entry.Length == 2).Select(entry => (Key: entry[0], Value: entry[1]))
            : blob.Where(entry => !IsOurs(entry.Key)).Select(entry => (Key: entry.Key.ToLowerInvariant().Replace('_', '-'), entry.Value));

        var valid = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in entries)
        {
            var entry = KeyValuePair.Create(key, Uri.UnescapeDataString(value));
            if (IsValid([entry]))
                valid.TryAdd(entry.Key, entry.Value);
        }

        return valid.Count > 0 && IsValid(valid) ? new VideoMetadata(valid) : VideoMetadata.Empty;
    }

    /// <summary>The SHA-256 that was kept, if it is one.</summary>
    public static string? Hash(IDictionary<string, string> blob) =>
        blob.TryGetValue(ContentHash, out var hash) && hash.Length == 64 && hash.All(char.IsAsciiHexDigitLower) ? hash : null;

    /// <summary>Whether the blob is what the write of this number made.</summary>
    public static bool IsOf(IDictionary<string, string> blob, Guid writeId) =>
        blob.TryGetValue(WriteId, out var id) && Guid.TryParseExact(id, "n", out var guid) && guid == writeId;

    private static bool IsOurs(string name) =>
        string.Equals(name, ContentHash, StringComparison.OrdinalIgnoreCase) || string.Equals(name, WriteId, StringComparison.OrdinalIgnoreCase);

    private static bool IsValid(IEnumerable<KeyValuePair<string, string>> entries)
    {
        try
        {
            _ = new VideoMetadata(entries);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
