using FlixTube.Catalog.MongoDB.Bson;
using FlixTube.Catalog.MongoDB.Clients;
using FlixTube.Catalog.MongoDB.Commands;
using FlixTube.Catalog.MongoDB.Documents;
using FlixTube.Catalog.MongoDB.Listing;
using FlixTube.Catalog.MongoDB.Preparation;
using FlixTube.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace FlixTube.Catalog.MongoDB;

/// <summary>A catalogue in a collection of MongoDB, in documents that other services read and write too.</summary>
/// <remarks>
/// <para>
/// A document needs an ObjectId as its <c>_id</c> and a <c>videoPath</c>; <c>title</c>, <c>description</c>, <c>duration</c>
/// (seconds), <c>tags</c>, <c>posterPath</c> and <c>registeredAt</c> may be there, and everything else is left alone.
/// Documents without an ObjectId or a valid path are passed over.
/// </para>
/// <para>
/// A version is a hash of what the catalogue knows of a document, so that a change by anyone is noticed; a change here is
/// made by one command whose query names all of it. Every write can be made again when its answer was lost.
/// </para>
/// </remarks>
public sealed class MongoVideoCatalog : IVideoCatalog, IDisposable
{
    /// <summary>The name in <c>Catalog:Provider</c>.</summary>
    public const string ProviderName = "mongodb";

    private readonly IMongoClient _client;
    private readonly MongoCollection _collection;
    private readonly CollectionPreparation _preparation;
    private readonly VideoLister _lister;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    /// <summary>Makes the catalogue. Nothing is connected before the first call.</summary>
    /// <exception cref="ArgumentException">A setting is wrong; the message says which, and what to set.</exception>
    public MongoVideoCatalog(MongoCatalogOptions options, TimeProvider? time = null, ILogger<MongoVideoCatalog>? logger = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Problems().FirstOrDefault() is { } problem)
            throw new ArgumentException(problem, nameof(options));

