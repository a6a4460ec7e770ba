using System.Text.RegularExpressions;
using FlixTube.Deploy.Tests.Reading;
using FlixTube.Testing.Programs;

namespace FlixTube.Deploy.Tests.Checking;

/// <summary>What can be said of <c>deploy/container</c> without building it; the rest is seen when an image is built and run.</summary>
internal static partial class ContainerCheck
{
    public const string Folder = "container";

    private static readonly string[] Instructions =
        ["ARG", "FROM", "WORKDIR", "COPY", "RUN", "LABEL", "ENV", "EXPOSE", "STOPSIGNAL", "USER", "HEALTHCHECK", "ENTRYPOINT", "CMD", "VOLUME"];

    private static readonly string[] Given = ["TARGETARCH", "BUILDPLATFORM"];

    private static readonly string[] Labels = [.. new[] { "source", "licenses", "vendor", "version", "revision", "title", "description" }.Select(static name => $"org.opencontainers.image.{name}")];

    // What .NET itself reads.
    private static readonly string[] Runtime =
    [
        "ASPNETCORE_HTTP_PORTS", "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "DOTNET_EnableDiagnostics", "MSBUILDDISABLENODEREUSE", "UseSharedCompilation",
        "DOTNET_USE_POLLING_FILE_WATCHER", "DOTNET_WATCH_RESTART_ON_RUDE_EDIT", "ArtifactsPath",
    ];

    public static IEnumerable<string> Problems(DeployFolder deploy)
    {
        foreach (var problem in SettingKeys.FileProblems("appsettings.json", deploy.Read($"{Folder}/appsettings.json")))
            yield return $"appsettings.json: {problem}";

        foreach (var file in new[] { "Dockerfile", "Dockerfile.development" })
        {
            foreach (var problem in Problems(DockerfileLine.Of(deploy.Read($"{Folder}/{file}")), deploy))
                yield return $"{file}: {problem}";
        }
    }

