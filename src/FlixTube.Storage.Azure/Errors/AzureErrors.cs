using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Authentication;
using Azure;
using Azure.Identity;

namespace FlixTube.Storage.Azure.Errors;

/// <summary>Turns what the SDK throws into the contract's exception, with messages that tell an operator what to check.</summary>
internal sealed class AzureErrors(string container, Uri service, TimeProvider time)
{
    private const string Section = "VideoStorage:Azure";

    private readonly string _container = $"the container '{container}' of {service.GetLeftPart(UriPartial.Path)}";

    /// <param name="failure">What a call or the body of a read threw; not a cancellation that was asked for.</param>
    /// <param name="path">The video that it was about.</param>
    public VideoStoreException Translate(Exception failure, VideoPath? path)
    {
        var about = path is null ? _container : $"'{path}' in {_container}";
        return failure switch
        {
            VideoStoreException e => e,
            AggregateException { InnerExceptions: [.., { } last] } => Translate(last, path),
            RequestFailedException { Status: > 0 } e => Answered(e, path, about),
            _ when IsUntrusted(failure) => new(
                VideoStoreError.Unavailable, $"The certificate of {service.Authority} is not trusted by this machine; asked for {about}.", failure)
            {
                Path = path,
                Persistence = ErrorPersistence.Permanent,
            },
            AuthenticationFailedException e when !IsUnreachable(e) => new(
                VideoStoreError.PermissionDenied,
                $"No sign-in for {about}: Azure.Identity found no credential that works. Give this process an identity, or set {Section}:AccountKey or {Section}:SasToken.",
                e)
            {
                Path = path,
            },
            RequestFailedException or AuthenticationFailedException or HttpRequestException or IOException => new(
                VideoStoreError.Unavailable, $"The service of {about} cannot be reached or broke off: check the address and the network.", failure)
            {
                Path = path,
            },

            // The time to connect is over; the time to answer is watched by the caller of the SDK.
            OperationCanceledException => new(
                VideoStoreError.Unavailable, $"The service of {about} did not let us connect in time: check the address and the network.", failure)
            {
                Path = path,
            },
            _ => new(VideoStoreError.Internal, $"The answer of the service about {about} was not understood.", failure) { Path = path },
        };
    }

    /// <summary>Whether the service lost the blocks of an upload because something else was written at the path meanwhile.</summary>
    public static bool IsInvalidBlockList(VideoStoreException failure) =>
        failure.InnerException is RequestFailedException { ErrorCode: "InvalidBlockList" };

    private VideoStoreException Answered(RequestFailedException e, VideoPath? path, string about)
    {
        if (path is { } video)
        {
            switch (e.Status, e.ErrorCode)
            {
                case (404, not (null or "ContainerNotFound" or "ContainerDisabled")):
                    return VideoStoreException.NotFound(video, e);
                case (409, "BlobAlreadyExists"):
                    return VideoStoreException.AlreadyExists(video, e);
                case (304, _) or (412, null or "ConditionNotMet" or "TargetConditionNotMet" or "SourceConditionNotMet"):
                    return VideoStoreException.PreconditionFailed(video, e);
            }
        }

        var (error, persistence, message) = Judge(e, about);
        return new(error, message, e)
        {
            Path = path,
            Persistence = persistence,
            RetryAfter = persistence == ErrorPersistence.Temporary ? RetryAfter(e) : null,
        };
    }

    private (VideoStoreError Error, ErrorPersistence Persistence, string Message) Judge(RequestFailedException e, string about)
    {
        const ErrorPersistence Permanent = ErrorPersistence.Permanent;
        const ErrorPersistence Temporary = ErrorPersistence.Temporary;

        return (e.Status, e.ErrorCode) switch
        {
            (404, null) => (VideoStoreError.Unavailable, Permanent,
                $"What answered is no blob service: check {Section}:ServiceUri or the proxy; asked for {about}."),
            (404, _) => (VideoStoreError.Unavailable, Permanent,
                $"There is no such container: {about}. Create it, or set {Section}:Container."),
            (409, "ContainerBeingDeleted") => (VideoStoreError.Unavailable, Temporary, $"The service is deleting the container: {about}."),
            (409, "BlobArchived" or "BlobBeingRehydrated") => (VideoStoreError.Unavailable, Permanent,
                $"It is in the archive tier and must be rehydrated before it can be read: {about}."),
            (412, "LeaseIdMissing") => (VideoStoreError.Unavailable, Temporary, $"Another program holds a lease on {about}."),
            (400, "InvalidBlockList") => (VideoStoreError.Unavailable, Temporary,
                $"Something else was written at the same path meanwhile, and the service has discarded the parts of this write: write again. It was about {about}."),
            (400, "InvalidBlobOrBlock") => (VideoStoreError.Unavailable, Permanent,
                $"The unfinished upload of another program is in the way at {about}: the service discards it a week after its last part."),
            (400, "Md5Mismatch") => (VideoStoreError.Unavailable, Temporary, $"Bytes were damaged on their way, for {about}."),
            (400, "InvalidUri" or "InvalidResourceName" or "OutOfRangeInput") => (VideoStoreError.Unsupported, Permanent,
                $"The service cannot hold a video of this name: {about}."),
            (401 or 403, "AuthenticationFailed" or "InvalidAuthenticationInfo") => (VideoStoreError.PermissionDenied, Permanent,
                $"The service refuses the sign-in for {about}: check {Section}:AccountKey, or renew {Section}:SasToken or the identity's token when it has expired, and check the clock of this machine ({time.GetUtcNow():u})."),
            (401 or 403, _) => (VideoStoreError.PermissionDenied, Permanent,
                $"The service does not allow this ({e.ErrorCode ?? "no reason given"}) for {about}: check {Section}:AccountKey, or the roles, the permissions of the shared access signature and the firewall of the account."),
            (408, _) => (VideoStoreError.Timeout, Temporary, $"The service gave up waiting, for {about}."),
            (429, _) or (503, "ServerBusy") => (VideoStoreError.Throttled, Temporary, $"The service asks for fewer requests, for {about}."),
            (501, _) => (VideoStoreError.Unsupported, Permanent, $"The service does not know this operation, for {about}."),
            ( >= 500, _) => (VideoStoreError.Unavailable, Temporary, $"The service is failing ({e.Status}), for {about}."),
            _ => (VideoStoreError.Internal, Permanent, $"The service refused a request ({e.Status} {e.ErrorCode ?? "without a code"}), for {about}."),
        };
    }

    private TimeSpan? RetryAfter(RequestFailedException e)
    {
        if (e.GetRawResponse() is not { } response)
            return null;

        if (response.Headers.TryGetValue("x-ms-retry-after-ms", out var text) && uint.TryParse(text, CultureInfo.InvariantCulture, out var milliseconds))
            return TimeSpan.FromMilliseconds(milliseconds);

        if (!response.Headers.TryGetValue("Retry-After", out text) || !RetryConditionHeaderValue.TryParse(text, out var value))
            return null;

        var wait = value.Delta ?? value.Date!.Value - time.GetUtcNow();
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }

    private static bool IsUntrusted(Exception failure) => Causes(failure).Any(e => e is AuthenticationException);

    private static bool IsUnreachable(AuthenticationFailedException failure) =>
        failure is not CredentialUnavailableException
        && Causes(failure).Any(e => e is HttpRequestException or RequestFailedException { Status: 0 or >= 500 });

    private static IEnumerable<Exception> Causes(Exception failure)
    {
        for (var e = failure; e is not null; e = e.InnerException)
            yield return e;
    }
}
