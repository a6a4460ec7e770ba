namespace FlixTube.Storage;

/// <summary>What a store can do, as data. What it cannot do it must refuse with <see cref="VideoStoreError.Unsupported"/>.</summary>
public sealed record VideoStoreCapabilities
{
    /// <summary>The name that configuration calls the provider by, such as <c>file</c> or <c>s3</c>.</summary>
    public required string Provider { get; init; }

    /// <summary>Of several <see cref="WriteOptions.CreateOnly"/> writes at once exactly one succeeds.</summary>
    public required bool ConditionalCreate { get; init; }

    /// <summary>Of several writes with the same <see cref="WriteOptions.IfMatch"/> at once exactly one succeeds.</summary>
    public required bool ConditionalWrite { get; init; }

    /// <summary><see cref="DeleteOptions.IfMatch"/> is checked and the video deleted in one atomic step.</summary>
    public required bool ConditionalDelete { get; init; }

    /// <summary>The service reads the last bytes of a video without being asked for its length first; otherwise such a read is two requests.</summary>
    public required bool SuffixRange { get; init; }

    /// <summary>The longest video in bytes.</summary>
    public required long MaxVideoLength { get; init; }

    /// <summary>
    /// Every <see cref="VideoPath"/> can name a video; <c>true</c> unless the store says otherwise. Where not, a write to
    /// a path that cannot is refused before the content is read, and there never is a video there.
    /// </summary>
    public bool AllNames { get; init; } = true;

    /// <summary>
    /// The videos are kept by a service that every call is a request to: its answer can break off, and it can refuse the
    /// store's credentials. <c>true</c> unless the store says otherwise.
    /// </summary>
    public bool Remote { get; init; } = true;
}