    private static IEnumerable<string> Problems(IReadOnlyList<DockerfileLine> lines, DeployFolder deploy)
    {
        var arguments = lines.Where(static line => line.Instruction == "ARG").Select(static line => line.Rest.Split('=')[0]).ToHashSet(StringComparer.Ordinal);
        var stages = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (instruction, rest) in lines)
        {
            if (!Instructions.Contains(instruction))
                yield return $"{instruction} is no instruction";

            foreach (var name in Used.Matches(rest).Select(static m => m.Groups["name"].Value).Where(name => !arguments.Contains(name) && !Given.Contains(name)))
                yield return $"${name} is not declared";

            switch (instruction)
            {
                case "ARG" when rest.Contains('/', StringComparison.Ordinal) && !Base.IsMatch(rest):
                    yield return $"{rest} pins no version of .NET 10";
                    break;
                case "FROM":
                    var words = rest.Split(' ').Where(static word => !word.StartsWith("--", StringComparison.Ordinal)).ToArray();
                    if (words[0][0] != '$' && !stages.Contains(words[0]))
                        yield return $"there is no {words[0]} to begin with";
                    if (rest.Split(' ').Any(static word => word.StartsWith("--", StringComparison.Ordinal) && word != "--platform=$BUILDPLATFORM"))
                        yield return $"FROM {rest}";
                    if (words is [_, "AS", var stage])
                        stages.Add(stage);
                    else if (words.Length > 1)
                        yield return $"FROM {rest}";
                    break;
                case "COPY":
                    foreach (var problem in Copied(rest, stages, deploy))
                        yield return problem;
                    break;
                case "RUN":
                    foreach (var path in ProjectPath.Matches(rest).Select(static m => m.Value).Where(static path => !Path.Exists(Repository.PathOf(path))))
                        yield return $"there is no {path}";
                    foreach (var name in Assembly.Matches(rest).Select(static m => m.Groups["name"].Value).Where(static name => name is not ("FlixTube.Host" or "FlixTube.History")))
                        yield return $"{name} is no service";
                    break;
                case "ENV":
                    foreach (var setting in rest.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static pair => pair.Split('=', 2)).Where(static pair => !Runtime.Contains(pair[0])))
                    {
                        foreach (var problem in SettingKeys.Problems(setting[0], setting[^1]))
                            yield return problem;
                    }

                    break;
                case "EXPOSE" when !lines.Any(line => line.Instruction == "ENV" && line.Rest.Contains($"PORT={rest} ", StringComparison.Ordinal)):
                    yield return $"nobody listens on {rest}";
                    break;
                case "STOPSIGNAL" when rest != "SIGTERM":
                    yield return $"a service does not stop by {rest}";
                    break;
                case "USER" when rest != "1654:1654":
                    yield return $"the user is {rest}";
                    break;
                case "VOLUME" when rest is not ("""["/videos", "/catalog", "/cache", "/outbox"]""" or """["/history"]"""):
                    yield return $"the volumes are {rest}";
                    break;
                case "ENTRYPOINT" when rest is not ("""["dotnet", "FlixTube.Host.dll"]""" or """["dotnet", "FlixTube.History.dll"]""" or """["dotnet", "watch", "--non-interactive", "run", "--no-launch-profile", "--project"]"""):
                    yield return $"it starts {rest}";
                    break;
                case "CMD" when rest != """["src/FlixTube.Host"]""":
                    yield return $"it starts {rest}";
                    break;
                case "HEALTHCHECK" when !Health.IsMatch(rest):
                    yield return $"its health is asked by {rest}";
                    break;
                case "LABEL" when Label.Matches(rest).Any(static label => !Labels.Contains(label.Groups["name"].Value)):
                    yield return $"an unknown label: {rest}";
                    break;
                default:
                    break;
            }
        }

        foreach (var stage in stages.Except(["host", "history"]).Where(stage => !lines.Any(line => line.Instruction is "FROM" && line.Rest.StartsWith(stage + " ", StringComparison.Ordinal)
            || line.Instruction is "COPY" && line.Rest.Contains($"--from={stage} ", StringComparison.Ordinal))))
            yield return $"nobody uses the stage {stage}";
    }

    private static IEnumerable<string> Copied(string rest, HashSet<string> stages, DeployFolder deploy)
    {
        var words = rest.Split(' ');
        var options = words.Where(static word => word.StartsWith("--", StringComparison.Ordinal)).ToList();
        foreach (var option in options.Where(static option => option != "--chown=1654:1654" && !option.StartsWith("--from=", StringComparison.Ordinal)))
            yield return $"{option} is no option";

        var from = options.FirstOrDefault(static option => option.StartsWith("--from=", StringComparison.Ordinal))?["--from=".Length..];
        if (from is not null && !stages.Contains(from))
            yield return $"there is no stage {from}";

        foreach (var source in words.Where(static word => !word.StartsWith("--", StringComparison.Ordinal)).SkipLast(1).Where(source => from is null && !deploy.Has("..", source)))
            yield return $"there is no {source}";
    }

    [GeneratedRegex("""(?<name>[\w.]+)=("[^"]*"|\S+)""", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Label { get; }

    [GeneratedRegex(@"\$(?<name>[A-Z]+)", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Used { get; }

    [GeneratedRegex(@"^(SDK=mcr\.microsoft\.com/dotnet/sdk:10\.0\.[0-9]{3}|DEPENDENCIES=mcr\.microsoft\.com/dotnet/runtime-deps:10\.0\.[0-9]+|RUNTIME=mcr\.microsoft\.com/dotnet/aspnet:10\.0\.[0-9]+)-noble(-chiseled)?(@sha256:[0-9a-f]{64})?$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Base { get; }

    [GeneratedRegex(@"\b(src|deploy)/[\w./-]*\w", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex ProjectPath { get; }

    [GeneratedRegex(@"/app/(?<name>\S+)\.deps\.json", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Assembly { get; }

    [GeneratedRegex(@"^--interval=[0-9]+s --timeout=[0-9]+s --start-period=[0-9]+s --retries=[0-9]+ CMD \[""dotnet"", ""FlixTube\.(Host|History)\.dll"", ""health""\]$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Health { get; }
}
