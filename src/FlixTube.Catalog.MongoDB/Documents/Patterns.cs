using System.Text;
using FlixTube.Storage;

namespace FlixTube.Catalog.MongoDB.Documents;

/// <summary>
/// Rules of the catalogue as regular expressions, so that MongoDB itself passes over what breaks them. They mean the same
/// to PCRE, .NET and Python.
/// </summary>
internal static class Patterns
{
    private const string Control = @"\x00-\x1f\x7f-\x9f";

    // Nothing follows, not even the line break that $ would let pass.
    private const string End = @"(?![\s\S])";
    private const string Segment = $@"(?!\.\.?(?:/|{End}))[^/\\{Control}]+";

    /// <summary>What a <see cref="VideoPath"/> may be, except that its length is counted in characters.</summary>
    public static readonly string Path = $@"^(?=[\s\S]{{1,{VideoPath.MaxUtf8Bytes}}}{End}){Segment}(?:/{Segment})*{End}";

    /// <summary>
    /// What is certainly a title: its length is counted in UTF-16 units, of which a character beyond U+FFFF has two. So with
    /// such characters only half as many are taken; longer ones are read as titles but sorted as if they were none.
    /// </summary>
    public static readonly string Title =
        $"^(?:[^{Control}\U00010000-\U0010FFFF]{{1,{CatalogDetails.MaxTitleLength}}}|[^{Control}]{{1,{CatalogDetails.MaxTitleLength / 2}}}){End}";

    /// <summary>A title that begins with these characters; case is left to the option <c>i</c>.</summary>
    public static string TitleWith(string prefix)
    {
        var pattern = new StringBuilder("^");
        foreach (var c in prefix)
        {
            if (char.IsAscii(c) && !char.IsAsciiLetterOrDigit(c))
                pattern.Append('\\');

            pattern.Append(c);
        }

        return pattern.Append("[^").Append(Control).Append("]*").Append(End).ToString();
    }
}
