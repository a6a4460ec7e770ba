using FlixTube.Storage.Tests.Switching.Support;
using FlixTube.Testing.Time;
using Microsoft.Extensions.Primitives;

namespace FlixTube.Storage.Tests.Switching;

public sealed class WatchTests
{
    private static readonly VideoPath Path = VideoPath.Parse("a.mp4");

    private static readonly VideoStoreError[] AgainstTheStore =
    [
        VideoStoreError.PermissionDenied, VideoStoreError.Unavailable, VideoStoreError.Timeout, VideoStoreError.Throttled, VideoStoreError.Internal,
    ];

    [TestCaseSource(nameof(AgainstTheStore))]
    public async Task A_store_that_fails_after_it_was_published_is_left_again_and_no_reader_notices(VideoStoreError error)
    {
        await using var service = new Service();
        var video = await service.AddVideoAsync("a.mp4", 10_000, "a", "b");
        await service.Switch.SwitchAsync("b");
        var unfit = service.Built["b"].Single();
        unfit.Before = (_, _) => throw new VideoStoreException(error, "Withdrawn.");
        var told = 0;
        using var subscription = ChangeToken.OnChange(service.Switch.GetChangeToken, () => Interlocked.Increment(ref told));

        for (var i = 0; i < 10; i++)
            Assert.That(await BytesAsync(service.Store), Is.EqualTo(video));

        var status = service.Switch.Status;
        Assert.That((status.Provider, status.Generation, status.IsWatched), Is.EqualTo(("a", 1, false)));
        Assert.That(status.LastAttempt, Has.Property("Trigger").EqualTo(SwitchTrigger.Watch));
        Assert.That(status.LastAttempt!.Outcome, Is.EqualTo(new SwitchOutcome(SwitchResult.RolledBack, "b", "Withdrawn.")));
        Assert.That(unfit.Calls, Is.EqualTo(5 + ProbeCalls), "after the fifth failure nobody asked it");
        Assert.That(service.Log, Has.One.EqualTo("Error: Storage went back to a, generation 1, because b failed too often, last so: Withdrawn."));
        await Eventually.IsTrueAsync(() => unfit.Disposals == 1 && told == 1, "the unfit store is closed and observers are told");
        Assert.That(service.Built["a"].Single().Disposals, Is.Zero);
    }

    [Test]
    public async Task A_body_that_breaks_in_the_new_store_goes_on_in_the_one_before()
    {
        await using var service = new Service();
        var video = await service.AddVideoAsync("a.mp4", 100_000, "a", "b");
        await service.Switch.SwitchAsync("b");
        service.Built["b"].Single().BeforeBodyRead = static (position, _) =>
            position >= 40_000 ? throw new VideoStoreException(VideoStoreError.Unavailable, "Broken off.") : Task.CompletedTask;

        for (var i = 0; i < 10; i++)
            Assert.That(await BytesAsync(service.Store), Is.EqualTo(video));

        Assert.That(service.Switch.Status.Provider, Is.EqualTo("a"));
        Assert.That(service.Stores.Sum(static store => store.OpenBodies), Is.Zero);
        Assert.That(service.Switch.Status.Leases, Is.Zero);
    }

    [Test]
    public async Task What_is_the_requests_own_fault_says_nothing_against_the_store()
    {
        await using var service = new Service();
        await service.AddVideoAsync("a.mp4", 10, "a");
        await service.Switch.SwitchAsync("b");

        for (var i = 0; i < 20; i++)
            await Assert.ThatAsync(() => service.Store.GetPropertiesAsync(Path), Throws.TypeOf<VideoStoreException>().With.Property("Error").EqualTo(VideoStoreError.NotFound));

        Assert.That(service.Switch.Status.Provider, Is.EqualTo("b"));
    }

    [Test]
    public async Task Failures_among_many_successes_are_lived_with()
    {
        await using var service = new Service();
        var video = await service.AddVideoAsync("a.mp4", 10, "a", "b");
        await service.Switch.SwitchAsync("b");
        var calls = 0;
        service.Built["b"].Single().Before = (_, _) => Interlocked.Increment(ref calls) % 3 == 0 ? throw new VideoStoreException(VideoStoreError.Unavailable, "Now and then.") : Task.CompletedTask;

        for (var i = 0; i < 40; i++)
            Assert.That(await BytesAsync(service.Store), Is.EqualTo(video));

        Assert.That(service.Switch.Status.Provider, Is.EqualTo("b"));
    }

