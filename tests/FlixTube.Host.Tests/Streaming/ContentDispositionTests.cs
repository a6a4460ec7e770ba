using FlixTube.Storage;
using FsCheck.Fluent;
using Microsoft.Net.Http.Headers;
using ContentDisposition = FlixTube.Host.Streaming.ContentDisposition;

namespace FlixTube.Host.Tests.Streaming;

[Parallelizable(ParallelScope.All)]
internal sealed class ContentDispositionTests
{
    [TestCase("film.mp4", "attachment; filename=\"film.mp4\"; filename*=UTF-8''film.mp4")]
    [TestCase("a/b/my film.mp4", "attachment; filename=\"my film.mp4\"; filename*=UTF-8''my%20film.mp4")]
    [TestCase("100% \"x\";.mp4", "attachment; filename=\"100_ _x_;.mp4\"; filename*=UTF-8''100%25%20%22x%22%3B.mp4")]
    [TestCase("été.mp4", "attachment; filename=\"_t_.mp4\"; filename*=UTF-8''%C3%A9t%C3%A9.mp4")]
    [TestCase("🎬.mp4", "attachment; filename=\"__.mp4\"; filename*=UTF-8''%F0%9F%8E%AC.mp4")]
    [TestCase("it's (1)*.mp4", "attachment; filename=\"it's (1)*.mp4\"; filename*=UTF-8''it%27s%20%281%29%2A.mp4")]
    public void The_file_is_named_plainly_and_exactly(string path, string header) =>
        Assert.That(ContentDisposition.Attachment(VideoPath.Parse(path)), Is.EqualTo(header));

    [Test]
    public void Every_name_of_a_video_comes_back()
    {
        var names = Gen.Frequency(
                (3, Gen.Elements("a", "\"", "%", ";", "'", "*", "=", " ", ",", "\u202E", "é", "e\u0301", "\u2028", "🎬", "%0d%0a")),
                (1, Gen.Choose(0x20, 0xFFFF).Select(c => ((char)c).ToString())))
            .NonEmptyListOf().Select(string.Concat).Where(name => VideoPath.TryParse(name, out _));

        Properties.HoldsFor(names, name =>
        {
            var path = VideoPath.Parse(name);
            var header = ContentDisposition.Attachment(path);

            Assert.That(header.All(c => c is >= ' ' and <= '~'), Is.True, header);
            Assert.That(ContentDispositionHeaderValue.Parse(header).FileNameStar.Value, Is.EqualTo(path.FileName));
        });
    }
}
