using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace FlixTube.Storage.S3.Client;

/// <summary>Turns whatever is thrown here into the contract's one exception.</summary>
internal static class S3Errors
{
    private const string Section = "VideoStorage:S3";

    /// <param name="failure">What the SDK or a request of ours threw, or a body.</param>
    /// <param name="path">The video that the call was about, if it was about one.</param>
    /// <param name="bucket">For messages.</param>
    /// <param name="time">The clock by which the service's dates are turned into times to wait.</param>
    public static VideoStoreException Translate(Exception failure, VideoPath? path, string bucket, TimeProvider time)
    {
        if (failure is VideoStoreException already)
            return already;

        var about = path is { } video ? $"'{video}' in the bucket '{bucket}'" : $"The bucket '{bucket}'";
        if (failure is AmazonServiceException answer && !IsTransport(failure))
            return OfAnswer(answer, path, bucket, about, time);

        if (Find<AuthenticationException>(failure) is not null)
            return Unavailable($"{about}: no secure connection could be made. Check the certificate and the scheme of {Section}:ServiceUrl.", ErrorPersistence.Permanent);

        if (IsTransport(failure))
            return Unavailable($"{about}: the connection to the service failed. Check the network and {Section}:ServiceUrl or Region.", ErrorPersistence.Temporary);

        if (failure is AmazonClientException)
            return Of(VideoStoreError.PermissionDenied, $"{about}: no credentials could be had. Set {Section}:AccessKey and SecretKey, or give the machine a role or profile.");

        return Of(VideoStoreError.Internal, $"{about}: the answer of the service could not be understood.");

        VideoStoreException Of(VideoStoreError error, string message) => new(error, message, failure) { Path = path };

        VideoStoreException Unavailable(string message, ErrorPersistence persistence) =>
            new(VideoStoreError.Unavailable, message, failure) { Path = path, Persistence = persistence };
    }

    /// <summary>Whether two changes of one object met, of which this one was not carried out: it can be asked for again.</summary>
    public static bool IsConflict(VideoStoreException failure) =>
        failure.InnerException is AmazonServiceException { ErrorCode: "ConditionalRequestConflict" };

