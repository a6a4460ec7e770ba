using FlixTube.Catalog.Tests.Support;

namespace FlixTube.Catalog.Tests.Caching;

internal sealed class LookupTests : CacheFixture
{
    [Test]
    public async Task A_lookup_costs_one_call_cold_and_none_warm()
    {
        for (var i = 0; i < 100; i++)
            Assert.That(await Cache.FindAsync(Video.Id), Is.EqualTo(Video));

        Assert.That(Behind.Finds, Is.EqualTo(1));
    }

    [Test]
    public async Task A_warm_lookup_allocates_nothing()
    {
        await Cache.FindAsync(Video.Id);
        await Cache.FindAsync(Video.Id);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            _ = Cache.FindAsync(Video.Id);

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(1000));
    }

    [Test]
    public async Task An_unknown_id_is_asked_for_once_in_its_shorter_time()
    {
        for (var i = 0; i < 10; i++)
            Assert.That(await Cache.FindAsync(Unknown), Is.Null);
        Assert.That(Behind.Finds, Is.EqualTo(1));

        Time.Advance(Options.NegativeTimeToLive);
        var made = await Behind.CreateAsync(Given.Path("new.mp4"), id: Unknown);

        Assert.That(await Cache.FindAsync(Unknown), Is.EqualTo(made));
        Assert.That(Behind.Finds, Is.EqualTo(2));
    }

    [Test]
    public async Task No_answer_about_unknown_ids_is_kept_when_that_is_set()
    {
        Options.NegativeTimeToLive = TimeSpan.Zero;
        MakeCache();
        await Cache.FindAsync(Unknown);
        await Cache.FindAsync(Unknown);

        Assert.That(Behind.Finds, Is.EqualTo(2));
    }

    [Test]
    public async Task A_change_made_elsewhere_shows_when_the_time_is_over()
    {
        await Cache.FindAsync(Video.Id);
        var changed = await Behind.UpdateAsync(Video.Id, Video.Version, new() { Title = "elsewhere" });

        Assert.That(await Cache.FindAsync(Video.Id), Is.EqualTo(Video));
        Time.Advance(Options.TimeToLive);

        Assert.That(await Cache.FindAsync(Video.Id), Is.EqualTo(changed));
        Assert.That(Behind.Finds, Is.EqualTo(2));
    }

    [Test]
    public async Task A_removal_made_elsewhere_shows_when_the_time_is_over()
    {
        await Cache.FindAsync(Video.Id);
        await Behind.RemoveAsync(Video.Id);
        Time.Advance(Options.TimeToLive);

        Assert.That(await Cache.FindAsync(Video.Id), Is.Null);
        Assert.That(Cache.HasEntries, Is.False);
    }

    [Test]
    public async Task An_entry_in_demand_is_refreshed_in_the_background_before_it_expires()
    {
        await Cache.FindAsync(Video.Id);
        var changed = await Behind.UpdateAsync(Video.Id, Video.Version, new() { Title = "elsewhere" });
        Time.Advance(Options.TimeToLive / 2);

        var given = Cache.FindAsync(Video.Id);

        Assert.That(given.IsCompletedSuccessfully, Is.True, "nobody waits for it");
        Assert.That(await given, Is.EqualTo(Video));
        await EventuallyAsync(() => Cache.FindAsync(Video.Id).Result == changed);
        Assert.That(Behind.Finds, Is.EqualTo(2));

        Time.Advance((Options.TimeToLive / 2) - TimeSpan.FromTicks(1));
        await Cache.FindAsync(Video.Id);
        Assert.That(Behind.Finds, Is.EqualTo(2), "its time began anew");
    }

    [Test]
    public async Task A_slow_refresh_is_not_begun_twice()
    {
        await Cache.FindAsync(Video.Id);
        var gate = new TaskCompletionSource();
        Behind.Before = (_, _) => gate.Task;
        Time.Advance(Options.TimeToLive / 2);

        for (var i = 0; i < 50; i++)
            Assert.That(Cache.FindAsync(Video.Id).IsCompletedSuccessfully, Is.True);
        await EventuallyAsync(() => Behind.Finds == 2);
        gate.SetResult();

        Assert.That(Behind.Finds, Is.EqualTo(2));
    }

    [Test]
    public async Task Callers_who_come_at_once_share_one_lookup()
    {
        var gate = new TaskCompletionSource();
        Behind.Before = (_, _) => gate.Task;

        var calls = Enumerable.Range(0, 100).Select(_ => Task.Run(() => Cache.FindAsync(Video.Id))).ToArray();
        await EventuallyAsync(() => Behind.Finds == 1);
        gate.SetResult();

        Assert.That(await Task.WhenAll(calls), Has.All.EqualTo(Video));
        Assert.That(Behind.Finds, Is.EqualTo(1));
    }

    [Test]
    public async Task A_caller_who_leaves_does_not_fail_the_others()
    {
        var gate = new TaskCompletionSource();
        var seen = CancellationToken.None;
        Behind.Before = (_, token) =>
        {
            seen = token;
            return gate.Task.WaitAsync(token);
        };
        using var leaving = new CancellationTokenSource();
        var left = Cache.FindAsync(Video.Id, leaving.Token);
        var stays = Cache.FindAsync(Video.Id);
        await EventuallyAsync(() => Behind.Finds == 1);

        await leaving.CancelAsync();
        await Assert.ThatAsync(() => left, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(seen.IsCancellationRequested, Is.False);
        gate.SetResult();

        Assert.That(await stays, Is.EqualTo(Video));
    }

    [Test]
    public async Task The_last_caller_to_leave_cancels_the_lookup_and_the_next_begins_anew()
    {
        var cancelled = new TaskCompletionSource();
        Behind.Before = async (_, token) =>
        {
            token.Register(cancelled.SetResult);
            await Task.Delay(Timeout.Infinite, token);
        };
        using var leaving = new CancellationTokenSource();
        var calls = new[] { Cache.FindAsync(Video.Id, leaving.Token), Cache.FindAsync(Video.Id, leaving.Token) };
        await EventuallyAsync(() => Behind.Finds == 1);

        await leaving.CancelAsync();
        foreach (var call in calls)
            await Assert.ThatAsync(() => call, Throws.InstanceOf<OperationCanceledException>());
        await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(20));
        Behind.Fail(null);

        Assert.That(await Cache.FindAsync(Video.Id), Is.EqualTo(Video));
    }

    [Test]
    public async Task A_cancelled_caller_is_released_though_the_answer_is_there()
    {
        await Cache.FindAsync(Video.Id);

        await Assert.ThatAsync(() => Cache.FindAsync(Video.Id, new(canceled: true)), Throws.InstanceOf<OperationCanceledException>());
    }
}
