using System.Diagnostics;
using FlixTube.Testing.Servers.Mongo;

namespace FlixTube.Catalog.MongoDB.Tests.Faults;

/// <summary>What becomes of calls when MongoDB fails: a correct answer after a retry, or the right error in time.</summary>
internal sealed class FaultTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(1.5);

    private MongoServer _server = null!;
    private MongoVideoCatalog _catalog = null!;
    private string _database = "";

    [OneTimeSetUp]
    public async Task StartAsync() => _server = await MongoServer.StartAsync();

    [OneTimeTearDown]
    public async Task EndAsync() => await _server.DisposeAsync();

    [SetUp]
    public async Task MakeAsync()
    {
        _database = Given.Database();
        _catalog = new(new() { ConnectionString = _server.ConnectionString, Database = _database, Timeout = Limit });
        await _catalog.PrepareAsync(CancellationToken.None);
        await _server.InsertAsync(_database, "videos", Given.BookDocument());
    }

    [TearDown]
    public async Task MendAsync()
    {
        _catalog.Dispose();
        await _server.FailNoMoreAsync();
    }

    [TestCase("\"closeConnection\": true")]
    [TestCase("\"errorCode\": 10107")]
    [TestCase("\"errorCode\": 189")]
    [TestCase("\"errorCode\": 91")]
    [TestCase("\"blockConnection\": true, \"blockTimeMS\": 300")]
    public async Task What_fails_once_is_found_in_the_end(string how)
    {
        await _server.FailAsync(how, times: 1, "find");
        Assert.That((await _catalog.FindAsync(Given.BookId))?.Id, Is.EqualTo(Given.BookId));
    }

    [TestCase("\"closeConnection\": true")]
    [TestCase("\"errorCode\": 10107")]
    [TestCase("\"closeConnection\": true, \"flixtubeAfterwards\": true")]
    public async Task What_is_made_while_the_connection_breaks_is_made_once(string how)
    {
        await _server.FailAsync(how, times: 1, "findAndModify");
        var video = await _catalog.CreateAsync(Given.At("new.mp4"), new() { Title = "New" });
        Assert.That(await _server.FindAsync(_database, "videos", """{ "videoPath": "new.mp4" }"""), Has.Length.EqualTo(1));
        Assert.That(await _catalog.FindAsync(video.Id), Is.EqualTo(video));
    }

    [TestCase("\"closeConnection\": true")]
    [TestCase("\"closeConnection\": true, \"flixtubeAfterwards\": true")]
    public async Task What_is_changed_while_the_connection_breaks_is_changed(string how)
    {
        var before = (await _catalog.FindAsync(Given.BookId))!;
        await _server.FailAsync(how, times: 1, "findAndModify");
        var after = await _catalog.UpdateAsync(before.Id, before.Version, new() { Title = "Changed" });
        Assert.That(after.Details.Title, Is.EqualTo("Changed"));
        Assert.That(await _catalog.FindAsync(before.Id), Is.EqualTo(after));
    }

    [TestCase("\"closeConnection\": true")]
    [TestCase("\"closeConnection\": true, \"flixtubeAfterwards\": true")]
    public async Task What_is_removed_while_the_connection_breaks_was_there(string how)
    {
        await _server.FailAsync(how, times: 1, "findAndModify");
        Assert.That(await _catalog.RemoveAsync(Given.BookId));
        Assert.That(await _catalog.FindAsync(Given.BookId), Is.Null);
    }

    [TestCase("\"closeConnection\": true", VideoCatalogError.Unavailable)]
    [TestCase("\"errorCode\": 10107", VideoCatalogError.Unavailable)]
    [TestCase("\"errorCode\": 11600", VideoCatalogError.Unavailable)]
    [TestCase("\"errorCode\": 14031", VideoCatalogError.Unavailable)]
    [TestCase("\"errorCode\": 13", VideoCatalogError.PermissionDenied)]
    [TestCase("\"errorCode\": 18", VideoCatalogError.PermissionDenied)]
    [TestCase("\"errorCode\": 50", VideoCatalogError.Timeout)]
    [TestCase("\"errorCode\": 16500", VideoCatalogError.Throttled)]
    [TestCase("\"errorCode\": 2", VideoCatalogError.Internal)]
    [TestCase("\"blockConnection\": true, \"blockTimeMS\": 60000", VideoCatalogError.Timeout)]
    public async Task What_fails_for_ever_is_the_right_error_in_time(string how, VideoCatalogError error)
    {
        await _server.FailAsync(how, times: null, "find", "findAndModify", "aggregate");
        var started = Stopwatch.GetTimestamp();
        var failure = await Failures.FailsAsync(error, () => _catalog.FindAsync(Given.BookId));
        Assert.That(Stopwatch.GetElapsedTime(started), Is.LessThan(Limit + Slack));
        Assert.That(failure.Message, Does.Contain($"127.0.0.1:{_server.Port}"));
    }

    [Test]
    public async Task A_server_that_says_nothing_is_waited_for_no_longer_than_the_time_of_a_call()
    {
        await _catalog.FindAsync(Given.BookId);
        _server.Freeze();
        try
        {
            var started = Stopwatch.GetTimestamp();
            await Failures.FailsAsync(VideoCatalogError.Timeout, () => _catalog.FindAsync(Given.BookId));
            Assert.That(Stopwatch.GetElapsedTime(started), Is.LessThan(Limit + Slack));
        }
        finally
        {
            _server.Thaw();
        }

        Assert.That(await _catalog.FindAsync(Given.BookId), Is.Not.Null, "once it speaks again");
    }

    [Test]
    public async Task Cancellation_releases_the_caller_at_once_and_drops_what_waits()
    {
        using var catalog = new MongoVideoCatalog(new()
        {
            ConnectionString = _server.ConnectionString, Database = _database, Timeout = TimeSpan.FromSeconds(30), MaxConnections = 1,
        });
        await catalog.FindAsync(Given.BookId);
        await _server.FailAsync("\"blockConnection\": true, \"blockTimeMS\": 1000", times: 1, "find");
        var before = (await _server.CountsAsync())["find"];

        using var stop = new CancellationTokenSource();
        var blocked = catalog.FindAsync(Given.BookId, stop.Token);
        var waiting = catalog.FindAsync(Given.BookId, stop.Token);
        await Eventually.HoldsAsync(async () => (await _server.CountsAsync())["find"] == before + 1);
        var started = Stopwatch.GetTimestamp();
        await stop.CancelAsync();
        await Assert.ThrowsAsync(Is.InstanceOf<OperationCanceledException>(), () => blocked);
        await Assert.ThrowsAsync(Is.InstanceOf<OperationCanceledException>(), () => waiting);
        Assert.That(Stopwatch.GetElapsedTime(started), Is.LessThan(TimeSpan.FromMilliseconds(500)));

        Assert.That(await catalog.FindAsync(Given.BookId), Is.Not.Null);
        Assert.That((await _server.CountsAsync())["find"], Is.EqualTo(before + 2), "the call that waited was never sent");
    }

    [Test]
    public async Task A_server_that_was_killed_is_found_again_by_the_same_catalogue()
    {
        await _catalog.FindAsync(Given.BookId);
        await _server.KillAsync();
        var started = Stopwatch.GetTimestamp();
        var failure = await Failures.FailsAsync(VideoCatalogError.Unavailable, () => _catalog.FindAsync(Given.BookId));
        Assert.That(Stopwatch.GetElapsedTime(started), Is.LessThan(Limit + Slack));
        Assert.That(failure.Message, Does.Contain("Check that it runs"));

        await _server.StartAgainAsync();
        Assert.That((await _catalog.FindAsync(Given.BookId))?.Id, Is.EqualTo(Given.BookId));
    }

    [Test]
    public async Task A_catalogue_that_is_closed_says_so()
    {
        var catalog = new MongoVideoCatalog(Given.Options(_server, _database));
        await catalog.FindAsync(Given.BookId);
        catalog.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => catalog.FindAsync(Given.BookId));
    }
}
