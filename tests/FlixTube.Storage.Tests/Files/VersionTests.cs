namespace FlixTube.Storage.Tests.Files;

public sealed class VersionTests
{
    private StoreOfOneTest _test = null!;

    [SetUp]
    public void SetUp() => _test = new();

    [TearDown]
    public void TearDown() => _test.Dispose();

    [Test]
    public async Task Every_write_is_a_version_of_its_own_though_the_clock_stands_still()
    {
        var store = _test.Open(new StoppedClock(new DateTimeOffset(2030, 5, 5, 5, 5, 5, TimeSpan.Zero)));
        var path = VideoPath.Parse("a");

        var versions = new List<VideoProperties>();
        for (var i = 0; i < 5; i++)
            versions.Add(await store.WriteAsync(path, new MemoryStream([1, 2, 3])));

        Assert.That(versions.Select(v => v.ETag), Is.Unique);
        Assert.That(versions.Select(v => v.LastModified), Is.Ordered.And.Unique);
    }

    [Test]
    public async Task A_version_is_later_than_the_one_it_replaces_though_that_is_from_the_future()
    {
        _test.Copy("a", "copied");
        var future = new DateTime(2099, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(_test.FileOf("a"), future);

        var replaced = await _test.WriteAsync("a", "writes");
        var other = await _test.WriteAsync("b", "writes");

        Assert.That(replaced.LastModified.UtcDateTime, Is.GreaterThan(future));
        Assert.That(other.LastModified, Is.EqualTo(DateTimeOffset.UtcNow).Within(TimeSpan.FromHours(1)));
    }

    [Test]
    public async Task The_time_of_a_version_is_that_of_its_file()
    {
        var written = await _test.WriteAsync("a", "content");

        Assert.That(written.LastModified.UtcDateTime, Is.EqualTo(File.GetLastWriteTimeUtc(_test.FileOf("a"))));
        Assert.That(written.LastModified, Is.EqualTo(DateTimeOffset.UtcNow).Within(TimeSpan.FromMinutes(1)));
    }

    [Test]
    public async Task Deleted_and_written_again_it_is_another_version()
    {
        var first = await _test.WriteAsync("a", "content");
        await _test.DeleteAsync("a");
        var second = await _test.WriteAsync("a", "content");

        Assert.That(second.ETag, Is.Not.EqualTo(first.ETag));
    }

    private sealed class StoppedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
