using System.Globalization;
using System.Text.Json.Nodes;
using FlixTube.Deploy.Tests.Reading;
using YamlDotNet.Core;

namespace FlixTube.Deploy.Tests.Checking;

/// <summary>What is wrong with <c>deploy/compose</c>.</summary>
internal static class ComposeCheck
{
    private const string Folder = "compose";
    private static readonly string[] Files = ["compose.yaml", "compose.development.yaml"];

    public static IEnumerable<string> Problems(DeployFolder deploy, SyntaxChecker syntax)
    {
        foreach (var file in deploy.Files(Folder))
        {
            if (Path.GetFileName(Path.GetDirectoryName(file)) is "video-storage")
            {
                foreach (var problem in SettingKeys.FileProblems(Path.GetFileName(file), deploy.Read(file)))
                    yield return $"{file}: {problem}";
            }
        }

        foreach (var file in Files)
        {
            foreach (var problem in FileProblems(deploy, syntax, Path.Combine(Folder, file), isDevelopment: file.Contains("development", StringComparison.Ordinal)))
                yield return $"{Folder}/{file}: {problem}";
        }
    }

    private static IEnumerable<string> FileProblems(DeployFolder deploy, SyntaxChecker syntax, string file, bool isDevelopment)
    {
        JsonNode document;
        try
        {
            document = Yaml.Documents(deploy.Read(file)).Single();
        }
        catch (YamlException e)
        {
            return [e.Message];
        }

        var schema = syntax.Compose(document).ToList();
        return schema.Count > 0 ? schema : [.. Whole(deploy, document, isDevelopment), .. document.At("services").Map().SelectMany(service =>
            new ComposeService(service.Key, service.Value!, document, isDevelopment).Problems(deploy).Select(problem => $"{service.Key}: {problem}"))];
    }

    private static IEnumerable<string> Whole(DeployFolder deploy, JsonNode document, bool isDevelopment)
    {
        foreach (var name in new[] { "video-storage", "video-streaming", "history", "db", "rabbit" }.Except(document.At("services").Names()))
            yield return $"there is no service {name}";

        if (document.TextAt("name") != (isDevelopment ? "flixtube-development" : "flixtube"))
            yield return "it is called something else";

        if (document.TextAt("services", "video-storage", "container_name") != "video-storage")
            yield return "the container of video-storage is called something else";

        if (document.At("networks").Names().Count() != 1)
            yield return "there is not one network";

        var services = document.At("services").Map().Select(static service => service.Value).ToList();
        foreach (var kind in new[] { "networks", "volumes", "secrets", "configs" })
        {
            var used = services.SelectMany(service => service.At(kind).List().Select(entry => entry is JsonValue ? entry.ToString().Split(':')[0] : entry.TextAt("source") ?? "")).ToHashSet(StringComparer.Ordinal);
            foreach (var name in document.At(kind).Names().Except(used))
                yield return $"nobody uses {name} of {kind}";
        }

        var published = services.SelectMany(static service => service.At("ports").List()).Select(static port => port.ToString().Split(':')[0]).ToList();
        foreach (var port in published.Where(port => !int.TryParse(port, CultureInfo.InvariantCulture, out var number) || number is < 4000 or > 4009))
            yield return $"{port} is not from 4000 up";

        if (published.Distinct().Count() != published.Count)
            yield return "a port is published twice";

        var made = isDevelopment ? "" : deploy.Read(Path.Combine(Folder, "secrets", "make.sh"));
        foreach (var (name, secret) in document.At("secrets").Map())
        {
            if (secret.TextAt("file") != $"./secrets/{name}" || !made.Split([' ', '\n', ';']).Contains(name))
                yield return $"secrets/make.sh makes no {secret.TextAt("file")}";
        }
    }
}
