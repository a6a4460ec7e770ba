namespace FlixTube.Storage.Abstractions.Tests;

public sealed class OptionsTests
{
    [Test]
    public void Conditions_exclude_each_other() =>
        Assert.That(() => new WriteOptions { CreateOnly = true, IfMatch = "x" }.Validate(), Throws.ArgumentException);

    [TestCase("video/mp4")]
    [TestCase("x")]
    [TestCase("text/plain; charset=\"utf-8\"")]
    [TestCase(null)]
    public void A_content_type_is_printable(string? type) => Assert.That(() => new WriteOptions { ContentType = type }.Validate(), Throws.Nothing);

    [TestCase("")]
    [TestCase("video/mp4\n")]
    [TestCase("vidéo")]
    [TestCase("\u007f")]
    public void What_is_not_printable_is_no_content_type(string type) =>
        Assert.That(() => new WriteOptions { ContentType = type }.Validate(), Throws.ArgumentException.With.Message.Contains("ContentType"));

    [Test]
    public void A_content_type_has_at_most_256_characters()
    {
        Assert.That(() => new WriteOptions { ContentType = new string('x', 256) }.Validate(), Throws.Nothing);
        Assert.That(() => new WriteOptions { ContentType = new string('x', 257) }.Validate(), Throws.ArgumentException);
    }

    [TestCase(1)]
    [TestCase(1000)]
    public void A_page_may_be_of_these_sizes(int size) => Assert.That(new ListOptions { PageSize = size }.PageSize, Is.EqualTo(size));

    [TestCase(0)]
    [TestCase(-1)]
    [TestCase(1001)]
    public void A_page_may_not_be_of_these_sizes(int size) =>
        Assert.That(() => new ListOptions { PageSize = size }, Throws.InstanceOf<ArgumentOutOfRangeException>());

    [Test]
    public void A_page_is_as_large_as_it_may_be_when_nothing_is_said() => Assert.That(default(ListOptions).PageSize, Is.EqualTo(1000));

    [TestCase(VideoStoreError.Throttled, ErrorPersistence.Temporary)]
    [TestCase(VideoStoreError.Unavailable, ErrorPersistence.Temporary)]
    [TestCase(VideoStoreError.Timeout, ErrorPersistence.Temporary)]
    [TestCase(VideoStoreError.NotFound, ErrorPersistence.Permanent)]
    [TestCase(VideoStoreError.PermissionDenied, ErrorPersistence.Permanent)]
    [TestCase(VideoStoreError.Internal, ErrorPersistence.Permanent)]
    public void The_kind_of_an_error_says_whether_to_try_again(VideoStoreError error, ErrorPersistence persistence) =>
        Assert.That(new VideoStoreException(error, "x").Persistence, Is.EqualTo(persistence));
}
