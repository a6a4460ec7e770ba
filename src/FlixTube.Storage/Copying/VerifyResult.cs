namespace FlixTube.Storage.Copying;

/// <summary>What reading a video again has shown.</summary>
public enum VerifyOutcome
{
    /// <summary>Its content has the recorded hash.</summary>
    Intact,

    /// <summary>It can be read to its end, but no hash is recorded to compare with: it came into the store by another way.</summary>
    HashUnknown,

    /// <summary>It was deleted after it was listed.</summary>
    Gone,

    /// <summary>It could not be read.</summary>
    Failed,

    /// <summary>Its content does not have the recorded hash or length.</summary>
    Mismatched,
}

/// <summary>A video that a <see cref="VideoVerifier"/> has finished with.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Length">How many bytes the listing said that it has.</param>
/// <param name="Outcome">What reading it has shown.</param>
/// <param name="Reason">For an operator, what went wrong; <c>null</c> when nothing did.</param>
public sealed record VerifyResult(VideoPath Path, long Length, VerifyOutcome Outcome, string? Reason = null);