    [Test]
    public async Task After_the_watch_failures_are_the_callers_to_see()
    {
        var time = new ManualTime();
        await using var service = new Service(time: time);
        await service.AddVideoAsync("a.mp4", 10, "a", "b");
        await service.Switch.SwitchAsync("b");
        time.Advance(TimeSpan.FromSeconds(31));
        service.Built["b"].Single().Before = static (_, _) => throw new VideoStoreException(VideoStoreError.Unavailable, "Gone.");

        for (var i = 0; i < 20; i++)
            await Assert.ThatAsync(() => service.Store.GetPropertiesAsync(Path), Throws.TypeOf<VideoStoreException>().With.Message.EqualTo("Gone."));

        Assert.That(service.Switch.Status.Provider, Is.EqualTo("b"));
    }

    [Test]
    public async Task When_both_stores_fail_the_caller_is_told_and_nothing_goes_to_and_fro()
    {
        await using var service = new Service();
        await service.AddVideoAsync("a.mp4", 1000, "a", "b");
        await service.Switch.SwitchAsync("b");
        foreach (var store in service.Stores)
            store.Before = static (_, _) => throw new VideoStoreException(VideoStoreError.Unavailable, "Gone.");

        for (var i = 0; i < 20; i++)
            await Assert.ThatAsync(() => service.Store.OpenReadAsync(Path), Throws.TypeOf<VideoStoreException>().With.Message.EqualTo("Gone."));

        Assert.That(service.Switch.Status, Has.Property("Provider").EqualTo("a").And.Property("Generation").EqualTo(1));
    }

    [Test]
    public async Task A_body_that_breaks_in_both_stores_fails()
    {
        await using var service = new Service();
        await service.AddVideoAsync("a.mp4", 1000, "a", "b");
        await service.Switch.SwitchAsync("b");
        foreach (var store in service.Stores)
            store.BeforeBodyRead = static (_, _) => throw new VideoStoreException(VideoStoreError.Unavailable, "Broken off.");

        await Assert.ThatAsync(() => BytesAsync(service.Store), Throws.TypeOf<VideoStoreException>().With.Message.EqualTo("Broken off."));

        Assert.That(service.Stores.Sum(static store => store.OpenBodies), Is.Zero);
    }

    [Test]
    public async Task What_was_left_is_not_tried_again_by_itself_but_when_somebody_says_so()
    {
        await using var service = new Service();
        await service.AddVideoAsync("a.mp4", 10, "a", "b");
        _ = service.Store;
        service.OnBuilt = static (name, number, store) =>
        {
            if (name == "b" && number == 1)
                store.Before = (_, _) => store.Calls > ProbeCalls ? throw new VideoStoreException(VideoStoreError.PermissionDenied, "Withdrawn.") : Task.CompletedTask;
        };
        service.Set(("VideoStorage:Provider", "b"));
        await Eventually.IsTrueAsync(() => service.Switch.Status.Generation == 2, "configuration is followed");
        for (var i = 0; i < 5; i++)
            await BytesAsync(service.Store);

        Assert.That(service.Switch.Status, Has.Property("Provider").EqualTo("a").And.Property("ConfiguredProvider").EqualTo("b"));
        service.Set(("VideoStorage:Other", "x"));
        service.Set(("VideoStorage:A:Root", service.RootOf("a") + "/"));
        await Eventually.IsTrueAsync(() => service.Switch.Status.Generation == 3, "the settings of what serves are followed");
        Assert.That(service.Built["b"], Has.Count.EqualTo(1), "it was not tried again");

        service.Set(("VideoStorage:B:Key", "new"));
        await Eventually.IsTrueAsync(() => service.Switch.Status.Provider == "b", "new settings of what configuration wants are tried");
    }

    [Test]
    public async Task A_switch_away_from_a_failing_store_keeps_the_fit_one_to_go_back_to()
    {
        await using var service = new Service(new() { ["VideoStorage:Switch:WatchMinimumFailures"] = "2" });
        var video = await service.AddVideoAsync("a.mp4", 10, "a", "b", "c");
        await service.Switch.SwitchAsync("b");
        await service.Switch.SwitchAsync("c");
        service.Built["c"].Single().Before = static (_, _) => throw new VideoStoreException(VideoStoreError.Unavailable, "Gone.");

        for (var i = 0; i < 5; i++)
            Assert.That(await BytesAsync(service.Store), Is.EqualTo(video));

        Assert.That(service.Switch.Status.Provider, Is.EqualTo("b"));
        Assert.That(service.Built["a"].Single().Disposals, Is.EqualTo(1));
    }

    // list, create, stat, read, pin, delete, sweep
    private const int ProbeCalls = 7;

    private static async Task<byte[]> BytesAsync(IVideoStore store)
    {
        using var bytes = new MemoryStream();
        await store.ReadToAsync(Path, bytes);
        return bytes.ToArray();
    }
}
