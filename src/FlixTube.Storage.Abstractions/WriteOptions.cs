namespace FlixTube.Storage;

/// <summary>What <see cref="IVideoStore.WriteAsync"/> may be asked for beside the path and the content.</summary>
public sealed record WriteOptions
{
    /// <summary>Write whatever was there before, with no metadata and a content type derived from the name.</summary>
    public static readonly WriteOptions Default = new();

    /// <summary>
    /// The media type to keep: printable ASCII, 1 to 256 characters, no space at either end. <c>null</c> lets the store derive it from the name.
    /// </summary>
    public string? ContentType { get; init; }

    /// <summary>Small facts to keep with the video.</summary>
    public VideoMetadata Metadata { get; init; } = VideoMetadata.Empty;

    /// <summary>
    /// Write only when there is no video yet (RFC 9110 section 13.1.2, <c>If-None-Match: *</c>).
    /// Can cause <see cref="VideoStoreError.AlreadyExists"/>.
    /// </summary>
    public bool CreateOnly { get; init; }

    /// <summary>
    /// Write only when the present version has this <see cref="VideoProperties.ETag"/> (RFC 9110 section 13.1.1).
    /// Can cause <see cref="VideoStoreError.PreconditionFailed"/>. Excludes <see cref="CreateOnly"/>.
    /// </summary>
    public string? IfMatch { get; init; }

    /// <summary>
    /// Throws when the options contradict themselves or cannot be kept. Every store must call it before it reads the source.
    /// </summary>
    /// <exception cref="ArgumentException">The message names the option.</exception>
    public void Validate()
    {
        if (CreateOnly && IfMatch is not null)
            throw new ArgumentException($"{nameof(CreateOnly)} and {nameof(IfMatch)} exclude each other.");

        if (ContentType is { } type && (type.Length is 0 or > 256 || type[0] == ' ' || type[^1] == ' ' || type.Any(c => c is < ' ' or > '~')))
            throw new ArgumentException($"{nameof(ContentType)} must be 1 to 256 printable ASCII characters without a space at either end.");
    }
}
