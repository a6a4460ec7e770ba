namespace FlixTube.Storage;

/// <summary>What a store knows about one version of a video without reading it.</summary>
public sealed record VideoProperties
{
    /// <summary>The video's path.</summary>
    public required VideoPath Path { get; init; }

    /// <summary>The length of the whole video in bytes, 0 or more; never that of a range.</summary>
    public required long Length { get; init; }

    /// <summary>
    /// The store's own validator of this version: opaque and strong (RFC 9110 section 8.8.1), 1 to 256 characters that
    /// may stand inside the quotes of an entity tag (U+0021, U+0023 to U+007E), without the quotes.
    /// </summary>
    /// <remarks>
    /// It must change whenever the bytes do, and must be the same from read, stat, write and list. It means nothing in
    /// another store: to compare across stores use <see cref="ContentHash"/>.
    /// </remarks>
    public required string ETag { get; init; }

    /// <summary>When this version was written, in UTC, to the second or better.</summary>
    public required DateTimeOffset LastModified { get; init; }

    /// <summary>The media type, never empty. What the writer gave, else what the name suggests, else <c>application/octet-stream</c>.</summary>
    public required string ContentType { get; init; }

    /// <summary>
    /// The SHA-256 of the whole content as 64 lower-case hexadecimal digits, or <c>null</c> when it is not known
    /// (the video came into the store by another way than <see cref="IVideoStore.WriteAsync"/>).
    /// </summary>
    public string? ContentHash { get; init; }

    /// <summary>What the writer wanted kept with the video.</summary>
    public VideoMetadata Metadata { get; init; } = VideoMetadata.Empty;

    /// <summary>
    /// When the store last said that this is the present version, if it could not be asked now and a cache answered;
    /// otherwise, which is nearly always, <c>null</c>.
    /// </summary>
    public DateTimeOffset? StaleSince { get; init; }
}
