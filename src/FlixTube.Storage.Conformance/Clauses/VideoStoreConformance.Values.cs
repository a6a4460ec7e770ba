using NUnit.Framework;

namespace FlixTube.Storage.Conformance;

public abstract partial class VideoStoreConformance
{
    [TestCase("", "v", TestName = "Value_of_metadata_without_a_key_is_refused")]
    [TestCase("Title", "v", TestName = "Value_of_metadata_with_a_key_in_upper_case_is_refused")]
    [TestCase("1a", "v", TestName = "Value_of_metadata_with_a_key_that_begins_with_a_digit_is_refused")]
    [TestCase("a_b", "v", TestName = "Value_of_metadata_with_an_underscore_in_the_key_is_refused")]
    [TestCase("ü", "v", TestName = "Value_of_metadata_with_a_key_that_is_not_ASCII_is_refused")]
    [TestCase("content-sha256", "v", TestName = "Value_of_metadata_under_the_key_of_the_stores_is_refused")]
    [TestCase("a", "b\nc", TestName = "Value_of_metadata_with_a_line_feed_is_refused")]
    [TestCase("a", "b\0", TestName = "Value_of_metadata_with_a_NUL_is_refused")]
    [Description("VideoMetadata: keys, values; ContentHashKey belongs to the stores")]
    public void Value_of_metadata_out_of_bounds_is_refused(string key, string value) =>
        Assert.That(() => new VideoMetadata([new(key, value)]), Throws.InstanceOf<ArgumentException>());

    [Test]
    [Description("VideoMetadata: a value is Unicode text; a key is 1 to 64 characters; together at most MaxBytes")]
    public void Value_of_metadata_that_is_too_long_or_broken_is_refused()
    {
        Assert.That(() => new VideoMetadata([new("a", "\ud83d")]), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => new VideoMetadata([new(new string('k', 65), "v")]), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => new VideoMetadata([new("a", new string('v', VideoMetadata.MaxBytes))]), Throws.InstanceOf<ArgumentException>());
    }

    [Test]
    [Description("ByteRange: an offset and a suffix are 0 or more, a slice is 1 or more and its end a long")]
    public void Value_of_a_range_out_of_bounds_is_refused()
    {
        Assert.That(() => ByteRange.From(-1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => ByteRange.Slice(-1, 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => ByteRange.Slice(0, 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => ByteRange.Slice(1, long.MaxValue), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => ByteRange.Suffix(-1), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }
}
