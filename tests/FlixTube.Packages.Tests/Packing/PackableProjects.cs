using System.Xml.Linq;
using FlixTube.Testing.Programs;

namespace FlixTube.Packages.Tests.Packing;

/// <summary>The projects of the solution that become packages.</summary>
internal static class PackableProjects
{
    /// <summary>Their names, which are those of their packages.</summary>
    public static IReadOnlyList<string> Names { get; } = Find();

    /// <summary>The version that all packages have, from its one place.</summary>
    public static string Version { get; } = XDocument.Load(Repository.PathOf("Directory.Build.props")).Descendants("VersionPrefix").Single().Value;

    private static string[] Find()
    {
        var solution = File.ReadAllText(Repository.PathOf("FlixTube.sln"));
        return
        [
            .. Directory.EnumerateFiles(Repository.PathOf("src"), "*.csproj", SearchOption.AllDirectories)
                .Where(project => solution.Contains($"\\{Path.GetFileName(project)}\"", StringComparison.Ordinal))
                .Where(project => File.ReadAllText(project).Contains("<IsPackable>true</IsPackable>", StringComparison.Ordinal))
                .Select(Path.GetFileNameWithoutExtension)
                .OfType<string>()
                .Order(StringComparer.Ordinal),
        ];
    }
}
