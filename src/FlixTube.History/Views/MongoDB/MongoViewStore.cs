using System.Text;
using FlixTube.Catalog;
using FlixTube.Catalog.MongoDB.Bson;
using FlixTube.Catalog.MongoDB.Clients;
using FlixTube.Catalog.MongoDB.Commands;
using FlixTube.Messaging.Viewed;
using Microsoft.Extensions.Options;

namespace FlixTube.History.Views.MongoDB;

/// <summary>
/// Views in a collection of MongoDB, beside those that the tutorial's history wrote there, which follow as the oldest.
/// </summary>
internal sealed class MongoViewStore : IViewStore, IDisposable
{
    private const int DuplicateKey = 11000;

    private readonly IMongoClient _client;
    private readonly MongoCollection _collection;
    private readonly ILogger _logger;
    private volatile bool _hasIndexes;

    public MongoViewStore(IOptions<ViewStoreOptions> options, ILogger<MongoViewStore> logger)
    {
        _client = MongoClients.Create(options.Value.MongoDB);
        _collection = new(_client, options.Value.MongoDB);
        _logger = logger;
    }

    public Task AddAsync(IReadOnlyList<ViewedMessage> views, CancellationToken cancellationToken) => ReportAsync(async () =>
    {
        await EnsureIndexesAsync(cancellationToken);
        var command = _collection.Command("insert"u8).Add("ordered"u8, false).BeginArray("documents"u8);
        for (var i = 0; i < views.Count; i++)
            ViewDocument.Write(command, Encoding.ASCII.GetBytes($"{i}"), views[i]);

        try
        {
            var reply = await _collection.WriteAsync(command.End(), Refusals, cancellationToken);
            return reply.Value is { } refusal ? throw new IOException(refusal) : true;
        }
        catch (DuplicateKeyException)
        {
            // What was there is there, and the others were put beside it.
            return true;
        }
    });

    public Task<ViewPage> ListAsync(ViewQuery query, CancellationToken cancellationToken) => ReportAsync(async () =>
    {
        await EnsureIndexesAsync(cancellationToken);
        var found = new List<ViewedMessage>();
        if (query.After is not { At: null })
            await FindAsync(found, query, isForeign: false, cancellationToken);

        var own = found.Count;
        if (own <= query.Limit)
            await FindAsync(found, query, isForeign: true, cancellationToken);

        if (found.Count <= query.Limit)
            return new ViewPage(found, null);

        var last = found[query.Limit - 1];
        return new ViewPage(found[..query.Limit], query.Limit <= own ? ViewPlace.After(last) : new ViewPlace(null, last.Id));
    });

    public void Dispose() => _client.Dispose();

    private static string? Refusals(BsonReader reply)
    {
        if (!reply.TryFind("writeErrors"u8, out var errors))
            return null;

        foreach (var error in errors.Document)
        {
            if (!error.Document.TryFind("code"u8, out var code) || code.AsInteger != DuplicateKey)
                return $"MongoDB refuses a view with the code {code.AsInteger}.";
        }

        return null;
    }

    private static void WriteFilter(BsonWriter filter, ViewQuery query, bool isForeign)
    {
        filter.BeginDocument("_id"u8).Add("$type"u8, isForeign ? "objectId" : "string");
        if (isForeign && query.After is { At: null } after && VideoId.TryParse(after.Id, out var id))
            filter.Add("$lt"u8, id);

        filter.End();
        if (query.Path is { } path)
            filter.Add("videoPath"u8, path);

        if (query.VideoId is { } videoId)
            filter.Add("videoId"u8, videoId);

        if (isForeign)
            return;

        filter.BeginDocument("at"u8).Add("$type"u8, "date").End();
        if (query.After is not { At: { } at } place)
            return;

        filter.BeginArray("$or"u8)
            .BeginDocument("0"u8).BeginDocument("at"u8).Add("$lt"u8, at).End().End()
            .BeginDocument("1"u8).Add("at"u8, at).BeginDocument("_id"u8).Add("$lt"u8, place.Id).End().End()
            .End();
    }

    // Up to one more than is asked for, which shows that there are more.
    private async Task FindAsync(List<ViewedMessage> found, ViewQuery query, bool isForeign, CancellationToken cancellationToken)
    {
        while (true)
        {
            var wanted = query.Limit + 1 - found.Count;
            var command = _collection.Command("find"u8);
            WriteFilter(command.BeginDocument("filter"u8), query, isForeign);
            command.End().BeginDocument("sort"u8);
            if (!isForeign)
                command.Add("at"u8, -1);

            command.Add("_id"u8, -1).End().Add("limit"u8, wanted).Add("batchSize"u8, wanted).Add("singleBatch"u8, true);
            var documents = await _collection.ReadAsync(command, ViewDocument.ReadAll, cancellationToken);
            found.AddRange(documents.Select(static document => document.View).OfType<ViewedMessage>());
            if (documents.Count < wanted || found.Count > query.Limit)
                return;

            // What is no view was passed over.
            query = query with { After = documents[^1].Place };
        }
    }

    private async Task EnsureIndexesAsync(CancellationToken cancellationToken)
    {
        if (_hasIndexes)
            return;

        var command = _collection.Command("createIndexes"u8).BeginArray("indexes"u8);
        WriteIndex(command, "0"u8, "at_-1__id_-1", default);
        WriteIndex(command, "1"u8, "videoPath_1_at_-1__id_-1", "videoPath"u8);
        WriteIndex(command, "2"u8, "videoId_1_at_-1__id_-1", "videoId"u8);
        try
        {
            await _collection.WriteAsync(command.End(), static _ => true, cancellationToken);
        }
        catch (VideoCatalogException e) when (e.InnerException is MongoFailure { Kind: MongoFailureKind.Server })
        {
            // No right to make them, or others of the same name: everything works without, only slower.
            MongoViewLog.NoIndexes(_logger, _collection.Name, e.Message);
        }

        _hasIndexes = true;
    }

    private static void WriteIndex(BsonWriter indexes, ReadOnlySpan<byte> number, string name, ReadOnlySpan<byte> video)
    {
        indexes.BeginDocument(number).Add("name"u8, name).BeginDocument("key"u8);
        if (!video.IsEmpty)
            indexes.Add(video, 1);

        indexes.Add("at"u8, -1).Add("_id"u8, -1).End().End();
    }

    private static async Task<T> ReportAsync<T>(Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (Exception e) when (e is VideoCatalogException or IOException)
        {
            throw new ViewStoreException(e.Message, e);
        }
    }
}
