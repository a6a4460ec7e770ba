namespace FlixTube.Catalog.MongoDB.Tests.Preparation;

internal sealed class IndexTests
{
    [Test]
    public async Task Indexes_are_made_once_and_found_again()
    {
        var server = await SharedServer.GetAsync();
        var database = Given.Database();
        var logger = new RecordingLogger();
        for (var start = 0; start < 2; start++)
        {
            using var catalog = new MongoVideoCatalog(Given.Options(server, database), logger: logger);
            await catalog.PrepareAsync(CancellationToken.None);
        }

        var reply = await server.CommandAsync(database, """{ "listIndexes": "videos" }""");
        var names = reply.GetProperty("cursor").GetProperty("firstBatch").EnumerateArray().Select(index => index.GetProperty("name").GetString());
        Assert.That(names, Is.EquivalentTo(new[] { "_id_", "videoPath_1", "title_1_videoPath_1", "registeredAt_-1_videoPath_1", "tags_1_videoPath_1" }));
        Assert.That(logger.Warnings, Is.Empty);
    }

    [Test]
    public async Task Documents_that_share_a_path_are_a_warning_and_are_found()
    {
        var server = await SharedServer.GetAsync();
        var database = Given.Database();
        await server.InsertAsync(database, "videos", """{ "_id": { "$oid": "000000000000000000000001" }, "videoPath": "a.mp4" }""", Given.BookDocument("a.mp4"));
        var logger = new RecordingLogger();
        using var catalog = new MongoVideoCatalog(Given.Options(server, database), logger: logger);
        await catalog.PrepareAsync(CancellationToken.None);

        Assert.That(logger.Warnings, Has.One.Contains("have the same videoPath").And.One.Contains($"{database}.videos"));
        Assert.That((await catalog.FindAsync(Given.BookId))?.Path, Is.EqualTo(Given.At("a.mp4")));
        await Failures.FailsAsync(VideoCatalogError.AlreadyExists, () => catalog.CreateAsync(Given.At("a.mp4")));
        Assert.That((await catalog.CreateAsync(Given.At("b.mp4"))).Path, Is.EqualTo(Given.At("b.mp4")));
    }

    [Test]
    public async Task An_index_of_somebody_else_is_left_alone_with_a_warning()
    {
        var server = await SharedServer.GetAsync();
        var database = Given.Database();
        await server.CommandAsync(database, """{ "createIndexes": "videos", "indexes": [{ "name": "theirs", "key": { "videoPath": 1 } }] }""");
        var logger = new RecordingLogger();
        using var catalog = new MongoVideoCatalog(Given.Options(server, database), logger: logger);
        await catalog.PrepareAsync(CancellationToken.None);
        Assert.That(logger.Warnings, Has.One.Contains("not unique"));
    }

    [Test]
    public async Task A_unique_index_of_somebody_else_that_refuses_a_change_is_named()
    {
        var server = await SharedServer.GetAsync();
        var database = Given.Database();
        await server.CommandAsync(database, """{ "createIndexes": "videos", "indexes": [{ "name": "theirs", "key": { "title": 1 }, "unique": true, "sparse": true }] }""");
        using var catalog = new MongoVideoCatalog(Given.Options(server, database));
        await catalog.CreateAsync(Given.At("a.mp4"), new() { Title = "Same" });
        var other = await catalog.CreateAsync(Given.At("b.mp4"), new() { Title = "Other" });
        var failure = await Failures.FailsAsync(VideoCatalogError.Internal, () => catalog.UpdateAsync(other.Id, other.Version, new() { Title = "Same" }));
        Assert.That(failure.Message, Does.Contain($"{database}.videos").And.Contain("Drop it"));
    }

    [Test]
    public async Task Documents_that_are_passed_over_are_counted_in_a_warning()
    {
        var server = await SharedServer.GetAsync();
        var database = Given.Database();
        await server.InsertAsync(database, "videos", """{ "_id": 5, "videoPath": "a.mp4" }""", Given.BookDocument("/absolute.mp4"), """{ "videoPath": "b.mp4" }""");
        var logger = new RecordingLogger();
        using var catalog = new MongoVideoCatalog(Given.Options(server, database), logger: logger);
        await catalog.PrepareAsync(CancellationToken.None);
        Assert.That(logger.Warnings, Has.One.StartsWith("2 documents"));
    }

    [Test]
    public async Task A_server_that_is_away_at_the_start_is_a_warning_and_the_indexes_come_later()
    {
        await using var server = await Testing.Servers.Mongo.MongoServer.StartAsync();
        var logger = new RecordingLogger();
        using var catalog = new MongoVideoCatalog(
            new() { ConnectionString = server.ConnectionString, Timeout = TimeSpan.FromSeconds(1) }, logger: logger);
        await server.KillAsync();
        Assert.That(await catalog.PrepareAsync(CancellationToken.None), Is.False);
        Assert.That(logger.Warnings, Has.One.Contains("tried again"));

        await server.StartAgainAsync();
        await Eventually.HoldsAsync(() => catalog.PrepareAsync(CancellationToken.None));
        Assert.That((await server.CountsAsync())["createIndexes"], Is.GreaterThanOrEqualTo(4));
    }
}
