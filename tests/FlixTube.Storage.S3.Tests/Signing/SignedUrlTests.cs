using System.Globalization;
using FlixTube.Storage.S3.Tests.Support;
using FlixTube.Testing.Programs;

namespace FlixTube.Storage.S3.Tests.Signing;

/// <summary>Links for whoever has no credentials, tried with curl.</summary>
[TestFixture]
public sealed class SignedUrlTests
{
    private static readonly byte[] Content = Videos.Bytes(1000);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private S3VideoStore _store = null!;

    [OneTimeSetUp]
    public async Task OpenAsync()
    {
        var server = await SwiftServers.PlainAsync();
        _store = new S3VideoStore(TestStores.Options(server.Address, await server.CreateBucketAsync()));
    }

    [OneTimeTearDown]
    public async Task CloseAsync()
    {
        if (_store is not null)
            await _store.DisposeAsync();
    }

    [TestCase("video.mp4")]
    [TestCase("folder/a b/ü+%20&=?#.mp4")]
    [TestCase("😀/..a/it's (1)*!~.mp4")]
    public async Task Link_reads_the_video_and_ranges_of_it(string name)
    {
        var path = VideoPath.Parse(name);
        await _store.WriteAsync(path, new MemoryStream(Content));

        var link = await _store.GetSignedReadUrlAsync(path, Hour);

        Assert.That(await CurlAsync(link), Is.EqualTo(("200", Content)).Using<(string, byte[])>(Same));
        Assert.That(await CurlAsync(link, "-r", "100-199"), Is.EqualTo(("206", Content[100..200])).Using<(string, byte[])>(Same));
    }

    [Test]
    public async Task Link_that_was_altered_does_not_work()
    {
        await _store.WriteAsync(Videos.Path, new MemoryStream(Content));
        await _store.WriteAsync(VideoPath.Parse("other.mp4"), new MemoryStream(Content));
        var link = (await _store.GetSignedReadUrlAsync(Videos.Path, Hour)).AbsoluteUri;

        var escaped = string.Join('/', Videos.Path.Value.Split('/').Select(Uri.EscapeDataString));
        foreach (var altered in new[]
        {
            link.Replace(escaped, "other.mp4", StringComparison.Ordinal),
            link.Replace("X-Amz-Expires=3600", "X-Amz-Expires=7200", StringComparison.Ordinal),
            link[..^1] + (link[^1] == '0' ? '1' : '0'),
            link[..link.IndexOf('?', StringComparison.Ordinal)],
        })
        {
            Assert.That(altered, Is.Not.EqualTo(link));
            Assert.That((await CurlAsync(new Uri(altered))).Status, Does.Match("^40[03]$"), altered);
        }
    }

    [Test]
    public async Task Link_stops_working_when_its_time_is_over()
    {
        await _store.WriteAsync(Videos.Path, new MemoryStream(Content));
        var link = await _store.GetSignedReadUrlAsync(Videos.Path, TimeSpan.FromSeconds(1));
        var start = TimeProvider.System.GetTimestamp();

        while ((await CurlAsync(link)).Status != "403")
            Assert.That(TimeProvider.System.GetElapsedTime(start), Is.LessThan(TimeSpan.FromSeconds(20)), "the link still works");
    }

    [Test]
    public void Lifetime_out_of_bounds_is_refused([Values(0.999, -1, (7 * 24 * 3600) + 1)] double seconds) =>
        Assert.That(
            () => _store.GetSignedReadUrlAsync(Videos.Path, TimeSpan.FromSeconds(seconds)), Throws.InstanceOf<ArgumentOutOfRangeException>());

    [Test]
    public async Task Lifetime_of_seven_days_is_allowed() =>
        Assert.That((await _store.GetSignedReadUrlAsync(Videos.Path, TimeSpan.FromDays(7))).Query, Does.Contain("X-Amz-Expires=604800"));

    [Test]
    public async Task Link_to_Amazon_is_of_HTTPS_and_needs_no_request()
    {
        await using var store = new S3VideoStore(new S3StoreOptions { Bucket = "videos", Region = "eu-central-1", AccessKey = "key", SecretKey = "secret" });

        var link = await store.GetSignedReadUrlAsync(Videos.Path, Hour);

        Assert.That(link.GetLeftPart(UriPartial.Path), Is.EqualTo("https://videos.s3.eu-central-1.amazonaws.com/folder/a%20video.mp4"));
    }

    private static bool Same((string Status, byte[] Body) left, (string Status, byte[] Body) right) =>
        left.Status == right.Status && left.Body.AsSpan().SequenceEqual(right.Body);

    private static async Task<(string Status, byte[] Body)> CurlAsync(Uri link, params string[] options)
    {
        var curl = Tool.Require("curl", "apt-get install curl");
        using var folder = new TemporaryFolder();
        var status = await Command.OutputOfAsync(
            curl, ["--silent", "--globoff", "--output", folder.PathOf("body"), "--write-out", "%{http_code}", .. options, link.AbsoluteUri]);
        return (status.Trim().ToString(CultureInfo.InvariantCulture), await File.ReadAllBytesAsync(folder.PathOf("body")));
    }
}
