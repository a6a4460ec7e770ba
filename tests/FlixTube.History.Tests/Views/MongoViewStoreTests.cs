using FlixTube.History.Views;
using FlixTube.History.Views.MongoDB;
using FlixTube.Testing.Servers.Mongo;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace FlixTube.History.Tests.Views;

internal sealed class MongoViewStoreTests : ViewStoreTests
{
    private MongoServer _mongo;
    private int _database;

    private string Database => $"history-{_database}";

    [OneTimeSetUp]
    public async Task StartServer() => _mongo = await MongoServer.StartAsync();

    [OneTimeTearDown]
    public async Task StopServer()
    {
        if (_mongo is not null)
            await _mongo.DisposeAsync();
    }

    [SetUp]
    public void Prepare() => _database++;

    [Test]
    public async Task What_the_tutorials_history_wrote_is_listed_as_the_oldest()
    {
        await Using(Open(), async store =>
        {
            await _mongo.InsertAsync(
                Database, "videos",
                """{ "_id": { "$oid": "5d9e690ad76fe06a3d7ae416" }, "videoPath": "old.mp4" }""",
                """{ "_id": { "$oid": "5d9e690ad76fe06a3d7ae417" }, "videoPath": "older.mp4" }""",
                """{ "_id": { "$oid": "5d9e690ad76fe06a3d7ae418" }, "nothing": "of ours" }""");
            await store.AddAsync([View(1), View(2)], default);

            foreach (var limit in new[] { 1, 2, 3, 10 })
            {
                var all = await AllAsync(store, new ViewQuery(limit));
                Assert.That(all.Select(view => view.Path.Value), Is.EqualTo(new[] { "a.mp4", "a.mp4", "older.mp4", "old.mp4" }), $"{limit} at a time");
                Assert.That(all[^1].At, Is.EqualTo(DateTimeOffset.FromUnixTimeSeconds(0x5d9e690a)), "its time is in its id");
            }

            Assert.That(await AllAsync(store, new ViewQuery(10, Path: "old.mp4")), Has.Count.EqualTo(1));
        });
    }

    protected override IViewStore Open() => new MongoViewStore(
        Options.Create(new ViewStoreOptions { MongoDB = { ConnectionString = _mongo.ConnectionString, Database = Database } }), NullLogger<MongoViewStore>.Instance);
}
