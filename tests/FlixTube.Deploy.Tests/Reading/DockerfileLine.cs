using System.Text.RegularExpressions;

namespace FlixTube.Deploy.Tests.Reading;

/// <summary>One instruction of a Dockerfile, its continued lines joined.</summary>
internal sealed partial record DockerfileLine(string Instruction, string Rest)
{
    public static IReadOnlyList<DockerfileLine> Of(string text) =>
    [
        .. Continuation.Replace(text, " ").Split('\n').Where(static line => line.Length > 0 && line[0] != '#')
            .Select(static line => line.Split(' ', 2)).Select(static words => new DockerfileLine(words[0], words.Length > 1 ? words[1] : "")),
    ];

    [GeneratedRegex(@" *\\\n *", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Continuation { get; }
}
