using System.Diagnostics;

namespace FlixTube.Catalog.MongoDB.Clients.Libmongoc;

/// <summary>libmongoc's pool of clients, made when the first is taken: looking up <c>mongodb+srv</c> then asks the name server.</summary>
internal sealed class LibmongocPool(MongoCatalogOptions options, ConnectionText text) : IDisposable
{
    // The domains of errors, and the code within the first, as error API 2 has them (mongoc-error.h).
    private const int ClientDomain = 1;
    private const int StreamDomain = 2;
    private const int SaslDomain = 7;
    private const int ScramDomain = 14;
    private const int ServerSelectionDomain = 15;
    private const int WriteConcernDomain = 16;
    private const int ServerDomain = 17;
    private const int AuthenticationCode = 11;
    private const int ErrorApi = 2;

    private readonly Lock _lock = new();
    private PoolHandle? _pool;
    private TimeSpan _socketLimit;
    private bool _isDisposed;

    /// <summary>A client for the calling thread; dispose of it to give it back.</summary>
    /// <exception cref="MongoFailure">The pool cannot be made; a later call tries again.</exception>
    public ClientHandle TakeClient()
    {
        lock (_lock)
        {
            if (_isDisposed)
                throw new MongoFailure(MongoFailureKind.Client, "The catalogue is closed.");

            return new(_pool ??= Open());
        }
    }

    /// <summary>What an error of libmongoc's is, after a call that began at <paramref name="started"/>.</summary>
    public MongoFailure Failure(in LibmongocError error, long started)
    {
        var code = (int)error.Code;
        var kind = error.Domain switch
        {
            ServerDomain or WriteConcernDomain => MongoFailureKind.Server,
            // One text for both: only the clock knows whether a connection broke or was silent.
            StreamDomain => Stopwatch.GetElapsedTime(started) < _socketLimit ? MongoFailureKind.Network : MongoFailureKind.Timeout,
            ServerSelectionDomain => MongoFailureKind.NoServer,
            ClientDomain when code == AuthenticationCode => MongoFailureKind.Authentication,
            SaslDomain or ScramDomain => MongoFailureKind.Authentication,
            _ => MongoFailureKind.Client,
        };
        return new(kind, text.Redact(error.Message), code);
    }

    /// <summary>Destroys the pool as soon as every client has come back.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            _pool?.Dispose();
        }
    }

    private PoolHandle Open()
    {
        if (!LibmongocLibrary.IsAvailable)
            throw new MongoFailure(MongoFailureKind.Client, LibmongocLibrary.Missing);

        using var uri = LibmongocCalls.NewUri(options.ConnectionString, out var error);
        if (uri.IsInvalid)
            throw Failure(error, 0);

        // A connection that cannot be made is told before the time of the whole call is over: its reason says more.
        Limit(uri, "connecttimeoutms", options.Timeout / 2);
        Limit(uri, "serverselectiontimeoutms", options.Timeout / 2);
        _socketLimit = TimeSpan.FromMilliseconds(Limit(uri, "sockettimeoutms", options.Timeout));
        _ = LibmongocCalls.SetOption(uri, "maxpoolsize", options.MaxConnections);

        var pool = LibmongocCalls.NewPool(uri, out error);
        if (pool.IsInvalid)
            throw Failure(error, 0);

        _ = LibmongocCalls.SetErrorApi(pool, ErrorApi);
        return pool;
    }

    /// <summary>Keeps what the connection string says when it is shorter.</summary>
    private static int Limit(UriHandle uri, string option, TimeSpan longest)
    {
        var limit = (int)longest.TotalMilliseconds;
        var given = LibmongocCalls.GetOption(uri, option, limit);
        if (given > 0 && given < limit)
            return given;

        _ = LibmongocCalls.SetOption(uri, option, limit);
        return limit;
    }
}