        _time = time ?? TimeProvider.System;
        _logger = logger ?? NullLogger<MongoVideoCatalog>.Instance;
        _client = MongoClients.Create(options);
        _collection = new(_client, options);
        _preparation = new(_collection, _time, _logger);
        _lister = new(_collection);
    }

    /// <inheritdoc/>
    public Task<CatalogVideo?> FindAsync(VideoId id, CancellationToken cancellationToken = default)
    {
        Refuse(id == default, nameof(id));
        return FindAsync(Find().Add(Fields.Id, id), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<CatalogVideo?> FindByPathAsync(VideoPath path, CancellationToken cancellationToken = default)
    {
        Refuse(path == default, nameof(path));
        return FindAsync(Find().Add(Fields.Path, path.Value).AddObjectId(), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<CatalogVideo> CreateAsync(
        VideoPath path, CatalogDetails? details = null, VideoId? id = null, CancellationToken cancellationToken = default)
    {
        Refuse(path == default, nameof(path));
        Refuse(id == default(VideoId), nameof(id));
        _ = await _preparation.EnsureAsync(cancellationToken).ConfigureAwait(false);
        if (!_preparation.PathsAreUnique && await FindByPathAsync(path, cancellationToken).ConfigureAwait(false) is not null)
            throw VideoCatalogException.AlreadyExists(path);

        var registeredAt = Times.WholeMilliseconds(_time.GetUtcNow());
        foreach (var candidate in id is { } chosen ? [chosen] : VideoId.CandidatesFor(path))
        {
            if (await TryCreateAsync(candidate, path, registeredAt, details ?? CatalogDetails.None, cancellationToken).ConfigureAwait(false) is { } video)
                return video;
        }

        throw VideoCatalogException.AlreadyExists(id!.Value);
    }

    /// <inheritdoc/>
    public async Task<CatalogVideo> UpdateAsync(VideoId id, string version, CatalogDetails details, CancellationToken cancellationToken = default)
    {
        Refuse(id == default, nameof(id));
        ArgumentNullException.ThrowIfNull(version);
        ArgumentNullException.ThrowIfNull(details);
        if (await ReadAsync(Find().Add(Fields.Id, id), FoundDocument.State, cancellationToken).ConfigureAwait(false) is not { } state)
            throw VideoCatalogException.NotFound(id);

        if (!string.Equals(state.Video.Version, version, StringComparison.Ordinal))
            throw VideoCatalogException.VersionConflict(id);

        var command = _collection.Command("findAndModify"u8).Add("query"u8, BsonElement.OfDocument(state.Conditions.Span));
        VideoDocument.WriteUpdate(command.BeginDocument("update"u8), details);
        command.End().Add("new"u8, true).AddProjection("fields"u8);
        try
        {
            var reply = await _collection.WriteAsync(command, ModifiedDocument.Video, cancellationToken).ConfigureAwait(false);
            if (reply.Value is { } changed)
                return changed;

            var now = await FindAsync(id, cancellationToken).ConfigureAwait(false) ?? throw VideoCatalogException.NotFound(id);
            return reply.IsRepeated && now.Details == details ? now : throw VideoCatalogException.VersionConflict(id);
        }
        catch (DuplicateKeyException e)
        {
            throw new VideoCatalogException(
                VideoCatalogError.Internal,
                $"'{_collection.Name}' has a unique index besides that on videoPath, which refuses the change of {id}: {e.Message}. Drop it.",
                e);
        }
    }

    /// <inheritdoc/>
    public async Task<bool> RemoveAsync(VideoId id, string? version = null, CancellationToken cancellationToken = default)
    {
        Refuse(id == default, nameof(id));
        var state = await ReadAsync(Find().Add(Fields.Id, id), FoundDocument.State, cancellationToken).ConfigureAwait(false);
        if (version is not null && !string.Equals(state?.Video.Version, version, StringComparison.Ordinal))
            throw VideoCatalogException.VersionConflict(id);

        if (state is null)
            return false;

        var command = _collection.Command("findAndModify"u8);
        if (version is null)
            command.BeginDocument("query"u8).Add(Fields.Id, id).End();
        else
            command.Add("query"u8, BsonElement.OfDocument(state.Conditions.Span));

        command.Add("remove"u8, true).AddProjection("fields"u8);
        var reply = await _collection.WriteAsync(command, ModifiedDocument.Exists, cancellationToken).ConfigureAwait(false);
        if (reply.Value)
            return true;

        // It went by the first of two attempts, by somebody else, or is of another version now.
        if (version is null)
            return reply.IsRepeated;

        return reply.IsRepeated && await FindAsync(id, cancellationToken).ConfigureAwait(false) is null
            ? true
            : throw VideoCatalogException.VersionConflict(id);
    }

    /// <inheritdoc/>
    public Task<CatalogPage> ListPageAsync(CatalogQuery query = default, CancellationToken cancellationToken = default) =>
        _lister.PageAsync(query, cancellationToken);

    /// <inheritdoc/>
    public Task<long> CountAsync(CatalogFilter filter = default, CancellationToken cancellationToken = default)
    {
        var command = _collection.Command("aggregate"u8);
        command.BeginArray("pipeline"u8)
            .BeginDocument("0"u8).BeginDocument("$match"u8).AddEntries(filter).End().End()
            .BeginDocument("1"u8).Add("$count"u8, "n").End()
            .End()
            .BeginDocument("cursor"u8).End();
        return _collection.ReadAsync(command, CountReply.Read, cancellationToken);
    }

    /// <summary>Makes the indexes that are missing, so that the first entry need not wait for them. A failure is logged.</summary>
    /// <returns>Whether nothing is left to do.</returns>
    internal async Task<bool> PrepareAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _preparation.EnsureAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (VideoCatalogException e)
        {
            PreparationLog.Failed(_logger, _collection.Name, e.Message);
            return false;
        }
    }

    /// <summary>Closes the connections, at the latest when the calls that are under way have ended.</summary>
    public void Dispose() => _client.Dispose();

    private static void Refuse(bool isDefault, string parameter)
    {
        if (isDefault)
            throw new ArgumentException("The default value is no id and no path.", parameter);
    }

    /// <returns>The entry that was made; <c>null</c> when another has the id.</returns>
    private async Task<CatalogVideo?> TryCreateAsync(
        VideoId id, VideoPath path, DateTimeOffset registeredAt, CatalogDetails details, CancellationToken cancellationToken)
    {
        // An upsert that changes nothing when the id is taken shows what is there in either case, and can be made again.
        var command = _collection.Command("findAndModify"u8).BeginDocument("query"u8).Add(Fields.Id, id).End();
        VideoDocument.WriteNew(command.BeginDocument("update"u8).BeginDocument("$setOnInsert"u8), path, registeredAt, details);
        command.End().End().Add("upsert"u8, true).Add("new"u8, true).AddProjection("fields"u8);
        try
        {
            var reply = await _collection.WriteAsync(command, ModifiedDocument.Upserted, cancellationToken).ConfigureAwait(false);
            var (video, isNew) = reply.Value;
            if (video?.Path != path)
                return null;

            return isNew || (reply.IsRepeated && video.RegisteredAt == registeredAt && video.Details == details)
                ? video
                : throw VideoCatalogException.AlreadyExists(path);
        }
        catch (DuplicateKeyException e)
        {
            // Another document has the path, or somebody made one with the id in this very moment.
            if (await FindByPathAsync(path, cancellationToken).ConfigureAwait(false) is null
                && await ReadAsync(Find().Add(Fields.Id, id), FoundDocument.Exists, cancellationToken).ConfigureAwait(false))
            {
                return null;
            }

            throw VideoCatalogException.AlreadyExists(path, e);
        }
    }

    private async Task<CatalogVideo?> FindAsync(BsonWriter find, CancellationToken cancellationToken)
    {
        var (exists, video) = await ReadAsync(find, FoundDocument.Video, cancellationToken).ConfigureAwait(false);
        if (exists && video is null)
            PreparationLog.PassedOver(_logger, 1, _collection.Name);

        return video;
    }

    /// <summary>Begins to find one document; the query is still open.</summary>
    private BsonWriter Find() => _collection.Command("find"u8).BeginDocument("filter"u8);

    private Task<T> ReadAsync<T>(BsonWriter find, ReplyReader<T> read, CancellationToken cancellationToken) =>
        _collection.ReadAsync(find.End().Add("limit"u8, 1).Add("singleBatch"u8, true).AddProjection(), read, cancellationToken);
}
