using FlixTube.Storage.Tests.Switching.Support;
using FlixTube.Testing.Time;
using Microsoft.Extensions.Options;

namespace FlixTube.Storage.Tests.Switching;

public sealed class ConfigurationTests
{
    [Test]
    public async Task Another_provider_in_configuration_is_switched_to()
    {
        await using var service = new Service();
        _ = service.Store;

        service.Set(("VideoStorage:Provider", "B"));

        await Eventually.IsTrueAsync(() => service.Switch.Status.Provider == "b", "b serves");
        Assert.That(service.Switch.Status.LastAttempt!.Trigger, Is.EqualTo(SwitchTrigger.Configuration));
    }

    [Test]
    public async Task A_setting_of_the_provider_that_serves_is_followed_and_others_are_not()
    {
        await using var service = new Service();
        _ = service.Store;

        service.Set(("VideoStorage:B:Key", "x"), ("VideoStorage:Other", "y"), ("Unrelated", "z"));
        service.Set(("VideoStorage:A:Key", "1"));
        await Eventually.IsTrueAsync(() => service.Switch.Status.Generation == 2, "the new setting is used");

        Assert.That(service.Built["a"], Has.Count.EqualTo(2));
        Assert.That(service.Built.Keys, Is.EqualTo(new[] { "a" }));
    }

    [Test]
    public async Task Changes_in_quick_succession_end_in_the_last_one()
    {
        var time = new ManualTime();
        await using var service = new Service(new() { ["VideoStorage:Switch:QuietPeriod"] = "00:00:01" }, time);
        _ = service.Store;
        foreach (var provider in new[] { "b", "a", "b", "c" })
        {
            service.Set(("VideoStorage:Provider", provider));
            time.Advance(TimeSpan.FromSeconds(0.9));
        }

        Assert.That(service.Switch.Status.Generation, Is.EqualTo(1));
        time.Advance(TimeSpan.FromSeconds(0.2));

        await Eventually.IsTrueAsync(() => service.Switch.Status.Provider == "c", "the last one serves");
        Assert.That(service.Built.Keys, Is.EquivalentTo(new[] { "a", "c" }), "nothing in between was built");
    }

    [Test]
    public async Task A_source_that_reloads_all_the_time_does_not_keep_a_change_from_being_made()
    {
        var time = new ManualTime();
        await using var service = new Service(new() { ["VideoStorage:Switch:QuietPeriod"] = "00:00:01" }, time);
        _ = service.Store;
        service.Set(("VideoStorage:Provider", "b"));

        for (var i = 0; i < 4; i++)
        {
            time.Advance(TimeSpan.FromSeconds(0.4));
            service.Set(("Unrelated", $"{i}"));
        }

        await Eventually.IsTrueAsync(() => service.Switch.Status.Provider == "b", "b serves");
    }

    [Test]
    public async Task A_change_that_cannot_be_made_leaves_what_serves_and_is_made_when_it_is_mended()
    {
        await using var service = new Service();
        _ = service.Store;

        service.Set(("VideoStorage:Provider", "b"), ("VideoStorage:B:Bad", "1"));
        await Eventually.IsTrueAsync(() => service.Switch.Status.LastAttempt is not null, "it was tried");
        Assert.That(service.Switch.Status, Has.Property("Provider").EqualTo("a").And.Property("ConfiguredProvider").EqualTo("b"));
        Assert.That(service.Switch.Status.LastAttempt!.Outcome.Result, Is.EqualTo(SwitchResult.InvalidSettings));

        service.Set(("VideoStorage:B:Bad", null));
        await Eventually.IsTrueAsync(() => service.Switch.Status.Provider == "b", "b serves");
    }

    [Test]
    public async Task A_switch_by_hand_holds_until_configuration_names_another_provider()
    {
        await using var service = new Service();
        await service.Switch.SwitchAsync("b");

        service.Set(("VideoStorage:A:Key", "1"));
        service.Set(("VideoStorage:B:Key", "1"));
        await Eventually.IsTrueAsync(() => service.Switch.Status.Generation == 3, "the settings of what serves are followed");
        Assert.That(service.Switch.Status, Has.Property("Provider").EqualTo("b").And.Property("ConfiguredProvider").EqualTo("a"));
        Assert.That(service.Built["a"], Has.Count.EqualTo(1), "those of what does not serve are not");

        service.Set(("VideoStorage:Provider", "c"));
        await Eventually.IsTrueAsync(() => service.Switch.Status.Provider == "c", "configuration has its way");
    }

    [Test]
    public async Task What_vanishes_from_configuration_is_no_wish()
    {
        await using var service = new Service();
        _ = service.Store;

        service.Set(("VideoStorage:Provider", null));

        await Eventually.IsTrueAsync(() => service.Log.Any(line => line.Contains("VideoStorage:Provider: this is not taken for a wish", StringComparison.Ordinal)), "it is said");
        Assert.That(service.Switch.Status, Has.Property("Provider").EqualTo("a").And.Property("ConfiguredProvider").EqualTo("a"));
    }

    [TestCase("VideoStorage:Switch:WatchFailureRate", "0", "WatchFailureRate is 0: set it to a number above 0, at most 1.")]
    [TestCase("VideoStorage:Switch:WatchMinimumFailures", "0", "WatchMinimumFailures is 0")]
    [TestCase("VideoStorage:Switch:DrainLimit", "-00:00:01", "DrainLimit is -00:00:01")]
    [TestCase("VideoStorage:Switch:ProbeTimeout", "00:00:00", "ProbeTimeout is 00:00:00")]
    public async Task A_bad_option_stops_the_start_by_its_full_key(string key, string value, string sentence)
    {
        await using var service = new Service(new() { [key] = value });

        Assert.That(() => service.Store, Throws.TypeOf<OptionsValidationException>().With.Message.StartsWith("VideoStorage:Switch:" + sentence));
    }
}
