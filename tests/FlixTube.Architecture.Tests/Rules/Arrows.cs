using System.Text.RegularExpressions;

namespace FlixTube.Architecture.Tests.Rules;

/// <summary>Which project may know which: the arrows point one way.</summary>
internal static partial class Arrows
{
    private const string Abstractions = "FlixTube.Storage.Abstractions";
    private const string Storage = "FlixTube.Storage";
    private const string Catalog = "FlixTube.Catalog";
    private const string Messaging = "FlixTube.Messaging";

    /// <summary>Each arrow of <paramref name="from"/> to another project of ours that may not be.</summary>
    public static IEnumerable<string> WrongReferences(string from, IEnumerable<string> to) =>
        AllowedReferences(from) is { } allowed
            ? to.Where(other => other.StartsWith("FlixTube.", StringComparison.Ordinal) && other != from && !allowed(other)).Select(other => $"{from} -> {other}")
            : [$"{from} is new: say in {nameof(Arrows)} what it may reference."];

    /// <summary>Each package or foreign assembly of <paramref name="from"/> that may not be.</summary>
    public static IEnumerable<string> WrongPackages(string from, IEnumerable<string> packages) =>
        packages.Where(package => !MayUse(from, package)).Select(package => $"{from} -> {package}");

    private static Func<string, bool>? AllowedReferences(string from) => from switch
    {
        Abstractions => _ => false,
        Storage or "FlixTube.Storage.Conformance" or Catalog => to => to == Abstractions,
        "FlixTube.Storage.Azure" or "FlixTube.Storage.Gcp" or "FlixTube.Storage.S3" or "FlixTube.Storage.Http" => to => to is Abstractions or Storage,
        "FlixTube.Catalog.MongoDB" or "FlixTube.Catalog.Conformance" => to => to is Abstractions or Catalog,
        "FlixTube.Host" => to => !to.EndsWith(".Conformance", StringComparison.Ordinal) && to != "FlixTube.History",
        "FlixTube.Service" => _ => false,
        Messaging => to => to is "FlixTube.Service" or Abstractions or Storage,
        "FlixTube.History" => to => to is "FlixTube.Service" or Messaging or Abstractions or Storage or Catalog or "FlixTube.Catalog.MongoDB",
        _ => null,
    };

    private static bool MayUse(string from, string package) => from switch
    {
        Abstractions => ExtensionAbstractions.IsMatch(package),
        Storage or Catalog => package.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal),
        "FlixTube.Storage.Conformance" or "FlixTube.Catalog.Conformance" => package.StartsWith("nunit", StringComparison.OrdinalIgnoreCase) || ExtensionAbstractions.IsMatch(package),
        _ => CloudSdk.All.All(sdk => sdk.Project == from || !sdk.HasPackage(package)),
    };

    [GeneratedRegex(@"^Microsoft\.Extensions\.(\w+\.)*Abstractions$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex ExtensionAbstractions { get; }
}
