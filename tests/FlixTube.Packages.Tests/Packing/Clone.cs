using FlixTube.Testing.Programs;

namespace FlixTube.Packages.Tests.Packing;

/// <summary>
/// What a fresh clone of the repository holds that packages are made of, with the changes that are not committed yet, as
/// the one commit of a repository of its own.
/// </summary>
internal sealed class Clone
{
    private static readonly string[] Parts =
    [
        "src", "samples", "docs/icon.png", "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", "global.json", "LICENSE",
        ".editorconfig", ".gitignore",
    ];

    private Clone(string folder) => Folder = folder;

    public string Folder { get; }

    /// <summary>Where <c>dotnet pack</c> puts the packages.</summary>
    public string Packages => Path.Combine(Folder, "artifacts", "packages");

    /// <param name="folder">Where; it must not exist yet.</param>
    /// <param name="remote">The address of the remote <c>origin</c>; none when null.</param>
    public static async Task<Clone> CreateAsync(string folder, string? remote)
    {
        foreach (var part in Parts)
            Copy(Repository.PathOf(part), Path.Combine(folder, part));

        await GitAsync(folder, "init", "--quiet");
        if (remote is not null)
            await GitAsync(folder, "remote", "add", "origin", remote);

        // The dates are part of a commit's id, which is part of every assembly.
        await GitAsync(folder, "add", "--all");
        await Command.OutputOfAsync(
            "env",
            [
                "GIT_AUTHOR_DATE=2026-01-01T00:00:00Z", "GIT_COMMITTER_DATE=2026-01-01T00:00:00Z",
                Git, "-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgSign=false", "commit", "--quiet", "--message", "All",
            ],
            folder);
        return new Clone(folder);
    }

    /// <summary>Packs every package, without the analyzers: they have seen these sources when the tests were built.</summary>
    /// <param name="versionSuffix">What follows the version, after a hyphen.</param>
    public async Task PackAsync(string versionSuffix)
    {
        var projects = PackableProjects.Names.Select(name => $"  <Project Path=\"src/{name}/{name}.csproj\" />");
        await File.WriteAllTextAsync(Path.Combine(Folder, "Packages.slnx"), $"<Solution>\n{string.Join('\n', projects)}\n</Solution>\n");
        await Dotnet.RunAsync(Folder, ["pack", "Packages.slnx", "--nologo", "--verbosity", "quiet", $"-p:VersionSuffix={versionSuffix}", "-p:RunAnalyzers=false"]);
    }

    /// <summary>The id of the commit.</summary>
    public async Task<string> CommitAsync() => (await GitAsync(Folder, "rev-parse", "HEAD")).Trim();

    private static string Git => Tool.Require("git", "apt-get install git");

    private static Task<string> GitAsync(string folder, params string[] arguments) => Command.OutputOfAsync(Git, arguments, folder);

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        if (File.Exists(from))
        {
            File.Copy(from, to);
            return;
        }

        foreach (var entry in Directory.EnumerateFileSystemEntries(from))
        {
            if (Path.GetFileName(entry) is not ("bin" or "obj" or "videos"))
                Copy(entry, Path.Combine(to, Path.GetFileName(entry)));
        }
    }
}
