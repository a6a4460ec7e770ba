using FlixTube.Storage.Gcp.Tests.Servers;
using FlixTube.Testing.Programs;
using FlixTube.Testing.Time;

namespace FlixTube.Storage.Gcp.Tests.Signing;

/// <summary>Links as whoever gets one uses them, at an emulator that checks signatures.</summary>
[TestFixture]
public sealed class SignedLinkTests
{
    private static readonly VideoPath Path = VideoPath.Parse("films/a b+c%20#?&=é😀.mp4");
    private static readonly byte[] Content = TestStore.Content(100_000);

    private TokenServer _tokens = null!;

    [SetUp]
    public async Task StartAsync() => _tokens = await TokenServer.StartAsync();

    [TearDown]
    public async Task StopAsync() => await (_tokens?.DisposeAsync() ?? ValueTask.CompletedTask);

    [Test]
    public async Task A_link_works_in_curl_with_and_without_a_range()
    {
        await using var store = await StoreAsync();
        using var folder = new TemporaryFolder();
        var link = await store.Store.GetSignedReadUrlAsync(Path, TimeSpan.FromMinutes(5));

        var whole = await CurlAsync(link.AbsoluteUri, folder.PathOf("whole"));
        var part = await CurlAsync(link.AbsoluteUri, folder.PathOf("part"), "-r", "1000-1999");

        Assert.That((whole, part), Is.EqualTo(("200", "206")));
        Assert.That(await File.ReadAllBytesAsync(folder.PathOf("whole")), Is.EqualTo(Content));
        Assert.That(await File.ReadAllBytesAsync(folder.PathOf("part")), Is.EqualTo(Content[1000..2000]));
    }

    [TestCase("X-Goog-Expires=300", "X-Goog-Expires=301", "403")]
    [TestCase("films", "filmz", "403")]
    [TestCase("X-Goog-Signature=", "X-Goog-Signature=00", "403")]
    [TestCase("X-Goog-SignedHeaders=host", "X-Goog-SignedHeaders=", "400")]
    public async Task A_link_that_is_altered_does_not_work(string before, string after, string status)
    {
        await using var store = await StoreAsync();
        using var folder = new TemporaryFolder();
        var link = await store.Store.GetSignedReadUrlAsync(Path, TimeSpan.FromSeconds(300));
        Assert.That(link.AbsoluteUri, Does.Contain(before));

        Assert.That(await CurlAsync(link.AbsoluteUri.Replace(before, after), folder.PathOf("a")), Is.EqualTo(status));
    }

    [Test]
    public async Task A_link_does_not_work_when_its_time_is_over()
    {
        await using var store = await StoreAsync(new ManualTime(DateTimeOffset.UtcNow - TimeSpan.FromSeconds(61)));
        using var folder = new TemporaryFolder();
        var expired = await store.Store.GetSignedReadUrlAsync(Path, TimeSpan.FromSeconds(60));
        var good = await store.Store.GetSignedReadUrlAsync(Path, TimeSpan.FromSeconds(600));

        Assert.That(await CurlAsync(expired.AbsoluteUri, folder.PathOf("a")), Is.EqualTo("400"));
        Assert.That(await CurlAsync(good.AbsoluteUri, folder.PathOf("a")), Is.EqualTo("200"));
    }

    [Test]
    public async Task A_link_can_be_made_without_asking_anybody()
    {
        await using var store = await StoreAsync();
        store.Proxy.Reset();

        await store.Store.GetSignedReadUrlAsync(VideoPath.Parse("missing"), TimeSpan.FromDays(7));

        Assert.That(store.Proxy.Requests, Is.Empty);
        Assert.That(_tokens.Tokens, Is.Empty);
    }

    [TestCase(0)]
    [TestCase(-1)]
    [TestCase((7 * 24 * 3600) + 1)]
    public async Task A_lifetime_out_of_bounds_is_an_ArgumentOutOfRangeException(int seconds)
    {
        await using var store = await StoreAsync();

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => store.Store.GetSignedReadUrlAsync(Path, TimeSpan.FromSeconds(seconds)));
    }

    [Test]
    public async Task Without_credentials_a_link_is_Unsupported()
    {
        await using var store = await TestStore.StartAsync();

        var failure = await Assert.ThrowsAsync<VideoStoreException>(() => store.Store.GetSignedReadUrlAsync(Path, TimeSpan.FromMinutes(1)));

        Assert.That(failure!.Error, Is.EqualTo(VideoStoreError.Unsupported));
    }

    private async Task<TestStore> StoreAsync(TimeProvider? time = null)
    {
        var store = await TestStore.StartAsync(options => options.KeyFilePath = _tokens.KeyFile, time: time);
        await store.WriteAsync(Path.Value, Content);
        return store;
    }

    private static async Task<string> CurlAsync(string link, string file, params string[] arguments) =>
        (await Command.OutputOfAsync(
            Tool.Require("curl", "apt-get install curl"), ["-s", "-g", "-o", file, "-w", "%{http_code}", .. arguments, link])).Trim();
}
