namespace FlixTube.Storage.Copying;

/// <summary>What became of a video that was to be copied.</summary>
public enum CopyOutcome
{
    /// <summary>The target had none at the path and has it now.</summary>
    Copied,

    /// <summary>The target had another content at the path, or the same without a recorded hash, and has the source's now.</summary>
    Replaced,

    /// <summary>The target had the same content; nothing was written.</summary>
    AlreadyThere,

    /// <summary>The target had a video at the path, and <see cref="CopyOptions.KeepExisting"/> left it alone.</summary>
    Kept,

    /// <summary>The source does not have it any more; it was deleted after it was listed.</summary>
    Gone,

    /// <summary>A store refused or failed; what the target had at the path is as it was, or as the reason says.</summary>
    Failed,

    /// <summary>The bytes are not those that were recorded or sent; no damaged copy is left, unless the reason says so.</summary>
    Mismatched,
}

/// <summary>A video that a <see cref="VideoCopier"/> has finished with.</summary>
/// <param name="Path">Its path, in both stores.</param>
/// <param name="Length">How many bytes the source's listing said that it has.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Reason">For an operator, what went wrong; <c>null</c> when nothing did.</param>
public sealed record CopyResult(VideoPath Path, long Length, CopyOutcome Outcome, string? Reason = null);
