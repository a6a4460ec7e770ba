using FlixTube.Packages.Tests.Packing;
using FlixTube.Testing.Programs;

namespace FlixTube.Packages.Tests;

/// <summary>Two clones at different paths, one without a remote and one with, both packed: made once, when first asked for.</summary>
// Here, and not beside the clones: a fixture of a namespace is torn down only when there are tests in it.
[SetUpFixture]
internal sealed class PackedClones
{
    private static readonly TemporaryFolder Folder = new();
    private static readonly Lazy<Task<(Clone First, Clone Second)>> Packed = new(PackAsync);

    // No package cache can hold this version from an earlier run.
    private static readonly string VersionSuffix = $"test.{Guid.NewGuid():n}";

    public static async Task<Clone> FirstAsync() => (await Packed.Value).First;

    public static async Task<Clone> SecondAsync() => (await Packed.Value).Second;

    public static async Task<Package> PackageAsync(string name) => new((await FirstAsync()).Packages, name, Version);

    /// <summary>The version of every package.</summary>
    public static string Version => $"{PackableProjects.Version}-{VersionSuffix}";

    [OneTimeTearDown]
    public void DeleteClones() => Folder.Dispose();

    private static async Task<(Clone First, Clone Second)> PackAsync()
    {
        var clones = await Task.WhenAll(
            Clone.CreateAsync(Folder.PathOf("a"), remote: null),
            Clone.CreateAsync(Folder.PathOf("another place", "b"), remote: "https://git.example.org/somebody/fork.git"));
        await Task.WhenAll(clones.Select(clone => clone.PackAsync(VersionSuffix)));
        return (clones[0], clones[1]);
    }
}
