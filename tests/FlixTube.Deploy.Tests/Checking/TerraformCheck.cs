using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FlixTube.Deploy.Tests.Reading;

namespace FlixTube.Deploy.Tests.Checking;

/// <summary>What is wrong with <c>deploy/terraform</c>: each cloud is one module.</summary>
internal static partial class TerraformCheck
{
    public static readonly string[] Clouds = ["azure", "gcp", "aws"];

    public static IEnumerable<string> Problems(DeployFolder deploy, SyntaxChecker syntax, params IEnumerable<string> clouds) =>
        clouds.SelectMany(cloud => Module(deploy, syntax, cloud).Select(problem => $"{cloud}: {problem}"));

    private static IEnumerable<string> Module(DeployFolder deploy, SyntaxChecker syntax, string cloud)
    {
        var files = new List<JsonNode>();
        foreach (var file in deploy.Files($"terraform/{cloud}"))
        {
            var (document, problems) = syntax.Hcl(deploy.Read(file));
            if (document is null)
                return problems;

            files.Add(document);
        }

        return Whole(files, cloud);
    }

    private static IEnumerable<string> Whole(List<JsonNode> files, string cloud)
    {
        foreach (var word in files.SelectMany(static file => file.Names()).Except(["terraform", "provider", "variable", "output", "resource", "data"]))
            yield return $"{word} is no block";

        var resources = Blocks(files, "resource").ToList();
        var data = Blocks(files, "data").ToList();
        var variables = files.SelectMany(static file => file.At("variable").Map()).ToDictionary(static v => v.Key, static v => v.Value.List().First(), StringComparer.Ordinal);
        var texts = files.SelectMany(static file => file.Texts()).ToList();
        var used = texts.SelectMany(static text => Variable.Matches(text)).Select(static m => m.Groups["name"].Value).ToHashSet(StringComparer.Ordinal);

        foreach (var name in used.Except(variables.Keys))
            yield return $"var.{name} is not declared";

        foreach (var name in variables.Keys.Where(name => !texts.Exists(text => text.Contains($"var.{name}", StringComparison.Ordinal))))
            yield return $"nobody uses var.{name}";

        foreach (var (name, variable) in variables)
        {
            if (variable.TextAt("description") is null || variable.Names().Except(["description", "type", "default", "validation"]).Any() || variable.TextAt("type") is not ("${string}" or "${number}" or "${list(string)}"))
                yield return $"var.{name} is not described";
        }

        foreach (var reference in texts.SelectMany(static text => Reference.Matches(text)))
        {
            var (type, name) = (reference.Groups["type"].Value, reference.Groups["name"].Value);
            if (!(reference.Groups["data"].Success ? data : resources).Any(r => r.Type == type && r.Name == name))
                yield return $"there is no {reference.Value.Trim()}";
            else if (reference.Groups["attribute"] is { Success: true, Value: var attribute } && !TerraformWords.Attributes.Contains(attribute))
                yield return $"{reference.Value.Trim()} is no attribute";
        }

        foreach (var scope in texts.SelectMany(static text => Scope.Matches(text)).Select(static m => m.Groups["scope"].Value).Where(static scope => scope is not "data" && !scope.Contains('_', StringComparison.Ordinal)))
            yield return $"{scope} is no scope";

        foreach (var first in texts.SelectMany(static text => First.Matches(text)).Select(static m => m.Groups["first"].Value).Where(first => first is not ("var" or "data" or "each") && !resources.Exists(r => r.Type == first)))
            yield return $"there is no {first}";

        foreach (var attribute in texts.SelectMany(static text => OfItem.Matches(text)).Select(static m => m.Groups["attribute"].Value).Where(static attribute => attribute != "object_id"))
            yield return $"{attribute} is no attribute";

        foreach (var (type, name, body) in resources.Concat(data))
        {
            foreach (var problem in TerraformWords.Problems(type, body))
                yield return $"{type}.{name}: {problem}";
        }

        foreach (var (name, output) in files.SelectMany(static file => file.At("output").Map()))
        {
            if (output.List().First().TextAt("value") is not { } value || Secret.IsMatch(value))
                yield return $"the output {name} shows a secret, or nothing";

            if (output.List().First().TextAt("description") is not { } description || description.Contains(':', StringComparison.Ordinal) && !description.Contains(' ', StringComparison.Ordinal) && SettingKeys.Problems(description, "https://a").Any())
                yield return $"the output {name} is for no setting: {output.List().First().TextAt("description")}";
        }

        foreach (var problem in Versions(files, cloud))
            yield return problem;
    }

    private static IEnumerable<string> Versions(List<JsonNode> files, string cloud)
    {
        var provider = cloud switch { "azure" => "azurerm", "gcp" => "google", _ => "aws" };
        var terraform = files.SelectMany(static file => file.At("terraform").List()).SingleOrDefault();
        var required = terraform.At("required_providers").List().FirstOrDefault().At(provider);
        if (terraform.TextAt("required_version") is not "~> 1.9" || required.TextAt("source") != $"hashicorp/{provider}" || required.TextAt("version") is not { } version || !Pinned.IsMatch(version) || required.Names().Count() != 2)
            yield return $"the version of {provider} is not pinned";

        var settings = files.SelectMany(file => file.At("provider", provider).List()).SingleOrDefault();
        if (settings is null || settings.Names().Except(["features", "subscription_id", "storage_use_azuread", "project", "region"]).Any())
            yield return $"{provider} is not set up";
    }

    private static IEnumerable<(string Type, string Name, JsonNode Body)> Blocks(List<JsonNode> files, string kind) =>
        from file in files
        from type in file.At(kind).Map()
        from block in type.Value.Map()
        select (type.Key, block.Key, block.Value.List().First());

    [GeneratedRegex(@"\bvar\.(?<name>\w+)", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Variable { get; }

    [GeneratedRegex(@"(^|[^\w./-])(?<data>data\.)?(?<type>[a-z0-9]+_\w+)\.(?<name>\w+)(\.(?<attribute>\w+))?", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Reference { get; }

    [GeneratedRegex(@"\b(?<scope>\w+)\.[a-z0-9]+_\w+\.\w+", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Scope { get; }

    [GeneratedRegex(@"\$\{(?<first>\w+)\.", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex First { get; }

    [GeneratedRegex(@"\]\.(?<attribute>\w+)", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex OfItem { get; }

    [GeneratedRegex(@"password|secret|access_key|connection_string|kube_config|token", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Secret { get; }

    [GeneratedRegex(@"^[0-9]+\.[0-9]+\.[0-9]+$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Pinned { get; }
}
