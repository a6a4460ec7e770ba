using FlixTube.Testing.Programs;

namespace FlixTube.Deploy.Tests.Reading;

/// <summary>A copy of <c>deploy/</c> in a folder of its own, which tests may change.</summary>
internal sealed class DeployFolder : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public DeployFolder()
    {
        foreach (var file in Directory.EnumerateFiles(Repository.PathOf("deploy"), "*", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(Repository.Root, file);
            if (name.StartsWith(Path.Combine("deploy", "compose", "secrets"), StringComparison.Ordinal) && Path.GetExtension(name) != ".sh")
                continue;

            Directory.CreateDirectory(Path.GetDirectoryName(_folder.PathOf(name))!);
            File.Copy(file, _folder.PathOf(name));
        }
    }

    /// <summary>The files below one folder of <c>deploy/</c>, by their paths in it, with <c>/</c>.</summary>
    public IReadOnlyList<string> Files(string folder) =>
    [
        .. Directory.EnumerateFiles(_folder.PathOf("deploy", folder), "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(_folder.PathOf("deploy"), file))
            .Order(StringComparer.Ordinal),
    ];

    public string FullPath(string file) => _folder.PathOf("deploy", file);

    public string Read(string file) => File.ReadAllText(FullPath(file));

    public void Write(string file, string text) => File.WriteAllText(FullPath(file), text);

    /// <summary>Whether a path that a file names, relative to its folder, is in <c>deploy/</c> or, above it, in the repository.</summary>
    public bool Has(string folder, string path)
    {
        var full = Path.GetFullPath(FullPath(Path.Combine(folder, path)));
        return Path.Exists(full) || Path.Exists(Path.Combine(Repository.Root, Path.GetRelativePath(_folder.FullPath, full)));
    }

    public void Dispose() => _folder.Dispose();
}
