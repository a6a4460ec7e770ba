using System.Reflection;
using System.Xml.Linq;

namespace FlixTube.Architecture.Tests.Rules;

/// <summary>The files of the solution that these tests were built from.</summary>
internal static class Repository
{
    public const string SolutionName = "FlixTube.sln";

    public static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    public static IReadOnlyList<ProjectFile> SourceProjects { get; } = Projects("src");

    public static IReadOnlyList<ProjectFile> TestProjects { get; } = Projects("tests");

    /// <summary>The built assembly of a source project, which lies beside the tests.</summary>
    public static string AssemblyPath(string project) => Path.Combine(AppContext.BaseDirectory, project + ".dll");

    public static Assembly Assembly(string project) => System.Reflection.Assembly.LoadFrom(AssemblyPath(project));

    /// <summary>Files that people wrote, without what the build made of them.</summary>
    public static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories)
            .Where(file => !Path.GetRelativePath(folder, file).Split(Path.DirectorySeparatorChar).Any(segment => segment is "bin" or "obj" or "node_modules"));

    public static string FindRoot(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, SolutionName)))
                return folder.FullName;
        }

        throw new DirectoryNotFoundException($"No folder above '{start}' holds {SolutionName}.");
    }

    private static List<ProjectFile> Projects(string folder) =>
        [.. Files(Path.Combine(Root, folder), "*.csproj").Order(StringComparer.Ordinal).Select(ProjectFile.Load)];
}

/// <summary>What a project says about itself.</summary>
/// <param name="Path">The absolute path of the file.</param>
/// <param name="References">The names of the projects that it references.</param>
/// <param name="Packages">The names of the packages that it references itself.</param>
/// <param name="IsPackable">Whether it becomes a package.</param>
internal sealed record ProjectFile(string Path, IReadOnlyList<string> References, IReadOnlyList<string> Packages, bool IsPackable)
{
    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    public static ProjectFile Load(string path) => Parse(path, File.ReadAllText(path));

    public static ProjectFile Parse(string path, string xml)
    {
        var project = XDocument.Parse(xml);
        return new(
            path,
            [.. Includes("ProjectReference").Select(include => System.IO.Path.GetFileNameWithoutExtension(include.Replace('\\', '/')))],
            [.. Includes("PackageReference")],
            project.Descendants("IsPackable").Any(e => bool.Parse(e.Value)));

        IEnumerable<string> Includes(string element) =>
            project.Descendants(element).Select(e => (string?)e.Attribute("Include")).OfType<string>();
    }
}
