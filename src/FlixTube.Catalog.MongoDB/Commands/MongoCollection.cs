using FlixTube.Catalog.MongoDB.Bson;
using FlixTube.Catalog.MongoDB.Clients;

namespace FlixTube.Catalog.MongoDB.Commands;

/// <summary>Runs commands on the collection within the time of a call, and again when what failed passes by itself.</summary>
/// <remarks>
/// A write whose answer was lost is made again too: every write here is made so that the second time changes nothing
/// more, and <see cref="Reply{T}.IsRepeated"/> says that there may have been a first.
/// </remarks>
internal sealed class MongoCollection(IMongoClient client, MongoCatalogOptions options)
{
    private const int MaxAttempts = 4;
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(100);

    private readonly MongoErrors _errors = new(options);

    /// <summary>What operators call the collection.</summary>
    public string Name { get; } = $"{options.Database}.{options.Collection}";

    /// <summary>Begins a command on the collection.</summary>
    public BsonWriter Command(ReadOnlySpan<byte> name) =>
        new BsonWriter().Add(name, options.Collection).Add("maxTimeMS"u8, (long)options.Timeout.TotalMilliseconds);

    /// <exception cref="VideoCatalogException">The command failed.</exception>
    public async Task<T> ReadAsync<T>(BsonWriter command, ReplyReader<T> read, CancellationToken cancellationToken) =>
        (await RunAsync(new(options.Database, command.Finish(), IsWrite: false), read, cancellationToken).ConfigureAwait(false)).Value;

    /// <exception cref="VideoCatalogException">The command failed.</exception>
    /// <exception cref="DuplicateKeyException">A unique index has the value already.</exception>
    public Task<Reply<T>> WriteAsync<T>(BsonWriter command, ReplyReader<T> read, CancellationToken cancellationToken) =>
        RunAsync(new(options.Database, command.Finish(), IsWrite: true), read, cancellationToken);

    private async Task<Reply<T>> RunAsync<T>(MongoCommand command, ReplyReader<T> read, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.Timeout);
        MongoFailure? last = null;
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    return new(await client.RunAsync(command, read, limit.Token).ConfigureAwait(false), IsRepeated: attempt > 1);
                }
                catch (MongoFailure e) when (MongoErrors.IsPassing(e) && attempt < MaxAttempts)
                {
                    last = e;
                    await Task.Delay(FirstDelay * (1 << (attempt - 1)), limit.Token).ConfigureAwait(false);
                }
            }
        }
        catch (MongoFailure e) when (e is { Kind: MongoFailureKind.Server, Code: MongoErrors.DuplicateKey })
        {
            throw new DuplicateKeyException(e);
        }
        catch (MongoFailure e)
        {
            throw _errors.Of(e);
        }
        catch (BsonException e)
        {
            throw _errors.NotUnderstood(e);
        }
        catch (OperationCanceledException e)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw last is null ? _errors.Timeout(e) : _errors.Of(last);
        }
    }
}

/// <summary>What was read from the reply to a write.</summary>
/// <param name="Value">It.</param>
/// <param name="IsRepeated">Whether the command was sent before and may have been carried out then.</param>
internal readonly record struct Reply<T>(T Value, bool IsRepeated);

/// <summary>A unique index has the value of a document that was to be written.</summary>
internal sealed class DuplicateKeyException(Exception innerException) : Exception(innerException.Message, innerException);
