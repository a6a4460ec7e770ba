using NUnit.Framework;

namespace FlixTube.Storage.Conformance;

/// <summary>Names that are hard for some service, file system, URL or header, and allowed all the same.</summary>
internal static class VideoNames
{
    private static readonly (string Label, string Name)[] Hard =
    [
        ("plain", "video.mp4"),
        ("a space", "a b.mp4"),
        ("a space before", " a.mp4"),
        ("a space after", "a.mp4 "),
        ("a space at the end of a folder", "a /b.mp4"),
        ("spaces only", "   "),
        ("two spaces", "a  b"),
        ("number sign", "a#b.mp4"),
        ("question mark", "a?b=c.mp4"),
        ("percent", "100%.mp4"),
        ("percent and digits", "a%20b.mp4"),
        ("percent-encoded slash", "a%2Fb.mp4"),
        ("percent-encoded dots", "%2e%2e/a"),
        ("percent-encoded percent", "a%2520b"),
        ("percent-encoded NUL", "a%00b"),
        ("broken percent-encoding", "a%zz%4"),
        ("plus", "a+b.mp4"),
        ("ampersand and equals", "a&b=c.mp4"),
        ("semicolon", "a;b.mp4"),
        ("colon", "a:b.mp4"),
        ("like a drive", "C:/a.mp4"),
        ("like a stream of NTFS", "a.mp4:b:$DATA"),
        ("at sign", "a@b.mp4"),
        ("exclamation mark", "a!b.mp4"),
        ("dollar", "$web/a.mp4"),
        ("apostrophe", "it's.mp4"),
        ("quotation mark", "a\"b.mp4"),
        ("parentheses", "a(b).mp4"),
        ("asterisk", "a*b.mp4"),
        ("comma", "a,b.mp4"),
        ("square brackets", "a[b].mp4"),
        ("braces", "a{b}.mp4"),
        ("tilde", "~a~.mp4"),
        ("circumflex and grave", "a^b`.mp4"),
        ("vertical bar", "a|b.mp4"),
        ("less and greater", "<a>.mp4"),
        ("like markup", "&lt;a&amp;b&gt;"),
        ("underscore and hyphen", "-_a_-"),
        ("like an option", "--help"),
        ("a leading dot", ".a.mp4"),
        ("three dots", "..."),
        ("two dots within", "a..b/..c/d.."),
        ("a trailing dot", "a.mp4."),
        ("a trailing dot on a folder", "a./b."),
        ("like the store's own", ".flixtube"),
        ("like the store's own folder", ".flixtube/tmp/a.mp4"),
        ("like a temporary file", "a.mp4.tmp"),
        ("like a lock file", ".~lock.a.mp4#"),
        ("like a sidecar", "a.mp4.json"),
        ("like a part", "a.mp4.part-0001"),
        ("like a device of Windows", "con"),
        ("like a device of Windows with an extension", "NUL.mp4"),
        ("like a URL", "https:/host/a.mp4"),
        ("like an empty JSON", "{}"),
        ("Latin, composed", "caf\u00e9.mp4"),
        ("Latin, decomposed", "cafe\u0301.mp4"),
        ("Greek, Cyrillic", "Ωμέγα/Видео.mp4"),
        ("Chinese, Japanese, Korean", "视频/ビデオ/비디오.mp4"),
        ("Hangul, decomposed", "\u1107\u1175\u1103\u1175\u110b\u1169"),
        ("emoji", "🎬🍿.mp4"),
        ("emoji of several code points", "👩‍👩‍👧‍👦🏳️‍🌈.mp4"),
        ("right to left", "סרט/فيلم.mp4"),
        ("a right-to-left override", "a\u202egpm.mp4"),
        ("no-break and zero-width space", "a\u00a0b\u200bc"),
        ("line and paragraph separator", "a\u2028b\u2029c"),
        ("byte order mark", "\ufeffa"),
        ("replacement character", "a\ufffdb"),
        ("noncharacter", "a\uffffb"),
        ("private use", "a\ue000b"),
        ("beyond the basic plane", "𝒱𝒾𝒹𝑒𝑜"),
        ("the last code point", "\U0010ffff"),
        ("upper case", "VIDEO.MP4"),
        ("dotless i and sharp s", "ıİßſ.mp4"),
        ("one letter", "a"),
        ("many folders", "a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p/q/r/s/t/u/v/w/x/y/z"),
    ];

    private static readonly (string Label, string Left, string Right)[] Alike =
    [
        ("upper and lower case", "a", "A"),
        ("case of an extension", "a.mp4", "a.MP4"),
        ("case of a folder", "F/a", "f/a"),
        ("case beyond ASCII", "é", "É"),
        ("sharp s", "ß", "ss"),
        ("Turkish i", "i", "İ"),
        ("Kelvin sign", "k", "\u212a"),
        ("composed and decomposed", "\u00e9", "e\u0301"),
        ("Angstrom sign", "\u00c5", "\u212b"),
        ("ligature", "fi", "\ufb01"),
        ("full width", "a", "\uff41"),
        ("zero-width space", "ab", "a\u200bb"),
        ("variation selector", "❤", "❤\ufe0f"),
        ("byte order mark", "a", "\ufeffa"),
        ("replacement character and question mark", "\ufffd", "?"),
        ("space and plus", "a b", "a+b"),
        ("space and %20", "a b", "a%20b"),
        ("percent-encoded letter", "A", "%41"),
        ("percent-encoded percent", "%", "%25"),
        ("percent-encoded slash", "a/b", "a%2Fb"),
        ("case of percent-encoding", "a%2fb", "a%2Fb"),
        ("space after", "a", "a "),
        ("space before", "a", " a"),
        ("dot after", "a", "a."),
        ("dots after", "a.", "a.."),
        ("space and no-break space", "a b", "a\u00a0b"),
        ("video and folder", "a", "a/b"),
        ("folder with an extension", "a.mp4", "a.mp4/a.mp4"),
        ("video three folders deep", "x", "x/y/z/v"),
    ];

    private static readonly string[] First =
    [
        ".flixtube", ".flixtube/a", ".tmp/a", "tmp", ".uploads/a", ".metadata/a.json", "$root", "$logs/a", "nul", "aux.mp4", "~",
        "~root/a", "lost+found", ".git/config", "...", " ", "?", "#", "%2e%2e", "a:b", "-", "*", "_", "😀",
    ];

    /// <summary>Cases of one name, to be used below a prefix.</summary>
    public static IEnumerable<TestCaseData> All() => Hard.Select(h => new TestCaseData(h.Name).SetArgDisplayNames(h.Label));

    /// <summary>Cases of two names that some store might take for one.</summary>
    public static IEnumerable<TestCaseData> Pairs() => Alike.Select(a => new TestCaseData(a.Left, a.Right).SetArgDisplayNames(a.Label));

    /// <summary>Names that matter where they are the first segment: those of a store's own files, hidden ones, devices.</summary>
    public static IEnumerable<TestCaseData> Roots() => First.Select(name => new TestCaseData(name).SetArgDisplayNames($"'{name}'"));
}
