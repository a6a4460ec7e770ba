using FlixTube.Testing.Servers.Azurite;
using FlixTube.Testing.Servers.Mongo;

namespace FlixTube.Catalog.MongoDB.Tests.Connecting;

/// <summary>A server with TLS, users and a replica set; and whom it lets in.</summary>
internal sealed class SignInTests
{
    private const string Password = "s3cr/et@4711";
    private static readonly string Escaped = Uri.EscapeDataString(Password);

    private MongoServer _server = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _server = await MongoServer.StartAsync(new()
        {
            Users = [.. new[] { "readWrite", "write", "read", "none" }.Select(role => $"{role}:{Password}:{role}")],
            ReplicaSet = "rs0",
            Certificate = PemCertificate.ForLoopback(),
        });
        await _server.InsertAsync("app", "videos", Given.BookDocument());
    }

    [OneTimeTearDown]
    public async Task EndAsync() => await _server.DisposeAsync();

    [Test]
    public async Task TLS_SCRAM_and_a_replica_set_are_spoken()
    {
        using var catalog = Catalog("readWrite");
        var video = await catalog.CreateAsync(Given.At("signed/in.mp4"), new() { Title = "Hello" });
        Assert.That(await catalog.FindAsync(video.Id), Is.EqualTo(video));
        Assert.That(await catalog.RemoveAsync(video.Id, video.Version));
    }

    [Test]
    public async Task A_wrong_password_is_refused_by_name_and_not_told()
    {
        using var catalog = Catalog("readWrite", password: "wr0ng-pass");
        var failure = await Failures.FailsAsync(VideoCatalogError.PermissionDenied, () => catalog.FindAsync(Given.BookId));
        Assert.That(failure.ToString(), Does.Contain("Catalog:MongoDB:ConnectionString").And.Not.Contain("wr0ng-pass"));
        Assert.That(failure.Persistence, Is.EqualTo(Storage.ErrorPersistence.Permanent));
    }

    [Test]
    public async Task A_missing_user_is_refused()
    {
        using var catalog = new MongoVideoCatalog(Options($"mongodb://127.0.0.1:{_server.Port}/?{Tls()}"));
        await Failures.FailsAsync(VideoCatalogError.PermissionDenied, () => catalog.FindAsync(Given.BookId));
    }

    [Test]
    public async Task Without_rights_on_the_database_nothing_is_found_and_the_role_is_named()
    {
        using var catalog = Catalog("none");
        var failure = await Failures.FailsAsync(VideoCatalogError.PermissionDenied, () => catalog.FindAsync(Given.BookId));
        Assert.That(failure.Message, Does.Contain("readWrite").And.Contain("'app'"));
    }

    [Test]
    public async Task With_rights_to_read_videos_are_found_and_listed_but_not_made()
    {
        var logger = new RecordingLogger();
        using var catalog = Catalog("read", logger: logger);
        Assert.That(await catalog.FindAsync(Given.BookId), Is.Not.Null);
        Assert.That((await catalog.ListPageAsync()).Videos.Select(v => v.Id), Does.Contain(Given.BookId));
        Assert.That(await catalog.PrepareAsync(CancellationToken.None), "there is no use in trying again");
        await Failures.FailsAsync(VideoCatalogError.PermissionDenied, () => catalog.CreateAsync(Given.At("not/mine.mp4")));
        Assert.That(logger.Warnings, Has.One.Contains("may not make indexes"));
    }

    [Test]
    public async Task Without_rights_to_make_indexes_entries_are_made_all_the_same_and_paths_stay_single()
    {
        var logger = new RecordingLogger();
        using var catalog = Catalog("write", logger: logger, database: "noindex");
        var video = await catalog.CreateAsync(Given.At("a.mp4"), id: Given.BookId);
        Assert.That(await catalog.FindByPathAsync(Given.At("a.mp4")), Is.EqualTo(video));
        await Failures.FailsAsync(VideoCatalogError.AlreadyExists, () => catalog.CreateAsync(Given.At("a.mp4")));
        Assert.That(logger.Warnings, Has.One.Contains("may not make indexes"));
    }

    [Test]
    public async Task A_certificate_that_nobody_trusts_is_named_as_the_reason()
    {
        using var catalog = new MongoVideoCatalog(Options($"mongodb://readWrite:{Escaped}@127.0.0.1:{_server.Port}/?tls=true"));
        var failure = await Failures.FailsAsync(VideoCatalogError.Unavailable, () => catalog.FindAsync(Given.BookId));
        Assert.That(failure.Message, Does.Contain("TLS").And.Contain($"127.0.0.1:{_server.Port}"));
        Assert.That(failure.ToString(), Does.Not.Contain(Password).And.Not.Contain(Escaped));
    }

    [Test]
    public async Task Another_replica_set_is_not_taken_for_this_one()
    {
        using var catalog = new MongoVideoCatalog(Options($"mongodb://readWrite:{Escaped}@127.0.0.1:{_server.Port}/?replicaSet=other&{Tls()}"));
        await Failures.FailsAsync(VideoCatalogError.Unavailable, () => catalog.FindAsync(Given.BookId));
    }

    private MongoVideoCatalog Catalog(string user, string? password = null, RecordingLogger? logger = null, string database = "app") =>
        new(Options($"mongodb://{user}:{Uri.EscapeDataString(password ?? Password)}@127.0.0.1:{_server.Port}/?replicaSet=rs0&{Tls()}", database), logger: logger);

    private string Tls() => $"tls=true&tlsCAFile={Uri.EscapeDataString(_server.CertificateFile)}";

    // What cannot be reached is waited for during half of the time.
    private static MongoCatalogOptions Options(string connectionString, string database = "app") =>
        new() { ConnectionString = connectionString, Database = database, Timeout = TimeSpan.FromSeconds(4) };
}
