using System.Text.Json;
using FlixTube.Storage.Gcp.Objects;
using Google.Apis.Auth.OAuth2.Responses;

namespace FlixTube.Storage.Gcp;

/// <summary>Turns whatever goes wrong at Cloud Storage, on the way to it or with the credentials into the contract's one exception.</summary>
/// <param name="options">For messages: what to check is named by its setting.</param>
/// <param name="key">The key of the settings, such as <c>VideoStorage:Gcp</c>.</param>
internal sealed class ServiceErrors(GcpStoreOptions options, string key)
{
    private const string Clock = "the clock of this machine";

    private string Bucket => string.IsNullOrEmpty(options.ProjectId)
        ? $"the bucket '{options.Bucket}'"
        : $"the bucket '{options.Bucket}' of the project '{options.ProjectId}'";

    private string Credentials => string.IsNullOrEmpty(options.KeyFilePath)
        ? $"the application default credentials ({key}:{nameof(options.KeyFilePath)} is not set)"
        : $"the key file {key}:{nameof(options.KeyFilePath)}";

    /// <param name="failure">What was thrown.</param>
    /// <param name="path">The video that the call was about, if it was about one.</param>
    public VideoStoreException Translate(Exception failure, VideoPath? path) => failure switch
    {
        VideoStoreException known => known,
        ObjectServiceException refusal => Refused(refusal, path),
        TokenResponseException token => Make(
            VideoStoreError.PermissionDenied, $"Google gives no token for {Credentials} ({token.Error?.Error}): renew them, and check {Clock}", path, failure),
        JsonException or FormatException => Make(VideoStoreError.Internal, "Cloud Storage gave an answer that is not understood", path, failure),

        // The handler's own limit on connecting; every other limit is a token of ours.
        OperationCanceledException or HttpRequestException =>
            Make(VideoStoreError.Unavailable, $"Cloud Storage cannot be reached: check the network and {key}:{nameof(options.EmulatorHost)}. {failure.Message}", path, failure),
        IOException => Make(VideoStoreError.Unavailable, "The connection to Cloud Storage broke", path, failure),
        InvalidOperationException when string.IsNullOrEmpty(options.KeyFilePath) =>
            Make(VideoStoreError.PermissionDenied, $"There are no application default credentials: set {key}:{nameof(options.KeyFilePath)}, or GOOGLE_APPLICATION_CREDENTIALS", path, failure),
        _ => Make(VideoStoreError.Internal, "The call of Cloud Storage failed", path, failure),
    };

    private VideoStoreException Refused(ObjectServiceException refusal, VideoPath? path) => (int)refusal.Status switch
    {
        404 when refusal.IsBucketMissing => Make(
            VideoStoreError.Unavailable, $"There is no such thing as {Bucket}: check {key}:{nameof(options.Bucket)}", path, refusal, ErrorPersistence.Permanent),
        404 when path is { } video => VideoStoreException.NotFound(video, refusal),
        412 when path is { } video => VideoStoreException.PreconditionFailed(video, refusal),
        401 => Make(VideoStoreError.PermissionDenied, $"Cloud Storage does not accept {Credentials}, or not any more: renew them, and check {Clock}", path, refusal),
        403 when IsAboutRate(refusal) => Throttled(refusal, path),
        403 => Make(VideoStoreError.PermissionDenied, $"{Credentials} may not do this in {Bucket}: they need the role Storage Object User", path, refusal),
        408 => Make(VideoStoreError.Timeout, "Google did not get the request in time", path, refusal),
        429 => Throttled(refusal, path),
        501 => Make(VideoStoreError.Unsupported, "Cloud Storage cannot do this", path, refusal),

        // 409: another change of the same object is under way. 410: an upload session is gone.
        409 or 410 or >= 500 => Make(VideoStoreError.Unavailable, "Google Cloud is failing", path, refusal),
        400 when IsAboutChecksum(refusal) => Make(VideoStoreError.Unavailable, "The content was damaged on its way to Cloud Storage", path, refusal),
        _ => Make(VideoStoreError.Internal, "Cloud Storage refused the call", path, refusal),
    };

    private static VideoStoreException Throttled(ObjectServiceException refusal, VideoPath? path) =>
        Make(VideoStoreError.Throttled, "Google asks for fewer requests", path, refusal);

    private static bool IsAboutRate(ObjectServiceException refusal) =>
        refusal.Reason is "rateLimitExceeded" or "userRateLimitExceeded" or "quotaExceeded";

    private static bool IsAboutChecksum(ObjectServiceException refusal) =>
        refusal.Message.Contains("CRC32C", StringComparison.OrdinalIgnoreCase);

    private static VideoStoreException Make(
        VideoStoreError error, string what, VideoPath? path, Exception failure, ErrorPersistence? persistence = null)
    {
        var detail = failure is ObjectServiceException ? $" {failure.Message}" : "";
        var message = $"{char.ToUpperInvariant(what[0])}{what[1..].TrimEnd('.')}.{(path is { } video ? $" It was about '{video}'." : "")}{detail}";
        var made = new VideoStoreException(error, message, failure)
        {
            Path = path,
            RetryAfter = (failure as ObjectServiceException)?.RetryAfter,
        };
        return persistence is null ? made : new VideoStoreException(error, message, failure) { Path = path, Persistence = persistence.Value };
    }
}
