using FlixTube.Storage;
using FlixTube.Testing.Servers.Mongo;

namespace FlixTube.Catalog.MongoDB.Tests;

/// <summary>What tests begin with.</summary>
internal static class Given
{
    public static readonly VideoId BookId = Id("5d9e690ad76fe06a3d7ae416");

    private static int _databases;

    /// <summary>A database that no other test uses.</summary>
    public static string Database() => $"test{Interlocked.Increment(ref _databases)}";

    public static VideoPath At(string path) => VideoPath.Parse(path);

    public static VideoId Id(string digits) => VideoId.TryParse(digits, out var id) ? id : throw new ArgumentException(digits);

    public static MongoCatalogOptions Options(MongoServer server, string database = "app") => new()
    {
        ConnectionString = server.ConnectionString,
        Database = database,
        Timeout = TimeSpan.FromSeconds(10),
    };

    /// <summary>A document as the tutorial's fixtures have it.</summary>
    public static string BookDocument(string path = "SampleVideo_1280x720_1mb.mp4") =>
        $$"""{ "_id": { "$oid": "{{BookId}}" }, "videoPath": "{{path}}" }""";
}
