using System.Text.Json.Nodes;
using FlixTube.Catalog.Conformance;
using FlixTube.Testing.Servers.Mongo;

namespace FlixTube.Catalog.MongoDB.Tests;

/// <summary>The contract, over real sockets.</summary>
[TestFixture]
public sealed class MongoVideoCatalogConformance : VideoCatalogConformance
{
    private const string Password = "s3cret-4711";
    private static readonly string[] Handshakes = ["hello", "isMaster", "ismaster", "endSessions", "saslStart", "saslContinue"];

    private MongoServer _server = null!;
    private MongoCatalogOptions _options = null!;

    protected override bool IsSlow => true;

    protected override long? RequestCount =>
        _server.CountsAsync().GetAwaiter().GetResult().Where(command => !Handshakes.Contains(command.Key)).Sum(command => command.Value);

    protected override IReadOnlyCollection<string> Secrets => [Password];

    protected override async Task<IVideoCatalog> CreateCatalogAsync()
    {
        _server = await SharedServer.GetAsync();
        _options = Given.Options(_server, Given.Database());
        return new MongoVideoCatalog(_options);
    }

    protected override Task<IVideoCatalog?> ReopenAsync() => Task.FromResult<IVideoCatalog?>(new MongoVideoCatalog(_options));

    protected override async Task<bool> TryPlantAsync(VideoId id, string path, JsonObject fields)
    {
        var document = new JsonObject { ["_id"] = new JsonObject { ["$oid"] = id.ToString() }, ["videoPath"] = path };
        foreach (var (name, value) in fields)
            document[name] = value?.DeepClone();

        await _server.InsertAsync(_options.Database, _options.Collection, document.ToJsonString());
        return true;
    }

    protected override async Task<JsonObject?> ReadDocumentAsync(VideoId id)
    {
        var found = await _server.FindAsync(_options.Database, _options.Collection, $$"""{ "_id": { "$oid": "{{id}}" } }""");
        return JsonNode.Parse(found.Single().GetRawText())!.AsObject();
    }

    protected override Task<IVideoCatalog?> CreateUnreachableCatalogAsync() => Task.FromResult<IVideoCatalog?>(new MongoVideoCatalog(new()
    {
        ConnectionString = $"mongodb://viewer:{Password}@127.0.0.1:1/",
        Timeout = TimeSpan.FromMilliseconds(400),
    }));

    protected override async Task<IVideoCatalog?> CreateRefusedCatalogAsync() => new MongoVideoCatalog(new()
    {
        ConnectionString = $"mongodb://viewer:{Password}@127.0.0.1:{(await SharedServer.GetGuardedAsync()).Port}/",
    });
}
