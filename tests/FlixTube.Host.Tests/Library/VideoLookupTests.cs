using System.Net;

namespace FlixTube.Host.Tests.Library;

[TestFixture(1)]
[TestFixture(2)]
internal sealed class VideoLookupTests(int hosts)
{
    private RunningHost _host = null!;

    [OneTimeSetUp]
    public void Start() => _host = RunningHost.Start(hosts);

    [OneTimeTearDown]
    public async Task Stop() => await _host.DisposeAsync();

    [TestCase("/video", "missing-parameter")]
    [TestCase("/video?Path=a", "missing-parameter")]
    [TestCase("/video?path=a&id=5d9e690ad76fe06a3d7ae416", "contradictory-parameters")]
    [TestCase("/video?path=a&path=b", "repeated-parameter")]
    [TestCase("/video?id=1&id=2", "repeated-parameter")]
    [TestCase("/video?path=", "invalid-path")]
    [TestCase("/video?path=..%2F..%2Fetc%2Fpasswd", "invalid-path")]
    [TestCase("/video?path=/a", "invalid-path")]
    [TestCase("/video?path=a%0Ab", "invalid-path")]
    [TestCase("/video?path=%C0%AF", "invalid-encoding")]
    [TestCase("/video?path=%ED%A0%80", "invalid-encoding")]
    [TestCase("/video?id=", "invalid-id")]
    [TestCase("/video?id=5d9e690ad76fe06a3d7ae41", "invalid-id")]
    [TestCase("/video?id=5d9e690ad76fe06a3d7ae41x", "invalid-id")]
    [TestCase("/videos/nonsense", "invalid-id")]
    [TestCase("/videos?pageSize=0", "invalid-page-size")]
    [TestCase("/videos?pageSize=1001", "invalid-page-size")]
    [TestCase("/videos?pageSize=-1", "invalid-page-size")]
    [TestCase("/videos?pageSize=ten", "invalid-page-size")]
    [TestCase("/videos?pageToken=!garbage!", "invalid-page-token")]
    public async Task A_question_that_makes_no_sense_is_a_bad_request_that_says_why(string url, string kind) =>
        await ProblemAssert.IsProblemAsync(await _host.Client.GetAsync(url), HttpStatusCode.BadRequest, kind);

    [TestCase("/video?path=missing.mp4")]
    [TestCase("/video?id=ffffffffffffffffffffffff")]
    [TestCase("/videos/ffffffffffffffffffffffff")]
    public async Task A_video_that_is_not_there_is_not_found(string url) =>
        await ProblemAssert.IsProblemAsync(await _host.Client.GetAsync(url), HttpStatusCode.NotFound, "video-not-found");

    [Test]
    public async Task A_path_of_more_than_1024_bytes_is_refused() =>
        await ProblemAssert.IsProblemAsync(await _host.Client.GetAsync("/video?path=" + new string('a', 1025)), HttpStatusCode.BadRequest, "invalid-path");

    [Test]
    public async Task A_HEAD_is_refused_without_a_body()
    {
        var answer = await _host.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/video?path=missing.mp4"));
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(await answer.Content.ReadAsByteArrayAsync(), Is.Empty);
    }

    [TestCase("a+b c.mp4", "a%2Bb+c.mp4")]
    [TestCase("100% #1?.mp4", "100%25%20%231%3F.mp4")]
    [TestCase("é\u0301 ü 🎬.mp4", null)]
    public async Task Any_name_can_be_asked_for(string path, string? encoded)
    {
        encoded ??= Uri.EscapeDataString(path);
        var created = await _host.Client.PostAsync("/videos?path=" + encoded, new ByteArrayContent([7]));
        Assert.That(created.StatusCode, Is.EqualTo(HttpStatusCode.Created));
        Assert.That(await _host.Client.GetByteArrayAsync("/video?path=" + encoded), Is.EqualTo(new byte[] { 7 }));
        Assert.That(File.Exists(Path.Combine(_host.Videos, path)), Is.True);
    }
}
