using System.Text.Json;

namespace FlixTube.Storage.Http.Asking;

/// <summary>Turns whatever goes wrong at the gateway or on the way to it into the contract's one exception.</summary>
/// <param name="options">For messages: where the gateway should be.</param>
/// <param name="key">The key of the settings, such as <c>VideoStorage:Http</c>.</param>
internal sealed class GatewayErrors(HttpStoreOptions options, string key)
{
    private string Address => $"{key}:{nameof(options.BaseAddress)} ({options.BaseAddress})";

    /// <param name="failure">What was thrown.</param>
    /// <param name="path">The video that the call was about, if it was about one.</param>
    public VideoStoreException Translate(Exception failure, VideoPath? path) => failure switch
    {
        VideoStoreException known => known,
        Refusal refusal => Refused(refusal, path),
        JsonException or FormatException or ArgumentException =>
            Make(VideoStoreError.Internal, $"The server gave an answer that no gateway gives: check {Address}. {failure.Message}", path, failure),

        // The handler's own limit on connecting; every other limit is a token of ours.
        OperationCanceledException { InnerException: TimeoutException } =>
            Make(VideoStoreError.Unavailable, $"The gateway cannot be reached: check {Address}", path, failure),
        HttpRequestException { InnerException: not HttpIOException, HttpRequestError: not HttpRequestError.ResponseEnded } =>
            Make(VideoStoreError.Unavailable, $"The gateway cannot be reached: check {Address}. {failure.Message}", path, failure),
        HttpRequestException or IOException => Make(VideoStoreError.Unavailable, "The connection to the gateway broke", path, failure),
        _ => Make(VideoStoreError.Internal, "The call of the gateway failed", path, failure),
    };

    /// <summary>The server is not a gateway, and reading is all that others can be asked for.</summary>
    public VideoStoreException NoGateway(VideoPath? path, Exception? failure = null) =>
        Make(VideoStoreError.Unsupported, $"The server is no FlixTube gateway, so videos can only be read from it: check {Address}", path, failure);

    private VideoStoreException Refused(Refusal refusal, VideoPath? path) => refusal switch
    {
        { Kind: { } kind } when OfKind(kind, refusal, path) is { } known => known,
        { IsGateways: true } => OfGateway(refusal, path),
        _ => OfAnybody(refusal, path),
    };

    private VideoStoreException? OfKind(string kind, Refusal refusal, VideoPath? path) => kind switch
    {
        "already-exists" when path is { } video => VideoStoreException.AlreadyExists(video, refusal),
        "video-not-found" or "precondition-failed" or "store-refused" or "unsupported" or "internal" => OfGateway(refusal, path),
        "unknown-route" => NoGateway(path, refusal),
        "invalid-path" => Make(VideoStoreError.InvalidPath, "The gateway does not take this path", path, refusal),
        "store-throttled" or "busy" => Make(VideoStoreError.Throttled, "The gateway asks for fewer requests", path, refusal),
        "store-timeout" or "timeout" => Make(VideoStoreError.Timeout, "The store behind the gateway did not answer in time", path, refusal),
        "too-large" => Make(VideoStoreError.Unsupported, "The video is longer than the gateway takes", path, refusal),
        _ => null,
    };

    // What a gateway means by a status, where its answer has no more: the answer to a HEAD.
    private VideoStoreException OfGateway(Refusal refusal, VideoPath? path) => (int)refusal.Status switch
    {
        500 => Make(VideoStoreError.Internal, "The gateway failed", path, refusal),
        502 => Make(VideoStoreError.PermissionDenied, "The store behind the gateway refuses the gateway", path, refusal),
        _ => OfAnybody(refusal, path),
    };

    private VideoStoreException OfAnybody(Refusal refusal, VideoPath? path) => (int)refusal.Status switch
    {
        404 when path is { } video => VideoStoreException.NotFound(video, refusal),
        412 when path is { } video => VideoStoreException.PreconditionFailed(video, refusal),
        401 or 403 => Make(
            VideoStoreError.PermissionDenied, $"The gateway does not let this service do this: set {key}:{nameof(options.JwtKey)} to its Access:JwtKey, or {key}:{nameof(options.Token)} to a token that it accepts", path, refusal),
        408 => Make(VideoStoreError.Timeout, "The gateway did not get the request in time", path, refusal),
        429 => Make(VideoStoreError.Throttled, "The gateway asks for fewer requests", path, refusal),
        501 or 405 => Make(VideoStoreError.Unsupported, "The store behind the gateway cannot do this", path, refusal),
        504 => Make(VideoStoreError.Timeout, "The store behind the gateway did not answer in time", path, refusal),
        >= 500 => Make(VideoStoreError.Unavailable, "The gateway cannot answer now", path, refusal),
        >= 300 and < 400 => Make(VideoStoreError.Internal, $"The server answers with a redirection, which is not followed: set {Address} to where it leads", path, refusal),
        _ => Make(VideoStoreError.Internal, "The gateway refused the call", path, refusal),
    };

    private static VideoStoreException Make(VideoStoreError error, string what, VideoPath? path, Exception? failure)
    {
        var about = path is { } video ? $" It was about '{video}'." : "";
        var detail = failure is Refusal ? $" {failure.Message}" : "";
        return new VideoStoreException(error, $"{what.TrimEnd('.')}.{about}{detail}", failure)
        {
            Path = path,
            RetryAfter = (failure as Refusal)?.RetryAfter,
        };
    }
}
