using FlixTube.Packages.Tests.Packing;

namespace FlixTube.Packages.Tests;

internal sealed class DeterminismTests
{
    [TestCaseSource(typeof(PackableProjects), nameof(PackableProjects.Names))]
    public async Task Two_clones_at_different_paths_make_the_same_bytes(string name)
    {
        var first = await PackedClones.PackageAsync(name);
        var second = new Package((await PackedClones.SecondAsync()).Packages, name, PackedClones.Version);

        var differing = first.Everything().Zip(second.Everything())
            .Where(pair => pair.First.File != pair.Second.File || !pair.First.Content.AsSpan().SequenceEqual(pair.Second.Content))
            .Select(pair => pair.First.File);

        Assert.That(second.Everything().Count(), Is.EqualTo(first.Everything().Count()));
        Assert.That(differing, Is.Empty);
    }
}
