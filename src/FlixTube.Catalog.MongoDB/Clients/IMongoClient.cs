using FlixTube.Catalog.MongoDB.Bson;

namespace FlixTube.Catalog.MongoDB.Clients;

/// <summary>
/// Carries commands to MongoDB: the seam between the catalogue and the library that knows servers, connections and
/// credentials. Which one is behind it is chosen when building. Safe for concurrent use.
/// </summary>
internal interface IMongoClient : IDisposable
{
    /// <summary>Runs a command once, without a retry of a write.</summary>
    /// <param name="command">What to run.</param>
    /// <param name="read">Takes what is wanted from the reply, whose bytes live no longer than the call.</param>
    /// <param name="cancellationToken">Releases the caller at once; the command may then be carried out or not.</param>
    /// <exception cref="MongoFailure">No reply came, or one that says that the command failed.</exception>
    /// <exception cref="BsonException">The reply is not BSON.</exception>
    Task<T> RunAsync<T>(MongoCommand command, ReplyReader<T> read, CancellationToken cancellationToken);
}

/// <summary>A command of MongoDB's.</summary>
/// <param name="Database">Which database it is for.</param>
/// <param name="Document">It, in BSON.</param>
/// <param name="IsWrite">Whether it changes something: the write concern then applies, else the read preference.</param>
internal readonly record struct MongoCommand(string Database, ReadOnlyMemory<byte> Document, bool IsWrite);

/// <summary>Takes what is wanted from the reply to a command.</summary>
internal delegate T ReplyReader<out T>(BsonReader reply);
