using FlixTube.Testing.Hosts;
using FlixTube.Testing.Programs;
using Microsoft.AspNetCore.WebUtilities;

namespace FlixTube.Host.Tests.Clients;

internal sealed class CurlTests
{
    private HostProcess _host;
    private TemporaryFolder _folder;
    private byte[] _video;
    private string _url;

    [OneTimeSetUp]
    public async Task StartHost()
    {
        _host = await HostProcess.StartAsync(null, Repository.SampleVideo);
        _video = await File.ReadAllBytesAsync(Repository.SampleVideo);
        _url = _host.VideoUri(TestVideos.SampleName).AbsoluteUri;
    }

    [OneTimeTearDown]
    public async Task StopHost() => await _host.DisposeAsync();

    [SetUp]
    public void MakeFolder() => _folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => _folder.Dispose();

    [Test]
    public async Task The_whole_video_arrives()
    {
        var answer = await CurlAsync(_url);

        Assert.That(answer.Status, Is.EqualTo(200));
        Assert.That(answer.Body, Is.EqualTo(_video));
    }

    [TestCase("0-99", 0, 100)]
    [TestCase("500000-500099", 500_000, 100)]
    public async Task A_range_arrives(string range, int first, int length)
    {
        var answer = await CurlAsync("-r", range, _url);

        Assert.That(answer.Status, Is.EqualTo(206));
        Assert.That(answer["Content-Range"], Is.EqualTo($"bytes {range}/{_video.Length}"));
        Assert.That(answer.Body, Is.EqualTo(_video.AsSpan(first, length).ToArray()));
    }

    [Test]
    public async Task The_last_bytes_arrive()
    {
        var answer = await CurlAsync("-r", "-100", _url);

        Assert.That(answer.Status, Is.EqualTo(206));
        Assert.That(answer.Body, Is.EqualTo(_video[^100..]));
    }

    [Test]
    public async Task Two_ranges_far_apart_arrive_as_two_parts()
    {
        var answer = await CurlAsync("-r", "0-9,500000-500019", _url);

        Assert.That(answer.Status, Is.EqualTo(206));
        const string Multipart = "multipart/byteranges; boundary=";
        Assert.That(answer["Content-Type"], Does.StartWith(Multipart));
        var reader = new MultipartReader(answer["Content-Type"]![Multipart.Length..].Trim('"'), new MemoryStream(answer.Body));
        await AssertNextPartAsync(reader, 0, 9);
        await AssertNextPartAsync(reader, 500_000, 500_019);
        Assert.That(await reader.ReadNextSectionAsync(), Is.Null);
    }

    [Test]
    public async Task Two_ranges_closer_than_a_part_header_is_long_arrive_as_one()
    {
        var answer = await CurlAsync("-r", "0-9,20-29", _url);

        Assert.That(answer.Status, Is.EqualTo(206));
        Assert.That(answer["Content-Range"], Is.EqualTo($"bytes 0-29/{_video.Length}"));
        Assert.That(answer.Body, Is.EqualTo(_video[..30]));
    }

    [Test]
    public async Task A_download_that_broke_off_is_resumed()
    {
        var partial = _folder.PathOf("video.mp4");
        await File.WriteAllBytesAsync(partial, _video[..300_000]);

        await Command.OutputOfAsync(Curl, ["-sS", "--fail", "-C", "-", "-o", partial, _url]);

        Assert.That(await File.ReadAllBytesAsync(partial), Is.EqualTo(_video));
    }

    [Test]
    public async Task Head_tells_everything_and_sends_nothing()
    {
        var answer = await CurlAsync("-I", _url);

        Assert.That(answer.Status, Is.EqualTo(200));
        Assert.That(answer["Content-Length"], Is.EqualTo($"{_video.Length}"));
        Assert.That(answer["Content-Type"], Is.EqualTo("video/mp4"));
        Assert.That(answer["Accept-Ranges"], Is.EqualTo("bytes"));
    }

    [Test]
    public async Task A_copy_of_the_same_time_is_not_sent_again()
    {
        var lastModified = (await CurlAsync("-I", _url))["Last-Modified"]!;

        var answer = await CurlAsync("-z", lastModified, _url);

        Assert.That(answer.Status, Is.EqualTo(304));
        Assert.That(answer.Body, Is.Empty);
    }

    [Test]
    public async Task An_older_copy_is_sent_again()
    {
        var answer = await CurlAsync("-z", "Mon, 01 Jan 2001 00:00:00 GMT", _url);

        Assert.That(answer.Status, Is.EqualTo(200));
        Assert.That(answer.Body, Is.EqualTo(_video));
    }

    [Test]
    public async Task A_copy_of_the_same_entity_tag_is_not_sent_again()
    {
        var tag = _folder.PathOf("etag");
        await CurlAsync("--etag-save", tag, _url);

        var answer = await CurlAsync("--etag-compare", tag, _url);

        Assert.That(answer.Status, Is.EqualTo(304));
        Assert.That(answer.Body, Is.Empty);
    }

    [TestCase("length.mp4")]
    [TestCase("chunked.mp4", "-H", "Transfer-Encoding: chunked")]
    [TestCase("folder/with spaces & #?%+=.mp4")]
    public async Task An_upload_can_be_downloaded_from_where_the_answer_says(string path, params string[] how)
    {
        var uploaded = await CurlAsync(
            ["-X", "POST", "-T", Repository.SampleVideo, "-H", "Content-Type: video/mp4", .. how, $"{_host.BaseAddress}videos?path={Uri.EscapeDataString(path)}"]);
        Assert.That(uploaded.Status, Is.EqualTo(201), uploaded.Text);
        Assert.That(uploaded["Location"], Is.Not.Null);

        var details = await CurlAsync(new Uri(_host.BaseAddress, uploaded["Location"]).AbsoluteUri);
        Assert.That(details.Text, Is.EqualTo(uploaded.Text));
        var downloaded = await CurlAsync(_host.VideoUri(path).AbsoluteUri);
        Assert.That(downloaded.Body, Is.EqualTo(_video));
        Assert.That(downloaded["Content-Type"], Is.EqualTo("video/mp4"));
    }

    private static string Curl => Tool.Require("curl", "apt-get install curl");

    private async Task AssertNextPartAsync(MultipartReader reader, int first, int last)
    {
        var part = await reader.ReadNextSectionAsync();
        Assert.That(part, Is.Not.Null);
        Assert.That(part!.Headers!["Content-Range"].ToString(), Is.EqualTo($"bytes {first}-{last}/{_video.Length}"));
        var body = new MemoryStream();
        await part.Body.CopyToAsync(body);
        Assert.That(body.ToArray(), Is.EqualTo(_video[first..(last + 1)]));
    }

    private async Task<Answer> CurlAsync(params string[] arguments)
    {
        var body = _folder.PathOf("body");
        var headers = _folder.PathOf("headers");
        File.Delete(body);
        var isHead = arguments.Contains("-I");

        var status = await Command.OutputOfAsync(
            Curl,
            ["-sS", "-o", isHead ? "/dev/null" : body, "-D", headers, "-w", "%{http_code}", .. arguments]);

        return new Answer(
            int.Parse(status),
            await File.ReadAllLinesAsync(headers),
            File.Exists(body) ? await File.ReadAllBytesAsync(body) : []);
    }

    private sealed record Answer(int Status, string[] Headers, byte[] Body)
    {
        public string Text => System.Text.Encoding.UTF8.GetString(Body);

        public string? this[string header] => Headers
            .LastOrDefault(line => line.StartsWith(header + ": ", StringComparison.OrdinalIgnoreCase))?[(header.Length + 2)..];
    }
}
