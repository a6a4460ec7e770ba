namespace FlixTube.Storage.Abstractions.Tests;

public sealed class VideoContentTypeTests
{
    [TestCase("a.mp4", "video/mp4")]
    [TestCase("a.MP4", "video/mp4")]
    [TestCase("x.mp4/a.webm", "video/webm")]
    [TestCase("a.b.c.mkv", "video/matroska")]
    [TestCase(".mov", "video/quicktime")]
    [TestCase("live/segment.ts", "video/mp2t")]
    [TestCase("live/index.m3u8", "application/vnd.apple.mpegurl")]
    [TestCase("a.vtt", "text/vtt")]
    [TestCase("a.xyz", VideoContentType.Unknown)]
    [TestCase("a.", VideoContentType.Unknown)]
    [TestCase("a", VideoContentType.Unknown)]
    [TestCase("mp4", VideoContentType.Unknown)]
    [TestCase("x.mp4/a", VideoContentType.Unknown)]
    [TestCase("a.mp4 ", VideoContentType.Unknown)]
    public void The_last_extension_says_the_type(string path, string type) =>
        Assert.That(VideoContentType.FromName(VideoPath.Parse(path)), Is.EqualTo(type));
}
