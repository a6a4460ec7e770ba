using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace FlixTube.Host.Tests.Library;

[TestFixture(1)]
[TestFixture(2)]
internal sealed class UploadTests(int hosts)
{
    private RunningHost _host = null!;

    [SetUp]
    public void Start() => _host = RunningHost.Start(hosts, new() { ["Upload:MaxBytes"] = "1000000" });

    [TearDown]
    public async Task Stop() => await _host.DisposeAsync();

    private Task<HttpResponseMessage> PostAsync(string query, HttpContent content, Action<HttpRequestMessage>? more = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/videos" + query) { Content = content };
        more?.Invoke(request);
        return _host.Client.SendAsync(request);
    }

    private static ByteArrayContent Video(int length = 1000, byte seed = 1)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return new ByteArrayContent(bytes);
    }

    [Test]
    public async Task A_video_is_stored_registered_and_plays_under_its_path_and_its_id()
    {
        var content = Video();
        content.Headers.ContentType = new MediaTypeHeaderValue("video/webm");
        var bytes = await content.ReadAsByteArrayAsync();

        var answer = await PostAsync("?path=holidays/sea%20side.bin", content);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Created));
        var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        var id = json.GetProperty("id").GetString();
        Assert.That(answer.Headers.Location?.ToString(), Is.EqualTo($"/videos/{id}"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(json.GetProperty("path").GetString(), Is.EqualTo("holidays/sea side.bin"));
            Assert.That(json.GetProperty("length").GetInt64(), Is.EqualTo(1000));
            Assert.That(json.GetProperty("contentHash").GetString(), Is.EqualTo(Convert.ToHexStringLower(SHA256.HashData(bytes))));
        }

        foreach (var query in new[] { "?path=holidays/sea%20side.bin", $"?id={id}" })
        {
            var played = await _host.Client.GetAsync("/video" + query);
            Assert.That(await played.Content.ReadAsByteArrayAsync(), Is.EqualTo(bytes));
            Assert.That(played.Content.Headers.ContentType?.ToString(), Is.EqualTo("video/webm"));
            Assert.That(played.Headers.ETag?.Tag, Is.EqualTo($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes))}\""));
        }

        var described = JsonDocument.Parse(await _host.Client.GetStringAsync(answer.Headers.Location)).RootElement;
        Assert.That(described.ToString(), Is.EqualTo(json.ToString()), "the answer to the upload is the description of the video");
    }

    [TestCase(null)]
    [TestCase("application/x-www-form-urlencoded")]
    public async Task A_content_type_that_says_nothing_is_derived_from_the_name(string? type)
    {
        var content = Video();
        content.Headers.ContentType = type is null ? null : new MediaTypeHeaderValue(type);
        await PostAsync("?path=a.mp4", content);
        Assert.That((await _host.Client.GetAsync("/video?path=a.mp4")).Content.Headers.ContentType?.ToString(), Is.EqualTo("video/mp4"));
    }

    [Test]
    public async Task A_second_upload_replaces_the_first_under_the_same_id()
    {
        var first = await PostAsync("?path=a.mp4", Video(seed: 1));
        var second = await PostAsync("?path=a.mp4", Video(seed: 2));

        Assert.That(second.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(second.Headers.Location, Is.EqualTo(first.Headers.Location));
        Assert.That(await _host.Client.GetByteArrayAsync("/video?path=a.mp4"), Is.EqualTo(await Video(seed: 2).ReadAsByteArrayAsync()));
    }

    [Test]
    public async Task With_If_None_Match_star_a_second_upload_is_refused_and_the_first_stays()
    {
        await PostAsync("?path=a.mp4", Video(seed: 1), r => r.Headers.IfNoneMatch.Add(EntityTagHeaderValue.Any));
        var second = await PostAsync("?path=a.mp4", Video(seed: 2), r => r.Headers.IfNoneMatch.Add(EntityTagHeaderValue.Any));

        await ProblemAssert.IsProblemAsync(second, HttpStatusCode.PreconditionFailed, "already-exists");
        Assert.That(await _host.Client.GetByteArrayAsync("/video?path=a.mp4"), Is.EqualTo(await Video(seed: 1).ReadAsByteArrayAsync()));
    }

    [TestCase("If-Match", "\"abc\"")]
    [TestCase("If-None-Match", "\"abc\"")]
    [TestCase("If-Unmodified-Since", "Sun, 06 Nov 1994 08:49:37 GMT")]
    public async Task A_condition_that_is_not_understood_is_refused_rather_than_ignored(string header, string value)
    {
        var answer = await PostAsync("?path=a.mp4", Video(), r => r.Headers.TryAddWithoutValidation(header, value));
        await ProblemAssert.IsProblemAsync(answer, HttpStatusCode.BadRequest, "unsupported-condition");
    }

    [TestCase("", "missing-parameter")]
    [TestCase("?path=", "invalid-path")]
    [TestCase("?path=/etc/passwd", "invalid-path")]
    [TestCase("?path=../x.mp4", "invalid-path")]
    [TestCase("?path=a//b.mp4", "invalid-path")]
    [TestCase("?path=a%00b", "invalid-path")]
    [TestCase("?path=a%5Cb", "invalid-path")]
    [TestCase("?path=%FF.mp4", "invalid-encoding")]
    [TestCase("?path=a&path=b", "repeated-parameter")]
    public async Task A_bad_path_is_refused_by_name(string query, string kind) =>
        await ProblemAssert.IsProblemAsync(await PostAsync(query, Video()), HttpStatusCode.BadRequest, kind);

    [Test]
    public async Task A_form_is_refused_because_it_is_not_the_video_itself()
    {
        using var form = new MultipartFormDataContent { { Video(), "file", "a.mp4" } };
        await ProblemAssert.IsProblemAsync(await PostAsync("?path=a.mp4", form), HttpStatusCode.UnsupportedMediaType, "unsupported-media-type");
    }

    [Test]
    public async Task A_compressed_body_is_refused_because_it_is_not_the_video_itself()
    {
        var content = Video();
        content.Headers.ContentEncoding.Add("gzip");
        await ProblemAssert.IsProblemAsync(await PostAsync("?path=a.mp4", content), HttpStatusCode.UnsupportedMediaType, "unsupported-media-type");
    }

    [Test]
    public async Task A_piece_of_a_video_is_refused()
    {
        var content = Video();
        content.Headers.ContentRange = new ContentRangeHeaderValue(0, 999, 2000);
        await ProblemAssert.IsProblemAsync(await PostAsync("?path=a.mp4", content), HttpStatusCode.BadRequest, "partial-upload");
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task An_upload_over_the_limit_is_refused_and_leaves_nothing(bool chunked)
    {
        var answer = await PostAsync("?path=a.mp4", Video(1_000_001), r => r.Headers.TransferEncodingChunked = chunked);
        await ProblemAssert.IsProblemAsync(answer, HttpStatusCode.RequestEntityTooLarge, "too-large");
        await AssertNothingIsLeftAsync();
    }

    [Test]
    public async Task An_upload_of_exactly_the_limit_is_taken() =>
        Assert.That((await PostAsync("?path=a.mp4", Video(1_000_000))).StatusCode, Is.EqualTo(HttpStatusCode.Created));

    [Test]
    public async Task An_empty_video_is_a_video()
    {
        Assert.That((await PostAsync("?path=a.mp4", Video(0))).StatusCode, Is.EqualTo(HttpStatusCode.Created));
        Assert.That(await _host.Client.GetByteArrayAsync("/video?path=a.mp4"), Is.Empty);
    }

    [Test]
    public async Task A_client_that_leaves_in_the_middle_leaves_nothing_and_the_old_video_stays()
    {
        await PostAsync("?path=old.mp4", Video(seed: 1));
        foreach (var path in new[] { "new.mp4", "old.mp4" })
        {
            using var client = new TcpClient();
            await client.ConnectAsync(_host.Client.BaseAddress!.Host, _host.Client.BaseAddress.Port);
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
                $"POST /videos?path={path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 900000\r\n\r\n{new string('x', 300_000)}"));
            await Eventually.IsTrueAsync(() => TemporaryFiles().Any(), "the upload has begun");
            client.LingerState = new LingerOption(enable: true, seconds: 0);
        }

        await Eventually.IsTrueAsync(() => !TemporaryFiles().Any(), "the uploads have ended");
        Assert.That((await _host.Store.ListPageAsync()).Videos.Select(v => v.Path.Value), Is.EqualTo(new[] { "old.mp4" }));
        Assert.That(await _host.Client.GetByteArrayAsync("/video?path=old.mp4"), Is.EqualTo(await Video(seed: 1).ReadAsByteArrayAsync()));
    }

    [Test]
    public async Task A_malformed_chunk_is_refused_and_leaves_nothing()
    {
        using var client = new TcpClient();
        await client.ConnectAsync(_host.Client.BaseAddress!.Host, _host.Client.BaseAddress.Port);
        await client.GetStream().WriteAsync(
            "POST /videos?path=a.mp4 HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n5\r\nhello\r\nnonsense\r\n"u8.ToArray());

        var answer = await new StreamReader(client.GetStream()).ReadToEndAsync();

        Assert.That(answer, Does.StartWith("HTTP/1.1 400").And.Contain("urn:flixtube:problem:broken-request"));
        await AssertNothingIsLeftAsync();
    }

    private async Task AssertNothingIsLeftAsync()
    {
        await Eventually.IsTrueAsync(() => !TemporaryFiles().Any(), "the unfinished upload is cleaned up");
        Assert.That((await _host.Store.ListPageAsync()).Videos, Is.Empty);
        Assert.That(await _host.Client.GetStringAsync("/videos"), Does.Contain("\"videos\":[]"));
    }

    private IEnumerable<string> TemporaryFiles()
    {
        var folder = Path.Combine(_host.Videos, ".flixtube", "tmp");
        return Directory.Exists(folder) ? Directory.EnumerateFiles(folder) : [];
    }
}
