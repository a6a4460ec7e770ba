using System.Text.Json;
using FlixTube.Testing.Hosts;
using FlixTube.Testing.Programs;

namespace FlixTube.Host.Tests.Clients;

internal sealed class FfmpegTests
{
    private const string IndexAtTheEnd = "index-at-the-end.mp4";

    private HostProcess _host;

    [OneTimeSetUp]
    public async Task StartHost()
    {
        _host = await HostProcess.StartAsync(null, Repository.SampleVideo);
        await TestVideos.LoopedSampleAsync(Path.Combine(_host.Videos, IndexAtTheEnd), times: 12);
    }

    [OneTimeTearDown]
    public async Task StopHost() => await _host.DisposeAsync();

    [TestCase(TestVideos.SampleName, 10)]
    [TestCase(IndexAtTheEnd, 120)]
    public async Task Ffprobe_finds_the_streams_and_the_duration(string path, double seconds)
    {
        var program = Tool.Require("ffprobe", "apt-get install ffmpeg");

        var output = await Command.OutputOfAsync(
            program,
            ["-v", "error", "-of", "json", "-show_entries", "stream=codec_name,width,height:format=duration", _host.VideoUri(path).AbsoluteUri]);

        using var json = JsonDocument.Parse(output);
        var streams = json.RootElement.GetProperty("streams");
        Assert.That(streams.EnumerateArray().Select(stream => stream.GetProperty("codec_name").GetString()), Is.EqualTo(new[] { "h264", "aac" }));
        Assert.That(streams[0].GetProperty("width").GetInt32(), Is.EqualTo(1280));
        Assert.That(streams[0].GetProperty("height").GetInt32(), Is.EqualTo(720));
        Assert.That(double.Parse(json.RootElement.GetProperty("format").GetProperty("duration").GetString()!), Is.EqualTo(seconds).Within(0.5));
    }

    [TestCase(TestVideos.SampleName, "0")]
    [TestCase(TestVideos.SampleName, "5")]
    [TestCase(TestVideos.SampleName, "9.9")]
    [TestCase(IndexAtTheEnd, "61.5")]
    [TestCase(IndexAtTheEnd, "119")]
    public async Task Ffmpeg_seeks_to_the_very_frame(string path, string seconds)
    {
        var local = await FrameAsync(Path.Combine(_host.Videos, path), seconds);
        var remote = await FrameAsync(_host.VideoUri(path).AbsoluteUri, seconds);

        Assert.That(local, Does.Contain("1280x720"));
        Assert.That(remote, Is.EqualTo(local));
    }

    private static Task<string> FrameAsync(string input, string seconds) =>
        Command.OutputOfAsync(TestVideos.Ffmpeg, ["-v", "error", "-ss", seconds, "-i", input, "-map", "0:v", "-frames:v", "1", "-f", "framemd5", "-"]);
}