    private static VideoStoreException OfAnswer(AmazonServiceException answer, VideoPath? path, string bucket, string about, TimeProvider time)
    {
        var said = string.Create(CultureInfo.InvariantCulture, $"(status {(int)answer.StatusCode}, {answer.ErrorCode})");
        return answer.ErrorCode switch
        {
            "NoSuchBucket" => NoBucket(),
            "NoSuchUpload" => Of(VideoStoreError.Unavailable, $"{about}: the upload was ended by somebody else {said}."),
            "RequestTimeTooSkewed" => Of(VideoStoreError.PermissionDenied, $"{about}: the clock of this machine differs too much from the service's {said}. Set the clock."),
            "ExpiredToken" or "InvalidToken" or "TokenRefreshRequired" =>
                Of(VideoStoreError.PermissionDenied, $"{about}: the session token is no longer, or not, valid {said}. Renew {Section}:SessionToken and the keys."),
            "AuthorizationHeaderMalformed" or "PermanentRedirect" or "TemporaryRedirect" or "IllegalLocationConstraintException" => WrongRegion(),
            "SlowDown" or "Throttling" or "ThrottlingException" or "RequestLimitExceeded" or "TooManyRequests" => Throttled(),
            "RequestTimeout" => Of(VideoStoreError.Timeout, $"{about}: the service waited too long for the request {said}."),
            "InvalidObjectState" => Permanent(VideoStoreError.Unavailable, $"{about}: the object is archived and must be restored first {said}."),
            "QuotaExceeded" or "XMinioStorageFull" => Permanent(VideoStoreError.Unavailable, $"{about}: the service has no room left {said}."),
            "PreconditionFailed" when path is { } changed => VideoStoreException.PreconditionFailed(changed, answer),
            "EntityTooLarge" => Of(VideoStoreError.Unsupported, $"{about}: longer than the service takes {said}."),

            // A refusal of a HEAD request has no body that could name the reason.
            "BadRequest" => Of(VideoStoreError.PermissionDenied, $"{about}: refused without a reason {said}. Check {Section}:Region, whether the credentials ({Section}:AccessKey, {Section}:SessionToken) have expired, and the clock of this machine."),
            _ => OfStatus(),
        };

        VideoStoreException OfStatus() => (int)answer.StatusCode switch
        {
            301 or 307 => WrongRegion(),
            401 or 403 => Of(
                VideoStoreError.PermissionDenied,
                $"{about}: the credentials are refused, or refused for this action {said}. Check {Section}:AccessKey, SecretKey, the policy (s3:ListBucket too, without which a missing video is refused like this) and the clock of this machine."),
            404 => path is { } missing ? VideoStoreException.NotFound(missing, answer) : NoBucket(),
            408 => Of(VideoStoreError.Timeout, $"{about}: the service waited too long for the request {said}."),
            409 => Of(VideoStoreError.Unavailable, $"{about}: another change is under way {said}."),
            412 when path is { } outdated => VideoStoreException.PreconditionFailed(outdated, answer),
            416 => Of(VideoStoreError.RangeNotSatisfiable, $"{about}: none of the bytes asked for exist {said}."),
            429 => Throttled(),
            501 => Of(VideoStoreError.Unsupported, $"{about}: the service has no such ability {said}."),
            507 => Permanent(VideoStoreError.Unavailable, $"{about}: the service has no room left {said}."),

            // A long call of Amazon S3 may begin its answer with 200 and end it with an error.
            200 or 500 or 502 or 503 or 504 => new(VideoStoreError.Unavailable, $"{about}: the service is failing {said}.", answer) { Path = path, RetryAfter = RetryAfter(answer, time) },
            _ => Of(VideoStoreError.Internal, $"{about}: an answer that is not understood {said}."),
        };

        VideoStoreException Of(VideoStoreError error, string message) => new(error, message, answer) { Path = path };

        VideoStoreException Permanent(VideoStoreError error, string message) => new(error, message, answer) { Path = path, Persistence = ErrorPersistence.Permanent };

        VideoStoreException NoBucket() => MissingBucket(path, bucket, answer);

        VideoStoreException WrongRegion() =>
            Permanent(VideoStoreError.Unavailable, $"{about}: the bucket is in another region {said}. Set {Section}:Region to {(answer as Refusal)?.BucketRegion ?? "the bucket's region"}.");

        VideoStoreException Throttled() =>
            new(VideoStoreError.Throttled, $"{about}: the service asks for fewer requests {said}.", answer) { Path = path, RetryAfter = RetryAfter(answer, time) };
    }

    /// <summary>The bucket is not there: a mistake of configuration, not a missing video.</summary>
    public static VideoStoreException MissingBucket(VideoPath? path, string bucket, Exception cause) =>
        new(
            VideoStoreError.Unavailable,
            $"{(path is { } video ? $"'{video}': there" : "There")} is no bucket '{bucket}'. Create it, or set {Section}:Bucket to one that exists.",
            cause)
        {
            Path = path,
            Persistence = ErrorPersistence.Permanent,
        };

    private static TimeSpan? RetryAfter(Exception answer, TimeProvider time)
    {
        var text = answer is Refusal refusal
            ? refusal.RetryAfter
            : (answer.InnerException as HttpErrorResponseException)?.Response?.GetHeaderValue("Retry-After");
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            return TimeSpan.FromSeconds(seconds);

        if (!DateTimeOffset.TryParseExact(text, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date))
            return null;

        var wait = date - time.GetUtcNow();
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }

    // The SDK wraps a connection that breaks off within an XML answer into an exception of its own.
    private static bool IsTransport(Exception failure) =>
        failure is OperationCanceledException or TimeoutException
        || Find<IOException>(failure) is not null
        || Find<SocketException>(failure) is not null
        || Find<HttpRequestException>(failure) is not null
        || (Find<WebException>(failure) is { } web && web is not { Status: WebExceptionStatus.ProtocolError });

    private static T? Find<T>(Exception failure)
        where T : Exception
    {
        for (var e = failure; e is not null; e = e.InnerException)
        {
            if (e is T found)
                return found;
        }

        return null;
    }
}
