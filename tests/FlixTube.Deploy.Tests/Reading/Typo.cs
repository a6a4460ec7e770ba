using System.Text.RegularExpressions;

namespace FlixTube.Deploy.Tests.Reading;

/// <summary>One letter too many in a word of a file.</summary>
/// <param name="File">The file, relative to <c>deploy/</c>.</param>
/// <param name="Line">Its line, from 1.</param>
/// <param name="Word">The word as it was.</param>
/// <param name="Text">The whole file with the typo.</param>
internal sealed partial record Typo(string File, int Line, string Word, string Text)
{
    /// <summary>One for each word that means something: prose, and names that anybody may choose, do not.</summary>
    public static IEnumerable<Typo> In(string file, string text)
    {
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var code = Free.Replace(lines[i], static match => new string(' ', match.Length));
            foreach (Match word in Words.Matches(code))
            {
                var middle = word.Index + (word.Length / 2);
                var changed = lines.ToArray();
                changed[i] = lines[i].Insert(middle, "q");
                yield return new(file, i + 1, word.Value, string.Join('\n', changed));
            }
        }
    }

    public override string ToString() => $"{File}:{Line} {Word}";

    // Comments; what is run when an image is built, or by another test; what people read; examples of names that are chosen by whoever deploys; sizes, versions and times.
    [GeneratedRegex("""
        ^\s*(//|\#).*
        |^(RUN|\ +(dotnet|sh|DEBIAN_FRONTEND|\&\&))\s.*
        |^\s+(curl|"\$\$CONTAINER)\s?.*
        |SIGNATURE:\s.*
        |^output\s"\w+"
        |\{\sfor\s.*
        |\s\#\s.*
        |(description|error_message|display_name|condition)\s*=\s*".*"
        |org\.opencontainers\.image\.\w+="[^"]*"
        |(newName|"ServiceUri"|"ProjectId"|"Bucket"|"Region"|"Container"):\s.*
        |(iam\.gke\.io/gcp-service-account|azure\.workload\.identity/client-id):\s.*
        |=mcr\.microsoft\.com\S*
        |(default|name|account_id|node_group_name|repository_id|id|dns_prefix)\s*=\s*".*"
        |=\s*"~>.*
        |(stabilizationWindowSeconds|policies|periodSeconds|scaleDown|behavior):
        |\$\$?[A-Z]+
        """, RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Free { get; }

    [GeneratedRegex(@"[A-Za-z][A-Za-z0-9]+", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Words { get; }
}
