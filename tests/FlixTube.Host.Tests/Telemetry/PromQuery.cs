using System.Text.RegularExpressions;

namespace FlixTube.Host.Tests.Telemetry;

/// <summary>The series and labels that a query of Prometheus names.</summary>
internal sealed partial class PromQuery
{
    private static readonly HashSet<string> Operators = ["and", "or", "unless", "by", "without", "on", "ignoring", "group_left", "group_right", "bool", "offset"];

    public PromQuery(string text)
    {
        if (text.Count(c => c == '(') != text.Count(c => c == ')') || text.Count(c => c == '{') != text.Count(c => c == '}'))
            throw new FormatException($"Brackets do not match: {text}");

        var labels = new HashSet<string>(StringComparer.Ordinal);
        var rest = Strings.Replace(text, "\"\"");
        rest = Grouping.Replace(rest, match => Collect(match, Names));
        rest = Selector.Replace(rest, match => Collect(match, Matchers));
        rest = Window.Replace(rest, "");
        Labels = labels;
        Series = Names.Matches(rest)
            .Where(match => !Operators.Contains(match.Value) && !rest.AsSpan(match.Index + match.Length).TrimStart().StartsWith("("))
            .Select(match => match.Value)
            .ToHashSet(StringComparer.Ordinal);

        string Collect(Match match, Regex names)
        {
            labels.UnionWith(names.Matches(match.Groups["inner"].Value).Select(label => label.Value));
            return " ";
        }
    }

    public IReadOnlySet<string> Series { get; }

    public IReadOnlySet<string> Labels { get; }

    [GeneratedRegex("\"[^\"]*\"", RegexOptions.NonBacktracking)]
    private static partial Regex Strings { get; }

    [GeneratedRegex(@"\b(by|without|on|ignoring)\s*\((?<inner>[^)]*)\)", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Grouping { get; }

    [GeneratedRegex(@"\{(?<inner>[^}]*)\}", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Selector { get; }

    [GeneratedRegex(@"\w+(?=\s*(=|!=|=~|!~)\s*"")", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Matchers { get; }

    [GeneratedRegex(@"\[[^\]]*\]", RegexOptions.NonBacktracking)]
    private static partial Regex Window { get; }

    [GeneratedRegex(@"(?<![\w.$])[a-zA-Z_:][\w:]*", RegexOptions.None, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Names { get; }
}
