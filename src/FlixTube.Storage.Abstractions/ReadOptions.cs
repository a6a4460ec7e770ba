namespace FlixTube.Storage;

/// <summary>What <see cref="IVideoStore.OpenReadAsync"/> may be asked for beside the path.</summary>
public readonly record struct ReadOptions
{
    /// <summary>
    /// The bytes wanted (RFC 9110 section 14.1.2); <c>null</c> for the whole video.
    /// Can cause <see cref="VideoStoreError.RangeNotSatisfiable"/>.
    /// </summary>
    public ByteRange? Range { get; init; }

    /// <summary>
    /// The one version wanted, by its <see cref="VideoProperties.ETag"/> (compared strongly, RFC 9110 section 13.1.1).
    /// Can cause <see cref="VideoStoreError.PreconditionFailed"/>.
    /// </summary>
    public string? IfMatch { get; init; }
}
