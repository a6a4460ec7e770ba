using NUnit.Framework;

namespace FlixTube.Storage.Conformance;

/// <summary>Texts that are no <see cref="VideoPath"/>, by the rule that they break.</summary>
internal static class ForbiddenNames
{
    private static readonly (string Label, string Text)[] Forbidden =
    [
        ("empty", ""),
        ("a slash", "/"),
        ("slashes", "//"),
        ("a leading slash", "/a"),
        ("a trailing slash", "a/"),
        ("a double slash", "a//b"),
        ("a dot", "."),
        ("two dots", ".."),
        ("a dot first", "./a"),
        ("two dots first", "../a"),
        ("a dot last", "a/."),
        ("two dots last", "a/.."),
        ("a dot within", "a/./b"),
        ("two dots within", "a/../b"),
        ("dots up and away", "../../../etc/passwd"),
        ("a backslash", "\\"),
        ("a backslash within", "a\\b"),
        ("dots with backslashes", "..\\a"),
        ("U+0000", "\0"),
        ("U+0000 within", "a\0.mp4"),
        ("U+0001", "a\u0001"),
        ("U+0009, a tab", "a\tb"),
        ("U+000A, a line feed", "a\nb"),
        ("U+000D, a carriage return", "a\rb"),
        ("U+001F", "a\u001fb"),
        ("U+007F", "a\u007fb"),
        ("U+0080", "a\u0080b"),
        ("U+0085, a next line", "a\u0085b"),
        ("U+009F", "a\u009fb"),
        ("half of a surrogate pair, the first", "a\ud83d"),
        ("half of a surrogate pair, the second", "\ude00a"),
        ("halves of a surrogate pair in the wrong order", "\ude00\ud83d"),
        ("1,025 bytes", new string('a', 1025)),
        ("1,025 bytes in 1,024 characters", new string('a', 1023) + "é"),
        ("1,025 bytes in 513 characters", "a" + new string('é', 512)),
        ("1,026 bytes in 342 characters", new string('€', 342)),
        ("1,028 bytes in 257 emoji", string.Concat(Enumerable.Repeat("😀", 257))),
        ("1,025 bytes in folders", "a" + string.Concat(Enumerable.Repeat("/b", 512))),
    ];

    public static IEnumerable<TestCaseData> All() => Forbidden.Select(f => new TestCaseData(f.Text).SetArgDisplayNames(f.Label));

    /// <summary>Names of objects that other programs may have put into the same bucket or folder.</summary>
    public static IEnumerable<TestCaseData> Plantable() =>
        new[]
        {
            ("a folder's own marker", "a/"), ("a double slash", "a//b"), ("a leading slash", "/a"), ("a dot", "a/./b"),
            ("two dots", "a/../b"), ("a backslash", "a\\b"), ("a tab", "a\tb"), ("U+0085", "a\u0085b"),
        }.Select(f => new TestCaseData(f.Item2).SetArgDisplayNames(f.Item1));
}
