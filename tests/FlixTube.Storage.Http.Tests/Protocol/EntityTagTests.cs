using FlixTube.Storage.Http.Protocol;

namespace FlixTube.Storage.Http.Tests.Protocol;

internal sealed class EntityTagTests
{
    [TestCase("\"a\"", "a")]
    [TestCase("\"*\"", "*")]
    [TestCase("\"!#~\"", "!#~")]
    [TestCase("\"\"", null)]
    [TestCase("W/\"a\"", null)]
    [TestCase("*", null)]
    [TestCase("a", null)]
    [TestCase("\"", null)]
    [TestCase("\"a\", \"b\"", null)]
    [TestCase("\"a b\"", null)]
    [TestCase(null, null)]
    public void One_strong_tag_is_read_and_nothing_else(string? text, string? etag) =>
        Assert.That(EntityTag.ParseStrong(text), Is.EqualTo(etag));

    [Test]
    public void A_tag_has_256_characters_at_most()
    {
        Assert.That(EntityTag.IsValid(new string('a', 256)), Is.True);
        Assert.That(EntityTag.IsValid(new string('a', 257)), Is.False);
    }
}
