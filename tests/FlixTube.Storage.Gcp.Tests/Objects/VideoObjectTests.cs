using FlixTube.Storage.Gcp.Objects;

namespace FlixTube.Storage.Gcp.Tests.Objects;

[TestFixture]
public sealed class VideoObjectTests
{
    private static readonly VideoPath Path = VideoPath.Parse("films/a.mp4");

    [Test]
    public void What_is_written_comes_back()
    {
        var metadata = new VideoMetadata([new("title", "Ünïcode 😀 100%"), new("empty", ""), new("spaces", "  a  ")]);
        var hash = new string('a', 64);

        var target = VideoObject.ToWrite(Path, new WriteOptions { ContentType = "video/x-test", Metadata = metadata }, hash, "1");
        var read = VideoObject.ToProperties(Path, Stored(target.ContentType, target.Metadata));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(read.Metadata, Is.EqualTo(metadata));
            Assert.That(read.ContentHash, Is.EqualTo(hash));
            Assert.That(read.ContentType, Is.EqualTo("video/x-test"));
            Assert.That(target.Metadata.Values, Is.All.Matches<string>(v => v!.All(c => c is > ' ' and <= '~')), "fit for headers");
        }
    }

    [Test]
    public void The_mark_of_a_write_is_no_key_that_a_caller_could_use() =>
        Assert.That(() => new VideoMetadata([new(VideoObject.WriteKey, "1")]), Throws.ArgumentException);

    [Test]
    public void Foreign_metadata_that_breaks_the_rules_is_passed_over_and_the_rest_is_kept()
    {
        var stored = new Dictionary<string, string>
        {
            ["goog-reserved-file-mtime"] = "1700000000",
            ["under_score"] = "x",
            ["1digit"] = "x",
            ["control"] = "a%0Ab",
            ["Upper"] = "case",
            ["percent"] = "100%",
        };

        var read = VideoObject.ToProperties(Path, Stored("video/mp4", stored));

        var expected = new VideoMetadata([new("goog-reserved-file-mtime", "1700000000"), new("upper", "case"), new("percent", "100%")]);
        Assert.That(read.Metadata, Is.EqualTo(expected));
    }

    [Test]
    public void Foreign_metadata_that_is_too_long_is_cut_down_to_what_fits()
    {
        var stored = new Dictionary<string, string> { ["a"] = "short", ["b"] = new string('x', 2000), ["c"] = "short too" };

        var read = VideoObject.ToProperties(Path, Stored("video/mp4", stored));

        Assert.That(read.Metadata, Is.EqualTo(new VideoMetadata([new("a", "short"), new("c", "short too")])));
    }

    [TestCase("")]
    [TestCase("abc")]
    [TestCase("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void A_hash_that_is_none_is_unknown(string hash)
    {
        var read = VideoObject.ToProperties(Path, Stored("video/mp4", new Dictionary<string, string> { ["content-sha256"] = hash }));

        Assert.That(read.ContentHash, Is.Null);
        Assert.That(read.Metadata, Is.Empty);
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("application/octet-stream")]
    public void A_foreign_object_without_a_type_has_that_of_its_name(string? type) =>
        Assert.That(VideoObject.ToProperties(Path, Stored(type, new Dictionary<string, string>())).ContentType, Is.EqualTo("video/mp4"));

    [Test]
    public void An_unknown_type_that_the_writer_gave_is_kept()
    {
        var target = VideoObject.ToWrite(Path, new WriteOptions { ContentType = VideoContentType.Unknown }, new string('a', 64), "1");

        Assert.That(VideoObject.ToProperties(Path, Stored(target.ContentType, target.Metadata)).ContentType, Is.EqualTo(VideoContentType.Unknown));
    }

    [TestCase("1", 1L)]
    [TestCase("1700000000123456", 1700000000123456L)]
    [TestCase("9223372036854775807", long.MaxValue)]
    [TestCase("0", null)]
    [TestCase("-1", null)]
    [TestCase("+1", null)]
    [TestCase("01", null)]
    [TestCase(" 1", null)]
    [TestCase("1.0", null)]
    [TestCase("9223372036854775808", null)]
    [TestCase("abc", null)]
    [TestCase("", null)]
    public void A_validator_is_a_generation_as_the_store_writes_it_and_nothing_else(string etag, long? expected) =>
        Assert.That(Generation.FromETag(etag), Is.EqualTo(expected));

    private static StoredObject Stored(string? contentType, IReadOnlyDictionary<string, string> metadata) =>
        new(Path.Value, 1, 10, DateTimeOffset.UnixEpoch, contentType, Crc32C: null, metadata);
}
