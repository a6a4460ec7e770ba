using FlixTube.Catalog.Conformance.Tests.Mutants;
using FlixTube.Catalog.Conformance.Tests.Reference;

namespace FlixTube.Catalog.Conformance.Tests;

/// <summary>The kit as a whole.</summary>
public sealed class KitTests
{
    [Test]
    public void A_correct_catalogue_passes_every_test_and_none_is_left_out()
    {
        var run = KitRun.Of(typeof(ReferenceCatalogConformance));

        Assert.That(run.Failed, Is.Empty);
        Assert.That(run.Ignored, Is.Empty);
        Assert.That(run.Passed, Has.Count.GreaterThanOrEqualTo(200));
        Assert.That(run.Passed, Is.Unique);
    }

    [Test]
    public void A_fixture_without_hooks_leaves_out_the_tests_that_need_them_and_no_other()
    {
        var run = KitRun.Of(typeof(FixtureWithoutHooks<ReferenceCatalog>));

        Assert.That(run.Failed, Is.Empty);
        Assert.That(run.Ignored, Has.Some.StartsWith("Find_is_one_request"));
        Assert.That(run.Passed, Has.Count.GreaterThanOrEqualTo(150));
    }

    [Test]
    public void A_catalogue_that_can_do_nothing_fails_every_test_but_those_of_values()
    {
        string[] values = ["Value_", "Unreachable_storage", "Refused_credentials"];

        var run = KitRun.Of(typeof(MutantFixture<CatalogCanDoNothing>));

        Assert.That(run.Passed.Where(name => !values.Any(v => name.StartsWith(v, StringComparison.Ordinal))), Is.Empty);
    }

    /// <summary>What a third party begins with: a catalogue, and no hook. Being generic, it is run here alone.</summary>
    private sealed class FixtureWithoutHooks<TCatalog> : VideoCatalogConformance
        where TCatalog : IVideoCatalog
    {
        protected override Task<IVideoCatalog> CreateCatalogAsync() =>
            Task.FromResult((IVideoCatalog)Activator.CreateInstance(typeof(TCatalog), new DocumentStorage())!);
    }
}
