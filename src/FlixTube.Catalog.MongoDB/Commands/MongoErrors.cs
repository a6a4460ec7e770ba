using System.Collections.Frozen;
using FlixTube.Catalog.MongoDB.Clients;

namespace FlixTube.Catalog.MongoDB.Commands;

/// <summary>What failures of MongoDB mean for the catalogue, and what an operator can do about them.</summary>
internal sealed class MongoErrors(MongoCatalogOptions options)
{
    /// <summary>DuplicateKey: a unique index has the value already.</summary>
    public const int DuplicateKey = 11000;

    private const int Unauthorized = 13;

    // HostUnreachable, HostNotFound, NetworkTimeout, ShutdownInProgress, PrimarySteppedDown, SocketException,
    // InterruptedAtShutdown, InterruptedDueToReplStateChange, NotPrimaryNoSecondaryOk, NotPrimaryOrSecondary,
    // NotWritablePrimary, ReadConcernMajorityNotAvailableYet: the drivers' own list of what passes by itself.
    private static readonly FrozenSet<int> Passing =
        FrozenSet.Create(6, 7, 89, 91, 189, 9001, 11600, 11602, 13435, 13436, 10107, 134);

    // Unauthorized, AuthenticationFailed, UserNotFound, and Atlas's own.
    private static readonly FrozenSet<int> Refusals = FrozenSet.Create(Unauthorized, 18, 11, 8000);

    // MaxTimeMSExpired, ExceededTimeLimit, WriteConcernFailed, WriteConcernTimeout.
    private static readonly FrozenSet<int> Late = FrozenSet.Create(50, 262, 64, 100);

    // Cosmos DB's RequestRateTooLarge, IngressRequestRateLimitExceeded, TooManyConcurrentRequests.
    private static readonly FrozenSet<int> TooMany = FrozenSet.Create(16500, 462, 429);

    private const int OutOfDiskSpace = 14031;

    private readonly string _where = $"MongoDB at {new ConnectionText(options.ConnectionString).Hosts}";

    /// <summary>Whether the same command may succeed in a moment.</summary>
    public static bool IsPassing(MongoFailure failure) =>
        failure.Kind == MongoFailureKind.Network || (failure.Kind == MongoFailureKind.Server && Passing.Contains(failure.Code));

    public VideoCatalogException Of(MongoFailure failure) => failure.Kind switch
    {
        MongoFailureKind.Server => OfServer(failure),
        MongoFailureKind.Network => new(
            VideoCatalogError.Unavailable, $"The connection to {_where} breaks again and again ({Reason(failure)}).", failure),
        MongoFailureKind.Timeout => Timeout(failure),
        MongoFailureKind.NoServer => new(
            VideoCatalogError.Unavailable,
            $"{_where} cannot be reached ({Reason(failure)}). Check that it runs, and {options.Key}:ConnectionString: the address, TLS, the name of the replica set.",
            failure),
        MongoFailureKind.Authentication => new(
            VideoCatalogError.PermissionDenied,
            $"{_where} does not accept the user and password of {options.Key}:ConnectionString. Check them, and 'authSource' if the user is of another database than admin.",
            failure),
        MongoFailureKind.Overload => new(
            VideoCatalogError.Throttled, $"Too many calls wait for {_where}: {Reason(failure)}. Raise {options.Key}:MaxConnections if the server has time to spare.", failure),
        _ => new(VideoCatalogError.Unavailable, $"{_where} cannot be used: {Reason(failure)}.", failure),
    };

    public VideoCatalogException Timeout(Exception? innerException) => new(
        VideoCatalogError.Timeout,
        $"{_where} did not answer within {options.Timeout.TotalSeconds} seconds. Look at its load; {options.Key}:Timeout sets how long to wait.",
        innerException);

    public VideoCatalogException NotUnderstood(Exception innerException) => new(
        VideoCatalogError.Internal, $"{_where} answered something that is not understood: {innerException.Message}", innerException);

    private VideoCatalogException OfServer(MongoFailure failure)
    {
        if (Refusals.Contains(failure.Code))
        {
            return failure.Code == Unauthorized
                ? new(
                    VideoCatalogError.PermissionDenied,
                    $"{_where} refuses the action: the user of {options.Key}:ConnectionString needs the role 'readWrite' on the database '{options.Database}'.",
                    failure)
                : Of(new MongoFailure(MongoFailureKind.Authentication, failure.Message, failure.Code, failure));
        }

        if (Late.Contains(failure.Code))
            return Timeout(failure);

        if (Passing.Contains(failure.Code))
            return new(VideoCatalogError.Unavailable, $"{_where} has no primary that takes the command ({Reason(failure)}).", failure);

        if (TooMany.Contains(failure.Code))
            return new(VideoCatalogError.Throttled, $"{_where} asks for fewer requests.", failure);

        return failure.Code == OutOfDiskSpace
            ? new(VideoCatalogError.Unavailable, $"{_where} has no room left on its disk.", failure)
            : new(VideoCatalogError.Internal, $"{_where} refuses a command (code {failure.Code}): {Reason(failure)}.", failure);
    }

    private static string Reason(MongoFailure failure) => failure.Message.Trim().TrimEnd('.');
}
