using FlixTube.Storage;

namespace FlixTube.Testing.Faults.Stores;

/// <summary>What a call must come to when a fault strikes it.</summary>
/// <param name="Error">The error; <c>null</c> for success.</param>
/// <param name="Persistence">Whether the store says that trying again can help.</param>
/// <param name="RetryAfter">When, if the store says so.</param>
/// <param name="Tells">What the message must name.</param>
public sealed record FaultOutcome(
    VideoStoreError? Error = null,
    ErrorPersistence Persistence = ErrorPersistence.Permanent,
    TimeSpan? RetryAfter = null,
    FaultHint Tells = FaultHint.Nothing)
{
    /// <summary>The caller sees nothing of the fault.</summary>
    public static readonly FaultOutcome Success = new();

    public static FaultOutcome Temporary(VideoStoreError error, TimeSpan? retryAfter = null) =>
        new(error, ErrorPersistence.Temporary, retryAfter);

    public static FaultOutcome PermissionDenied(FaultHint tells) => new(VideoStoreError.PermissionDenied, Tells: tells);
}
