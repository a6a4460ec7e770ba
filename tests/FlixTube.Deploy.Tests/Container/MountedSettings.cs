using FlixTube.Testing.Programs;

namespace FlixTube.Deploy.Tests.Container;

/// <summary>A folder of settings as Kubernetes mounts a ConfigMap: links into the folder that the link <c>..data</c> leads to, which is exchanged as one.</summary>
internal sealed class MountedSettings(string folder)
{
    private int _versions;

    public async Task WriteAsync(params IEnumerable<(string Name, string Content)> files)
    {
        var version = $"..{_versions++}";
        Directory.CreateDirectory(Path.Combine(folder, version));
        foreach (var (name, content) in files)
        {
            await File.WriteAllTextAsync(Path.Combine(folder, version, name), content);
            if (!File.Exists(Path.Combine(folder, name)))
                File.CreateSymbolicLink(Path.Combine(folder, name), Path.Combine("..data", name));
        }

        var next = Path.Combine(folder, "..data_tmp");
        Directory.CreateSymbolicLink(next, version);
        await Command.OutputOfAsync("mv", ["-T", next, Path.Combine(folder, "..data")]);
    }
}
