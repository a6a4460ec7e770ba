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

    [TestCase(typeof(StoreWithoutConditions))]
    [TestCase(typeof(StoreWithoutDotsAtTheEnd))]
    public void A_correct_store_that_can_do_less_and_refuses_the_rest_passes_every_test(Type store)
    {
        var run = KitRun.Of(typeof(MutantFixture<>).MakeGenericType(store));

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
    public void A_complete_fixture_leaves_out_only_what_the_capabilities_deny_and_fails_for_every_other_hook_that_it_lacks()
    {
        string[] ofServices =
        [
            "Read_is_one_request", "Read_of_a_suffix_is", "Read_of_a_long_video_is", "Stat_is_one", "Stat_does_not", "Listing_does_not_ask",
            "Refused_credentials", "Body_that_breaks_off",
        ];

        var lacking = KitRun.Of(typeof(CompleteFixtureWithoutHooks<ReferenceStore>));
        var withoutService = KitRun.Of(typeof(CompleteFixtureWithoutHooks<StoreWithoutService>));

        Assert.That(lacking.Ignored, Is.Empty);
        Assert.That(lacking.Failed, Has.Some.StartsWith("Read_is_one_request").And.Some.StartsWith("Foreign_video"));
        Assert.That(withoutService.Ignored.Where(name => !ofServices.Any(s => name.StartsWith(s, StringComparison.Ordinal))), Is.Empty);
        Assert.That(lacking.Failed.Except(withoutService.Failed), Is.EquivalentTo(withoutService.Ignored));
        Assert.That(withoutService.Failed, Has.Some.StartsWith("Foreign_video"));
    }

    [Test]
    public void A_store_that_can_do_nothing_fails_every_test_but_those_of_values()
    {
        string[] values = ["Name_that_is_forbidden", "Paging_out_of_bounds", "Value_of_", "Unreachable_service", "Refused_credentials"];

        var run = KitRun.Of(typeof(MutantFixture<StoreCanDoNothing>));

        Assert.That(run.Passed.Where(name => !values.Any(v => name.StartsWith(v, StringComparison.Ordinal))), Is.Empty);
    }
}
