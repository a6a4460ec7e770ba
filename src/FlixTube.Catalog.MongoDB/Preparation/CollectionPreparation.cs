using System.Diagnostics.CodeAnalysis;
using FlixTube.Catalog.MongoDB.Clients;
using FlixTube.Catalog.MongoDB.Commands;
using FlixTube.Catalog.MongoDB.Documents;
using Microsoft.Extensions.Logging;

namespace FlixTube.Catalog.MongoDB.Preparation;

/// <summary>Sees to it, once for each process, that the collection has its indexes, and says what in it is passed over.</summary>
/// <remarks>
/// Without the rights to make indexes, and over documents of others that do not fit, the catalogue goes on with a warning:
/// finding by id needs none of them.
/// </remarks>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore whose wait handle nobody asks for holds nothing to dispose.")]
internal sealed class CollectionPreparation(MongoCollection collection, TimeProvider time, ILogger logger)
{
    private const int IndexOptionsConflict = 85;
    private const int IndexKeySpecsConflict = 86;
    private const long MostToCount = 1000;
    private static readonly TimeSpan WhenUnfinished = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _oneAtATime = new(1, 1);
    private volatile bool _isDone;
    private volatile bool _pathsAreUnique;
    private DateTimeOffset _next = DateTimeOffset.MinValue;

    /// <summary>Whether MongoDB refuses a second document with the same path.</summary>
    public bool PathsAreUnique => _pathsAreUnique;

    /// <summary>Prepares the collection, unless that was done before.</summary>
    /// <returns>Whether it is done; when MongoDB takes longer than a call, a later call looks again.</returns>
    /// <exception cref="VideoCatalogException">MongoDB cannot be used; a later call tries again.</exception>
    public async Task<bool> EnsureAsync(CancellationToken cancellationToken)
    {
        if (_isDone)
            return true;

        await _oneAtATime.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!_isDone && time.GetUtcNow() >= _next)
                await PrepareAsync(cancellationToken).ConfigureAwait(false);

            return _isDone;
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        try
        {
            _pathsAreUnique = await CreatePathIndexAsync(cancellationToken).ConfigureAwait(false);
            foreach (var index in CatalogIndex.ForListing)
            {
                if (!await TryCreateAsync(index, cancellationToken).ConfigureAwait(false))
                    PreparationLog.OtherIndex(logger, collection.Name, index.Name);
            }

            _isDone = true;
            await ReportPassedOverAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (VideoCatalogException e) when (e.Error == VideoCatalogError.PermissionDenied && e.InnerException is MongoFailure { Kind: MongoFailureKind.Server })
        {
            _isDone = true;
            PreparationLog.NoRights(logger, collection.Name, e.Message);
        }
        catch (VideoCatalogException e) when (e.Error == VideoCatalogError.Timeout)
        {
            // MongoDB builds an index on for as long as it takes, whoever waits.
            _next = time.GetUtcNow() + WhenUnfinished;
            PreparationLog.Unfinished(logger, collection.Name, e.Message);
        }
    }

    /// <returns>Whether paths are unique from now on.</returns>
    private async Task<bool> CreatePathIndexAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await TryCreateAsync(CatalogIndex.Path, cancellationToken).ConfigureAwait(false))
                return true;

            PreparationLog.PathIndexNotUnique(logger, collection.Name);
        }
        catch (DuplicateKeyException)
        {
            PreparationLog.DuplicatePaths(logger, collection.Name);
            _ = await TryCreateAsync(CatalogIndex.Path with { IsUnique = false }, cancellationToken).ConfigureAwait(false);
        }

        return false;
    }

    /// <returns>Whether it is there now; <c>false</c> when somebody made another one with its name or its keys.</returns>
    private async Task<bool> TryCreateAsync(CatalogIndex index, CancellationToken cancellationToken)
    {
        var command = collection.Command("createIndexes"u8);
        index.Write(command);
        try
        {
            await collection.WriteAsync(command, static _ => true, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (VideoCatalogException e) when (e.InnerException is MongoFailure { Kind: MongoFailureKind.Server, Code: IndexOptionsConflict or IndexKeySpecsConflict })
        {
            return false;
        }
    }

    private async Task ReportPassedOverAsync(CancellationToken cancellationToken)
    {
        var command = collection.Command("aggregate"u8);
        command.BeginArray("pipeline"u8)
            .BeginDocument("0"u8).BeginDocument("$match"u8).BeginArray("$nor"u8).BeginDocument("0"u8).AddEntries(default).End().End().End().End()
            .BeginDocument("1"u8).Add("$limit"u8, MostToCount).End()
            .BeginDocument("2"u8).Add("$count"u8, "n").End()
            .End()
            .BeginDocument("cursor"u8).End();
        var count = await collection.ReadAsync(command, CountReply.Read, cancellationToken).ConfigureAwait(false);
        if (count > 0)
            PreparationLog.PassedOver(logger, count, collection.Name);
    }
}
