using FlixTube.Host.Streaming;
using FlixTube.Host.Tests.Doubles;

namespace FlixTube.Host.Tests.Streaming;

[Parallelizable(ParallelScope.All)]
internal sealed class ValidatorsTests
{
    private static readonly DateTimeOffset Now = new(2024, 5, 6, 7, 8, 9, 700, TimeSpan.Zero);

    [Test]
    public void The_tag_is_the_hash_when_it_is_known_and_else_the_stores()
    {
        var hash = new string('a', 64);
        Assert.That(Validators.Of(new ScriptedVideo("v", 1, seed: 3, contentHash: hash).Properties, Now).EntityTag, Is.EqualTo($"\"{hash}\""));
        Assert.That(Validators.Of(new ScriptedVideo("v", 1, seed: 3).Properties, Now).EntityTag, Is.EqualTo("\"store-tag-3\""));
    }

    [Test]
    public void Last_modified_is_cut_to_seconds()
    {
        var validators = Of(Now.AddMinutes(-1));
        Assert.That(validators.LastModified, Is.EqualTo(new DateTimeOffset(2024, 5, 6, 7, 7, 9, TimeSpan.Zero)));
    }

    [Test]
    public void Last_modified_is_never_later_than_the_date()
    {
        var validators = Of(Now.AddDays(1));
        Assert.That(validators.LastModified, Is.EqualTo(validators.Date));
    }

    [TestCase(-2000, true)]
    [TestCase(-1000, true)]
    [TestCase(-701, true, Description = "in the second before")]
    [TestCase(-700, false, Description = "in the same second, in which it may change again")]
    [TestCase(0, false)]
    [TestCase(5000, false, Description = "the store's clock is ahead")]
    public void Last_modified_is_strong_when_its_second_is_over(int milliseconds, bool strong) =>
        Assert.That(Of(Now.AddMilliseconds(milliseconds)).LastModifiedIsStrong, Is.EqualTo(strong));

    private static Validators Of(DateTimeOffset lastModified) =>
        Validators.Of(new ScriptedVideo("v", 1, lastModified: lastModified).Properties, Now);
}
