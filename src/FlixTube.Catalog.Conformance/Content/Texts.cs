using NUnit.Framework;

namespace FlixTube.Catalog.Conformance;

/// <summary>Texts that are hard for some encoding, query language or index, and allowed all the same.</summary>
internal static class Texts
{
    private static readonly (string Label, string Text)[] Hard =
    [
        ("plain", "video"),
        ("one letter", "a"),
        ("a space", "a b"),
        ("spaces around", "  a  "),
        ("spaces only", "   "),
        ("quotation marks", "\"it's\""),
        ("like JSON", "{\"$ne\": null}"),
        ("like an operator", "$where"),
        ("like a field of a field", "a.b.0"),
        ("like a pattern", "^.*(a|b)[c-d]+\\w$"),
        ("like a wildcard", "100%_*?"),
        ("a quoting end", "a\\Eb\\Q"),
        ("a backslash at the end", "a\\"),
        ("slashes", "a/b//c"),
        ("number sign and plus", "#1 + 1"),
        ("like markup", "<b>&amp;</b>"),
        ("like a number", "007"),
        ("like nothing", "null"),
        ("like an id", "5d9e690ad76fe06a3d7ae416"),
        ("Latin, composed", "caf\u00e9"),
        ("Latin, decomposed", "cafe\u0301"),
        ("Greek, Cyrillic", "Ωμέγα Видео"),
        ("Chinese, Japanese, Korean", "视频ビデオ비디오"),
        ("emoji of several code points", "👩‍👩‍👧‍👦🏳️‍🌈"),
        ("right to left", "סרט فيلم"),
        ("sharp s and Turkish i", "ßıİ"),
        ("no-break and zero-width space", "a\u00a0b\u200bc"),
        ("line separator", "a\u2028b"),
        ("byte order mark", "\ufeffa"),
        ("noncharacter", "a\uffffb"),
        ("the last code point", "\U0010ffff"),
    ];

    private static readonly (string Label, string Text)[] Wrong =
    [
        ("empty", ""),
        ("NUL", "a\0b"),
        ("escape", "a\u001bb"),
        ("delete", "a\u007fb"),
        ("next line", "a\u0085b"),
        ("half of a pair", "a\ud83c"),
        ("other half of a pair", "\udfacb"),
    ];

    /// <summary>In the order of their UTF-8 bytes, which differs from that of UTF-16 at the end and from that of a dictionary throughout.</summary>
    public static readonly string[] Ordered = [" ", "!", "0", "10", "2", "A", "B", "Z", "a", "a b", "aa", "b", "z", "É", "é", "Ж", "日", "\ue000", "\uffff", "😀", "\U0010ffff"];

    public static IEnumerable<string> All => Hard.Select(hard => hard.Text);

    public static IEnumerable<TestCaseData> Allowed() => Hard.Select(hard => new TestCaseData(hard.Text).SetArgDisplayNames(hard.Label));

    public static IEnumerable<TestCaseData> Forbidden() => Wrong.Select(wrong => new TestCaseData(wrong.Text).SetArgDisplayNames(wrong.Label));
}
