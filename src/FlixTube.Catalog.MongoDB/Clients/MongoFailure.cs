namespace FlixTube.Catalog.MongoDB.Clients;

/// <summary>Where a command came to grief.</summary>
internal enum MongoFailureKind
{
    /// <summary>The server refused it: <see cref="MongoFailure.Code"/> says why.</summary>
    Server,

    /// <summary>The connection broke.</summary>
    Network,

    /// <summary>No reply came in time.</summary>
    Timeout,

    /// <summary>No server that could take it was found in time.</summary>
    NoServer,

    /// <summary>The server does not accept the credentials.</summary>
    Authentication,

    /// <summary>Too many other calls are waiting.</summary>
    Overload,

    /// <summary>Anything else that the client library reports.</summary>
    Client,
}

/// <summary>What the library that talks to MongoDB reports.</summary>
internal sealed class MongoFailure(MongoFailureKind kind, string message, int code = 0, Exception? innerException = null)
    : Exception(message, innerException)
{
    public MongoFailureKind Kind { get; } = kind;

    /// <summary>The server's code of the error, of <see cref="MongoFailureKind.Server"/>.</summary>
    public int Code { get; } = code;
}
