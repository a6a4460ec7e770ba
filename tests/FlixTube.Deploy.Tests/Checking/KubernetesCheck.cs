using System.Text.Json.Nodes;
using FlixTube.Deploy.Tests.Reading;
using FlixTube.Testing.Programs;
using YamlDotNet.Core;

namespace FlixTube.Deploy.Tests.Checking;

/// <summary>What is wrong with <c>deploy/kubernetes</c>: each overlay as kustomize makes it, against the API's types, and within itself.</summary>
internal static class KubernetesCheck
{
    public const string Base = "kubernetes/base";
    private const string Overlays = "kubernetes/overlays";

    public static readonly string[] Clouds = ["azure", "gcp", "aws", "local"];

    public static async Task<IReadOnlyList<string>> ProblemsAsync(DeployFolder deploy, SyntaxChecker syntax, params IEnumerable<string> overlays)
    {
        var problems = new List<string>();
        foreach (var overlay in overlays)
            problems.AddRange((await OverlayProblemsAsync(deploy, syntax, overlay)).Select(problem => $"{overlay}: {problem}"));

        return problems;
    }

    private static async Task<IEnumerable<string>> OverlayProblemsAsync(DeployFolder deploy, SyntaxChecker syntax, string overlay)
    {
        var folder = $"{Overlays}/{overlay}";
        var unused = new[] { Base, folder }.SelectMany(place => Unused(deploy, place)).ToList();
        if (unused.Count > 0)
            return unused;

        // Its own folder has no standard entry in Debian, and kubectl has kustomize built in.
        var kubectl = Tool.Require("kubectl", "https://kubernetes.io/docs/tasks/tools, version 1.27 or newer");
        var made = await Command.RunAsync(kubectl, ["kustomize", deploy.FullPath(folder)]);
        if (made.ExitCode != 0)
            return [made.Transcript];

        List<JsonNode> objects;
        try
        {
            objects = Yaml.Documents(made.Output);
        }
        catch (YamlException e)
        {
            return [e.Message];
        }

        var wrong = objects.SelectMany(o => syntax.Kubernetes(o).Select(problem => $"{o.TextAt("kind")} {o.TextAt("metadata", "name")}: {problem}")).ToList();
        return wrong.Count > 0 ? wrong : [.. new ClusterCheck(objects, overlay).Problems()];
    }

    private static IEnumerable<string> Unused(DeployFolder deploy, string folder)
    {
        var kustomization = deploy.Read($"{folder}/kustomization.yaml");
        return deploy.Files(folder).Select(static file => Path.GetFileName(file))
            .Where(file => file != "kustomization.yaml" && !kustomization.Contains(file, StringComparison.Ordinal))
            .Select(file => $"{folder}/kustomization.yaml does not use {file}");
    }
}
