using NUnit.Framework;

namespace FlixTube.Storage.Conformance;

/// <summary>
/// Texts that name no version, made of the ETag of the present one: those that a service would understand as something
/// else when a store passes them on.
/// </summary>
internal static class ForeignETags
{
    public static IEnumerable<TestCaseData> All()
    {
        yield return Case("empty", _ => "");
        yield return Case("any version", _ => "*");
        yield return Case("in quotes", etag => $"\"{etag}\"");
        yield return Case("weak", etag => $"W/\"{etag}\"");
        yield return Case("a list", etag => $"other\", \"{etag}");
        yield return Case("one more character", etag => etag + "0");
        yield return Case("one character less", etag => etag[..^1]);
        yield return Case("a space before", etag => " " + etag);
        yield return Case("a space after", etag => etag + " ");
        yield return Case("another case", OtherCase);
        yield return Case("not ASCII", _ => "é😀");
        yield return Case("a line break", etag => $"{etag}\r\nX-Other: 1");
        yield return Case("a NUL", etag => etag + "\0");
        yield return Case("long", _ => new string('a', 300));

        static TestCaseData Case(string name, Func<string, string> make) => new TestCaseData(make).SetArgDisplayNames(name);
    }

    // An ETag without letters has no other case: then any other text does.
    private static string OtherCase(string etag)
    {
        var other = string.Concat(etag.Select(c => char.IsAsciiLetterLower(c) ? char.ToUpperInvariant(c) : char.ToLowerInvariant(c)));
        return string.Equals(other, etag, StringComparison.Ordinal) ? "another" : other;
    }
}
