using FlixTube.Storage.Conformance.Tests.Mutants;
using FlixTube.Storage.Conformance.Tests.Reference;

namespace FlixTube.Storage.Conformance.Tests;

/// <summary>The kit as a whole.</summary>
public sealed class KitTests
{
    [Test]
    public void A_correct_store_passes_every_test_and_none_is_left_out()
    {
        var run = KitRun.Of(typeof(ReferenceStoreConformance));

        Assert.That(run.Failed, Is.Empty);
        Assert.That(run.Ignored, Is.Empty);
        Assert.That(run.Passed, Has.Count.GreaterThanOrEqualTo(150));
        Assert.That(run.Passed, Is.Unique);
    }

    [Test]
    public void A_correct_store_that_can_do_less_and_refuses_the_rest_passes_every_test()
    {
        var run = KitRun.Of(typeof(MutantFixture<StoreWithoutConditions>));

        Assert.That(run.Failed, Is.Empty);
        Assert.That(run.Ignored, Is.Empty);
    }

    [Test]
    public void A_fixture_without_hooks_leaves_out_the_tests_that_need_them_and_no_other()
    {
        var run = KitRun.Of(typeof(FixtureWithoutHooks<ReferenceStore>));

        Assert.That(run.Failed, Is.Empty);
        Assert.That(run.Ignored, Has.Some.StartsWith("Read_is_one_request"));
        Assert.That(run.Passed, Has.Count.GreaterThanOrEqualTo(550));
    }

    [Test]
    public void A_store_that_can_do_nothing_fails_every_test_but_those_of_values()
    {
        string[] values = ["Name_that_is_forbidden", "Paging_out_of_bounds", "Value_of_", "Unreachable_service", "Refused_credentials"];

        var run = KitRun.Of(typeof(MutantFixture<StoreCanDoNothing>));

        Assert.That(run.Passed.Where(name => !values.Any(v => name.StartsWith(v, StringComparison.Ordinal))), Is.Empty);
    }
}
