using System.Text;
using System.Text.RegularExpressions;
using FlixTube.Catalog.MongoDB.Documents;
using FlixTube.Storage;
using FsCheck;
using FsCheck.Fluent;

namespace FlixTube.Catalog.MongoDB.Tests.Documents;

/// <summary>What MongoDB is asked for is what the catalogue would take.</summary>
internal sealed class PatternsTests
{
    private static readonly Gen<string> Texts = Gen.Frequency(
            (8, Gen.Elements("/", ".", "..", "a", "b.mp4", "\\", "\n", "\0", "\u0085", " ", "#", "é", "日本", "🌊", "...")),
            (1, Gen.Choose(1, 0xD7FF).Select(c => ((char)c).ToString())))
        .ListOf()
        .Select(string.Concat);

    [Test]
    public void The_pattern_of_paths_takes_what_is_a_path_and_nothing_else() =>
        Holds(Texts, text => Matches(Patterns.Path, text) == VideoPath.TryParse(text, out _));

    [TestCase(VideoPath.MaxUtf8Bytes, ExpectedResult = true)]
    [TestCase(VideoPath.MaxUtf8Bytes + 1, ExpectedResult = false)]
    public bool The_pattern_of_paths_knows_the_longest(int length) => Matches(Patterns.Path, new string('a', length));

    [Test]
    public void The_pattern_of_titles_takes_what_is_a_title_and_nothing_else() => Holds(Texts, text => Matches(Patterns.Title, text) == IsTitle(text));

    [TestCase("a", CatalogDetails.MaxTitleLength, ExpectedResult = true)]
    [TestCase("a", CatalogDetails.MaxTitleLength + 1, ExpectedResult = false)]
    [TestCase("🌊", CatalogDetails.MaxTitleLength / 2, ExpectedResult = true)]
    [TestCase("🌊", (CatalogDetails.MaxTitleLength / 2) + 1, ExpectedResult = false)]
    public bool The_pattern_of_titles_knows_the_longest(string character, int count) =>
        Matches(Patterns.Title, new StringBuilder().Insert(0, character, count).ToString());

    [Test]
    public void The_pattern_of_a_prefix_takes_no_character_for_more_than_itself() =>
        Holds(
            from prefix in Gen.Elements(".", "a.b", "(", "[x]", "$", "^", "\\d", "*", "a|b", "{2}", "#", " ", "-", "/", "é", "🌊")
            from rest in Gen.Elements("", "a.b", "axb", "(", "x", "$", "^", "5", "\\d", "a", "b", "aa", "#", " ", "é", "🌊")
            select (prefix, rest),
            t => Matches(Patterns.TitleWith(t.prefix), t.prefix + t.rest)
                && Matches(Patterns.TitleWith(t.prefix), t.rest) == t.rest.StartsWith(t.prefix, StringComparison.Ordinal));

    private static void Holds<T>(Gen<T> cases, Func<T, bool> property) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(5000).WithReplay(20240506, 7), Prop.ForAll(cases.ToArbitrary(), property));

    // .NET looks at halves of pairs, PCRE at whole characters: those beyond U+FFFF become ones that no pattern names.
    private static bool Matches(string pattern, string text) => Regex.IsMatch(
        Flat(text), Flat(pattern.Replace("\U00010000-\U0010FFFF", "\uE000-\uE0FF", StringComparison.Ordinal)), RegexOptions.CultureInvariant, TimeSpan.FromSeconds(5));

    private static string Flat(string text) =>
        string.Concat(text.EnumerateRunes().Select(rune => rune.IsBmp ? rune.ToString() : ((char)(0xE000 + (rune.Value % 0x100))).ToString()));

    private static bool IsTitle(string text)
    {
        try
        {
            _ = new CatalogDetails { Title = text };
            return true;
        }
        catch (VideoCatalogException)
        {
            return false;
        }
    }
}
