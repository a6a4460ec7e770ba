using System.Globalization;
using NUnit.Framework;

namespace FlixTube.Storage.Conformance;

/// <summary>Metadata that is allowed and hard to send as headers.</summary>
internal static class MetadataCases
{
    public static IEnumerable<TestCaseData> All()
    {
        yield return Case("one entry", ("title", "A day at the sea"));
        yield return Case("several entries", ("title", "Sea"), ("length-in-seconds", "12.5"), ("a", "1"), ("a1", "2"), ("a-1", "3"));
        yield return Case("an empty value", ("title", ""));
        yield return Case("a space", ("title", " "));
        yield return Case("spaces around", ("title", "  a  b  "));
        yield return Case("Unicode", ("title", "Ünïcödé, Ωμέγα, 视频"));
        yield return Case("decomposed", ("title", "e\u0301"), ("other", "\u00e9"));
        yield return Case("emoji", ("title", "🎬👩‍👩‍👧‍👦"));
        yield return Case("right to left", ("title", "סרט"));
        yield return Case("percent-encoded already", ("title", "100%25 %41 %zz %"));
        yield return Case("punctuation", ("title", "a=b; c, \"d\" 'e' & <f> # ? + / \\ | ` ~ ^ { } [ ] ( ) @ ! $ * :"));
        yield return Case("like an encoded word", ("title", "=?UTF-8?Q?=41?="));
        yield return Case("like base64", ("title", "4pyT"));
        yield return Case("like JSON", ("title", "{\"a\":null}"));
        yield return Case("like a number", ("title", "007"));
        yield return Case("like nothing", ("title", "null"));
        yield return Case("a byte order mark", ("title", "\ufeffa"));
        yield return Case("a replacement character", ("title", "\ufffd"));
        yield return Case("a line separator", ("title", "a\u2028b"));
        yield return Case("a key of one letter", ("x", "1"));
        yield return Case("a key of 64 characters", (new string('k', 64), "1"));
        yield return Case("hyphens in the key", ("a--b-", "1"));
        yield return Case("the names of headers", ("content-type", "a"), ("etag", "b"), ("content-length", "5"), ("host", "c"));
        yield return Case("as much as is allowed", ("a", new string('v', VideoMetadata.MaxBytes - 1)));
        yield return Case("as much Unicode as is allowed", ("a", new string('é', (VideoMetadata.MaxBytes - 1) / 6)));
        yield return Case("fifty entries", [.. Enumerable.Range(0, 50).Select(i => (string.Create(CultureInfo.InvariantCulture, $"k{i}"), "v"))]);
    }

    private static TestCaseData Case(string label, params (string Key, string Value)[] entries) =>
        new TestCaseData(new VideoMetadata(entries.Select(e => new KeyValuePair<string, string>(e.Key, e.Value)))).SetArgDisplayNames(label);
}
