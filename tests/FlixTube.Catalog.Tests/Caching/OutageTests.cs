namespace FlixTube.Catalog.Tests.Caching;

internal sealed class OutageTests : CacheFixture
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [TestCase(VideoCatalogError.Unavailable)]
    [TestCase(VideoCatalogError.Timeout)]
    [TestCase(VideoCatalogError.Throttled)]
    [TestCase(VideoCatalogError.PermissionDenied)]
    [TestCase(VideoCatalogError.Internal)]
    public async Task What_was_asked_for_before_is_found_while_the_catalogue_is_down(VideoCatalogError error)
    {
        await Cache.FindAsync(Video.Id);
        Behind.Fail(error);
        Time.Advance(Hour);

        for (var i = 0; i < 1000; i++)
            Assert.That(await Cache.FindAsync(Video.Id), Is.EqualTo(Video));
    }

    [Test]
    public async Task While_it_is_down_it_is_asked_once_in_a_second_and_nobody_waits()
    {
        await Cache.FindAsync(Video.Id);
        Behind.Fail(VideoCatalogError.Unavailable);
        Time.Advance(Hour);
        await Cache.FindAsync(Video.Id);
        Assert.That(Behind.Finds, Is.EqualTo(2));

        for (var second = 1; second <= 5; second++)
        {
            for (var i = 0; i < 50; i++)
                Assert.That(Cache.FindAsync(Video.Id).IsCompletedSuccessfully, Is.True);

            var asked = second;
            Assert.That(Behind.Finds, Is.EqualTo(asked + 1));
            Time.Advance(TimeSpan.FromSeconds(1));
            await EventuallyAsync(() => Cache.FindAsync(Video.Id).IsCompletedSuccessfully && Behind.Finds == asked + 2);
        }
    }

    [Test]
    public async Task An_unknown_id_fails_while_the_catalogue_is_down_and_is_found_when_it_is_back()
    {
        Behind.Fail(VideoCatalogError.Unavailable);
        await Assert.ThatAsync(
            () => Cache.FindAsync(Video.Id), Throws.TypeOf<VideoCatalogException>().With.Property("Error").EqualTo(VideoCatalogError.Unavailable));

        Behind.Fail(null);

        Assert.That(await Cache.FindAsync(Video.Id), Is.EqualTo(Video));
    }

    [Test]
    public async Task An_answer_that_there_is_no_entry_does_not_outlive_its_time_in_an_outage()
    {
        await Cache.FindAsync(Unknown);
        Behind.Fail(VideoCatalogError.Unavailable);
        Time.Advance(Options.NegativeTimeToLive);

        await Assert.ThatAsync(() => Cache.FindAsync(Unknown), Throws.TypeOf<VideoCatalogException>());
    }

    [Test]
    public async Task When_it_is_back_what_changed_shows_without_a_restart()
    {
        await Cache.FindAsync(Video.Id);
        Behind.Fail(VideoCatalogError.Unavailable);
        Time.Advance(Hour);
        await Cache.FindAsync(Video.Id);

        Behind.Fail(null);
        var changed = await Behind.UpdateAsync(Video.Id, Video.Version, new() { Title = "meanwhile" });
        Time.Advance(TimeSpan.FromSeconds(1));

        await EventuallyAsync(() => Cache.FindAsync(Video.Id).Result == changed);
        Assert.That(Log.Warnings.Single(), Does.StartWith("The catalogue does not answer;").And.EndsWith("It is down."));
    }

    [Test]
    public async Task Any_call_that_is_answered_ends_the_outage()
    {
        await Cache.FindAsync(Video.Id);
        Behind.Fail(VideoCatalogError.Unavailable);
        Time.Advance(Hour);
        await Cache.FindAsync(Video.Id);
        Behind.Fail(null);
        await Behind.RemoveAsync(Video.Id);

        await Cache.ListPageAsync();

        Assert.That(await Cache.FindAsync(Video.Id), Is.Null);
    }

    [Test]
    public async Task The_limit_of_staleness_ends_what_is_given_out()
    {
        await Cache.FindAsync(Video.Id);
        Behind.Fail(VideoCatalogError.Unavailable);
        Time.Advance(Options.StaleLimit - TimeSpan.FromTicks(1));
        Assert.That(await Cache.FindAsync(Video.Id), Is.EqualTo(Video));

        Time.Advance(TimeSpan.FromTicks(1));

        await Assert.ThatAsync(() => Cache.FindAsync(Video.Id), Throws.TypeOf<VideoCatalogException>());
    }

    [Test]
    public async Task A_catalogue_that_hangs_keeps_the_first_caller_for_a_moment_and_nobody_else()
    {
        await Cache.FindAsync(Video.Id);
        var gate = new TaskCompletionSource();
        Behind.Before = (_, token) => gate.Task.WaitAsync(token);
        Time.Advance(Hour);

        var first = Cache.FindAsync(Video.Id);
        await Time.WhenWaitingForAsync(Options.StaleWait);
        Assert.That(first.IsCompleted, Is.False);
        Time.Advance(Options.StaleWait);

        Assert.That(await first, Is.EqualTo(Video));
        Assert.That(Cache.FindAsync(Video.Id).IsCompletedSuccessfully, Is.True);

        gate.SetResult();
        await EventuallyAsync(() => Cache.FindAsync(Video.Id).IsCompletedSuccessfully && Behind.Finds == 2);
    }

    [Test]
    public async Task A_caller_who_leaves_a_hanging_catalogue_is_released_at_once()
    {
        await Cache.FindAsync(Video.Id);
        Behind.Before = (_, token) => Task.Delay(Timeout.Infinite, token);
        Time.Advance(Hour);
        using var leaving = new CancellationTokenSource();
        var call = Cache.FindAsync(Video.Id, leaving.Token);

        await leaving.CancelAsync();

        await Assert.ThatAsync(() => call, Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task What_was_removed_here_is_not_given_out_in_an_outage()
    {
        await Cache.FindAsync(Video.Id);
        await Cache.RemoveAsync(Video.Id);
        Behind.Fail(VideoCatalogError.Unavailable);

        await Assert.ThatAsync(() => Cache.FindAsync(Video.Id), Throws.TypeOf<VideoCatalogException>());
    }

    [Test]
    public async Task What_was_changed_here_is_given_out_in_an_outage_as_it_was_changed()
    {
        await Cache.FindAsync(Video.Id);
        var changed = await Cache.UpdateAsync(Video.Id, Video.Version, new() { Title = "here" });
        Behind.Fail(VideoCatalogError.Unavailable);

        Assert.That(await Cache.FindAsync(Video.Id), Is.EqualTo(changed));
    }

    [Test]
    public async Task A_change_that_fails_in_an_outage_takes_nothing_away()
    {
        await Cache.FindAsync(Video.Id);
        Behind.Fail(VideoCatalogError.Unavailable);

        await Assert.ThatAsync(() => Cache.UpdateAsync(Video.Id, Video.Version, new() { Title = "lost" }), Throws.TypeOf<VideoCatalogException>());
        Assert.That(await Cache.FindAsync(Video.Id), Is.EqualTo(Video));
        await Assert.ThatAsync(() => Cache.RemoveAsync(Video.Id), Throws.TypeOf<VideoCatalogException>());
        Assert.That(await Cache.FindAsync(Video.Id), Is.EqualTo(Video));
        Time.Advance(Options.StaleLimit);
        await Assert.ThatAsync(() => Cache.FindAsync(Video.Id), Throws.TypeOf<VideoCatalogException>());
    }

    [Test]
    public async Task Nothing_can_be_given_out_before_anything_was_asked_for()
    {
        await Cache.FindAsync(Unknown);
        Assert.That(Cache.HasEntries, Is.False);

        await Cache.FindAsync(Video.Id);
        Assert.That(Cache.HasEntries, Is.True);
    }
}
