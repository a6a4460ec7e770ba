using FlixTube.Host.Streaming;
using Microsoft.Extensions.Primitives;

namespace FlixTube.Host.Tests.Streaming;

[Parallelizable(ParallelScope.All)]
internal sealed class EntityTagListTests
{
    private const string Current = "\"abc\"";

    [TestCase("*")]
    [TestCase(" * ")]
    [TestCase("\"abc\"")]
    [TestCase("\"x\", \"abc\"")]
    [TestCase("\"x\",\"abc\" ,\t\"y\"")]
    [TestCase(", ,\"abc\",,", Description = "5.6.1.2: empty elements")]
    [TestCase("\"a,\", \"abc\"", Description = "a comma within a tag")]
    [TestCase("\"\", \"abc\"", Description = "the empty tag is a tag")]
    [TestCase("\"été\", \"abc\"", Description = "obs-text")]
    [TestCase("W/\"abc\", \"abc\"")]
    public void The_current_tag_is_found_by_either_comparison(string list)
    {
        Assert.That(EntityTagList.Names(list, Current, weakly: false), Is.True);
        Assert.That(EntityTagList.Names(list, Current, weakly: true), Is.True);
    }

    [TestCase("W/\"abc\"")]
    [TestCase("\"x\", W/\"abc\"")]
    public void A_weak_tag_is_found_by_the_weak_comparison_only(string list)
    {
        Assert.That(EntityTagList.Names(list, Current, weakly: false), Is.False);
        Assert.That(EntityTagList.Names(list, Current, weakly: true), Is.True);
    }

    [TestCase("")]
    [TestCase(",")]
    [TestCase("\"x\"")]
    [TestCase("\"ABC\"")]
    [TestCase("\"abcd\"")]
    [TestCase("\",\"abc\",\"", Description = "two tags and between them what is none")]
    [TestCase("abc")]
    [TestCase("\"abc")]
    [TestCase("abc\"")]
    [TestCase("w/\"abc\"", Description = "8.8.3: W/ is case-sensitive")]
    [TestCase("W/ \"abc\"")]
    [TestCase("W/")]
    [TestCase("\"abc\" \"x\"", Description = "no comma between")]
    [TestCase("\"abc\", x", Description = "what cannot be read is not trusted")]
    [TestCase("*, \"abc\"")]
    [TestCase("\"abc\", *")]
    [TestCase("\"a b\", \"abc\"", Description = "no space within a tag")]
    public void What_does_not_name_it_or_is_not_a_list_names_nothing(string list)
    {
        Assert.That(EntityTagList.Names(list, Current, weakly: false), Is.False);
        Assert.That(EntityTagList.Names(list, Current, weakly: true), Is.False);
    }

    [Test]
    public void Several_lines_are_one_list()
    {
        Assert.That(EntityTagList.Names(new StringValues(["\"x\"", "\"abc\", \"y\""]), Current, weakly: false), Is.True);
        Assert.That(EntityTagList.Names(new StringValues(["*", "*"]), Current, weakly: false), Is.False);
    }

    [Test]
    public void No_text_makes_it_throw() =>
        Properties.HoldsFor(Properties.HeaderText, text => EntityTagList.Names(text, Current, weakly: true), count: 3000);
}
