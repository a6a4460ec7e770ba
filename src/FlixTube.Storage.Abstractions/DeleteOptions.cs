namespace FlixTube.Storage;

/// <summary>What <see cref="IVideoStore.DeleteAsync"/> may be asked for beside the path.</summary>
public readonly record struct DeleteOptions
{
    /// <summary>
    /// Delete only the version with this <see cref="VideoProperties.ETag"/> (RFC 9110 section 13.1.1).
    /// Can cause <see cref="VideoStoreError.PreconditionFailed"/>.
    /// </summary>
    public string? IfMatch { get; init; }
}
