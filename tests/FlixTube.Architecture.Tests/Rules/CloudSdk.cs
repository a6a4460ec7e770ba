using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;

namespace FlixTube.Architecture.Tests.Rules;

/// <summary>A library of others that exactly one project of ours may know.</summary>
internal sealed record CloudSdk(string Namespace, string PackagePrefix, string Project)
{
    public static readonly IReadOnlyList<CloudSdk> All =
    [
        new("Azure", "Azure.", "FlixTube.Storage.Azure"),
        new("Amazon", "AWSSDK.", "FlixTube.Storage.S3"),
        new("Google", "Google.", "FlixTube.Storage.Gcp"),
        new("MongoDB", "MongoDB.", "FlixTube.Catalog.MongoDB"),
        new("OpenTelemetry", "OpenTelemetry", "FlixTube.Service"),
    ];

    public bool HasPackage(string package) => package.StartsWith(PackagePrefix, StringComparison.OrdinalIgnoreCase);

    /// <summary>The types of <paramref name="namespaces"/> that the compiled code of an assembly names.</summary>
    public static IReadOnlyList<string> TypesNamedIn(string assemblyPath, IReadOnlyCollection<string> namespaces)
    {
        using var file = File.OpenRead(assemblyPath);
        using var portable = new PEReader(file);
        var metadata = portable.GetMetadataReader();
        return
        [
            .. metadata.TypeReferences
                .Select(metadata.GetTypeReference)
                .Select(type => (Space: metadata.GetString(type.Namespace), Name: metadata.GetString(type.Name)))
                .Where(type => IsIn(type.Space, namespaces))
                .Select(type => $"{type.Space}.{type.Name}"),
        ];
    }

    /// <summary>The places in a source text that name something of <paramref name="space"/>.</summary>
    public static IReadOnlyList<string> Mentions(string source, string space) =>
        [.. Regex.Matches(source, $@"(?<![\w.]){space}\.[A-Z]\w*", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5)).Select(m => m.Value)];

    public static bool IsIn(string? space, IReadOnlyCollection<string> namespaces) =>
        space is not null && namespaces.Any(n => space == n || space.StartsWith(n + ".", StringComparison.Ordinal));
}
