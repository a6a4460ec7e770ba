namespace FlixTube.Storage.Http.Protocol;

/// <summary>
/// Metadata as one header: <c>title=A%20day&amp;a=</c>. Hundreds of entries fit the limits of a <see cref="VideoMetadata"/>,
/// and as many headers would not fit those of servers.
/// </summary>
internal static class MetadataHeader
{
    public static string Format(VideoMetadata metadata) =>
        string.Join('&', metadata.Select(e => $"{e.Key}={Uri.EscapeDataString(e.Value)}"));

    /// <exception cref="FormatException">An entry has no <c>=</c>, or a key comes twice.</exception>
    /// <exception cref="ArgumentException">A key or value breaks a rule of <see cref="VideoMetadata"/>.</exception>
    public static VideoMetadata Parse(string? header)
    {
        if (string.IsNullOrEmpty(header))
            return VideoMetadata.Empty;

        var entries = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in header.Split('&'))
        {
            var equals = entry.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0 || !entries.TryAdd(entry[..equals], Uri.UnescapeDataString(entry[(equals + 1)..])))
                throw new FormatException("Metadata is written as key=value&key=value, each key once, the values percent-encoded.");
        }

        return new VideoMetadata(entries);
    }
}
