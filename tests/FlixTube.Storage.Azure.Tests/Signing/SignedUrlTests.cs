using System.Net;
using System.Net.Http.Headers;
using Azure.Storage.Sas;
using FlixTube.Testing.Programs;
using FlixTube.Testing.Time;

namespace FlixTube.Storage.Azure.Tests.Signing;

internal sealed class SignedUrlTests
{
    private static readonly VideoPath Path = VideoPath.Parse("links/a b#?%+😀.mp4");
    private static readonly byte[] Bytes = [.. Enumerable.Range(0, 100).Select(i => (byte)i)];

    private readonly HttpClient _anyone = new();
    private TestContainer _container = null!;
    private AzureVideoStore _store = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _container = await TestContainer.CreateAsync();
        _store = new AzureVideoStore(_container.Options);
        await _store.WriteAsync(Path, new MemoryStream(Bytes));
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        _anyone.Dispose();
        await _store.DisposeAsync();
        await _container.DisposeAsync();
    }

    [Test]
    public async Task Whoever_has_a_link_reads_the_video_and_its_ranges()
    {
        var link = await _store.GetSignedReadUrlAsync(Path, TimeSpan.FromMinutes(5));
        using var range = new HttpRequestMessage(HttpMethod.Get, link) { Headers = { Range = new RangeHeaderValue(10, 19) } };

        using var whole = await _anyone.GetAsync(link);
        using var part = await _anyone.SendAsync(range);

        Assert.That(await whole.Content.ReadAsByteArrayAsync(), Is.EqualTo(Bytes));
        Assert.That(whole.Content.Headers.ContentType?.MediaType, Is.EqualTo("video/mp4"));
        Assert.That(part.StatusCode, Is.EqualTo(HttpStatusCode.PartialContent));
        Assert.That(await part.Content.ReadAsByteArrayAsync(), Is.EqualTo(Bytes[10..20]));
    }

    [Test]
    public async Task A_link_works_in_curl()
    {
        var curl = Tool.Require("curl", "apt-get install curl");
        var link = await _store.GetSignedReadUrlAsync(Path, TimeSpan.FromMinutes(5));

        Assert.That(
            await Command.OutputOfAsync(curl, ["--silent", "--fail", "--range", "0-3", "--write-out", "%{http_code} %{size_download}", "--output", "/dev/null", link.AbsoluteUri]),
            Is.EqualTo("206 4"));
    }

    [TestCase("sig=", "sig=A")]
    [TestCase("sp=r", "sp=rw")]
    [TestCase("se=20", "se=21")]
    [TestCase(".mp4", ".mp5")]
    public async Task A_link_that_was_altered_is_refused(string part, string altered)
    {
        var link = await _store.GetSignedReadUrlAsync(Path, TimeSpan.FromMinutes(5));

        using var answer = await _anyone.GetAsync(new Uri(link.AbsoluteUri.Replace(part, altered, StringComparison.Ordinal)));

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
    }

    [Test]
    public async Task A_link_gives_no_right_to_write()
    {
        var link = await _store.GetSignedReadUrlAsync(Path, TimeSpan.FromMinutes(5));
        using var write = new HttpRequestMessage(HttpMethod.Put, link) { Content = new ByteArrayContent([1]), Headers = { { "x-ms-blob-type", "BlockBlob" } } };

        using var answer = await _anyone.SendAsync(write);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
    }

    [Test]
    public async Task A_link_whose_time_is_over_is_refused()
    {
        var anHourAgo = new ManualTime(DateTimeOffset.UtcNow.AddHours(-1));
        await using var store = new AzureVideoStore(_container.Options, anHourAgo);
        var link = await store.GetSignedReadUrlAsync(Path, TimeSpan.FromMinutes(59));

        using var answer = await _anyone.GetAsync(link);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
    }

    [Test]
    public async Task A_link_ends_at_the_next_whole_second()
    {
        var time = new ManualTime(new DateTimeOffset(2030, 1, 1, 0, 0, 0, 500, TimeSpan.Zero));
        await using var store = new AzureVideoStore(_container.Options, time);

        var link = await store.GetSignedReadUrlAsync(Path, TimeSpan.FromSeconds(1));

        Assert.That(Uri.UnescapeDataString(link.Query), Does.Contain("se=2030-01-01T00:00:02Z"));
    }

    [TestCase(0.9)]
    [TestCase(-1)]
    [TestCase((7 * 24 * 3600) + 1)]
    public async Task A_lifetime_out_of_bounds_is_an_ArgumentOutOfRangeException(double seconds) =>
        await Assert.ThatAsync(
            () => _store.GetSignedReadUrlAsync(Path, TimeSpan.FromSeconds(seconds)), Throws.InstanceOf<ArgumentOutOfRangeException>());

    [Test]
    public async Task A_shared_access_signature_cannot_sign_and_is_not_handed_out()
    {
        var sas = _container.Client.GenerateSasUri(BlobContainerSasPermissions.All, DateTimeOffset.UtcNow.AddHours(1)).Query;
        await using var store = new AzureVideoStore(new AzureStoreOptions
        {
            ServiceUri = (await SharedAzurite.GetAsync()).ServiceUri,
            SasToken = sas,
            Container = _container.Options.Container,
        });

        var failure = await Failures.OfAsync(() => store.GetSignedReadUrlAsync(Path, TimeSpan.FromMinutes(1)));

        Assert.That(failure.Error, Is.EqualTo(VideoStoreError.Unsupported));
        Assert.That(failure.ToString(), Does.Not.Contain("sig="));
    }

    [Test]
    public async Task An_identity_signs_with_a_key_that_is_asked_for_once()
    {
        await using var secure = await SecureAzurite.StartAsync();
        await secure.Store.WriteAsync(Path, new MemoryStream(Bytes));
        var before = secure.Requests;

        var first = await secure.Store.GetSignedReadUrlAsync(Path, TimeSpan.FromMinutes(5));
        var second = await secure.Store.GetSignedReadUrlAsync(Path, TimeSpan.FromMinutes(5));

        Assert.That(secure.Requests - before, Is.EqualTo(1));
        Assert.That(first.Query, Does.Contain("skoid=").And.Contain("spr=https&"));
        Assert.That(await secure.Anyone.GetByteArrayAsync(first), Is.EqualTo(Bytes));
        Assert.That(await secure.Anyone.GetByteArrayAsync(second), Is.EqualTo(Bytes));
        using var altered = await secure.Anyone.GetAsync(new Uri(first.AbsoluteUri.Replace("sig=", "sig=A", StringComparison.Ordinal)));
        Assert.That(altered.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
    }

    [Test]
    public async Task An_identity_signs_for_as_long_as_is_allowed()
    {
        await using var secure = await SecureAzurite.StartAsync();
        await secure.Store.GetSignedReadUrlAsync(Path, TimeSpan.FromMinutes(5));

        var link = await secure.Store.GetSignedReadUrlAsync(Path, ISignedUrlSource.MaxLifetime);

        Assert.That(link.Query, Does.Contain("sig="));
    }
}
