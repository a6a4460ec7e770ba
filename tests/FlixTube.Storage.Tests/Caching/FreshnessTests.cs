using FlixTube.Storage.Tests.Caching.Support;
using static FlixTube.Storage.Tests.Caching.Support.CacheOfOneTest;

namespace FlixTube.Storage.Tests.Caching;

public sealed class FreshnessTests
{
    private const int Length = (20 * SliceBytes) + 1;

    [Test]
    public async Task A_version_is_believed_in_for_its_time_and_no_longer()
    {
        await using var test = new CacheOfOneTest();
        var old = test.Origin.Put(Video, 1, Length);
        await test.ReadAsync();
        var replacement = test.Origin.Put(Video, 2, Length + 5);

        test.Time.Advance(test.Options.RevalidateAfter - TimeSpan.FromTicks(1));
        Assert.That((await test.ReadAsync()).ETag, Is.EqualTo(old.ETag));
        Assert.That((await test.Store.GetPropertiesAsync(Video)).ETag, Is.EqualTo(old.ETag));

        test.Time.Advance(TimeSpan.FromTicks(1));
        Assert.That((await test.ReadAsync()).ETag, Is.EqualTo(replacement.ETag));
        Assert.That((await test.Store.GetPropertiesAsync(Video)).ETag, Is.EqualTo(replacement.ETag));
    }

    [Test]
    public async Task A_version_that_has_not_changed_costs_one_stat_and_no_byte()
    {
        await using var test = new CacheOfOneTest();
        test.Origin.Put(Video, 1, Length);
        await test.ReadAsync();

        test.Time.Advance(test.Options.RevalidateAfter);
        await test.ReadAsync();
        await test.ReadAsync();

        Assert.That(test.Origin.Opens, Is.EqualTo(1));
        Assert.That(test.Origin.Stats, Is.EqualTo(1));
        Assert.That(test.Origin.Bytes, Is.EqualTo(Length));
    }

    [Test]
    public async Task A_write_and_a_delete_count_at_once()
    {
        await using var test = new CacheOfOneTest();
        test.Origin.Put(Video, 1, Length);
        await test.ReadAsync();

        var written = await test.Store.WriteAsync(Video, Origin.Recipe(2, Length));
        Assert.That(await test.ReadAsync(), Is.EqualTo(written));

        await test.Store.DeleteAsync(Video);
        Assert.That(() => test.ReadAsync(), Throws.InstanceOf<VideoStoreException>().With.Property("Error").EqualTo(VideoStoreError.NotFound));
    }

    [Test]
    public async Task What_a_request_learns_that_began_before_a_write_is_not_believed_after_it()
    {
        await using var test = new CacheOfOneTest();
        test.Origin.Put(Video, 1, Length);
        var held = new TaskCompletionSource();
        test.Origin.Sending = (_, _) => held.Task;
        await using var old = await test.Store.OpenReadAsync(Video);

        var written = await test.Store.WriteAsync(Video, Origin.Recipe(2, Length));
        held.SetResult();
        await old.Body.CopyToAsync(Stream.Null);

        Assert.That(await test.ReadAsync(), Is.EqualTo(written));
    }

    [Test]
    public async Task That_there_is_no_video_is_believed_for_a_moment()
    {
        await using var test = new CacheOfOneTest();
        for (var i = 0; i < 3; i++)
            Assert.That(() => test.ReadAsync(), Throws.InstanceOf<VideoStoreException>().With.Property("Error").EqualTo(VideoStoreError.NotFound));

        Assert.That(test.Origin.Opens, Is.EqualTo(1));
        test.Origin.Put(Video, 1, Length);
        test.Time.Advance(test.Options.MissingFor);
        await test.ReadAsync();
    }

    [Test]
    public async Task A_pin_to_a_version_that_the_cache_does_not_know_is_left_to_the_store()
    {
        await using var test = new CacheOfOneTest();
        var old = test.Origin.Put(Video, 1, Length);
        await test.ReadAsync();
        var replacement = test.Origin.Put(Video, 2, Length);

        Assert.That((await test.ReadAsync(new ReadOptions { IfMatch = replacement.ETag })).ETag, Is.EqualTo(replacement.ETag));
        Assert.That(
            () => test.ReadAsync(new ReadOptions { IfMatch = old.ETag }),
            Throws.InstanceOf<VideoStoreException>().With.Property("Error").EqualTo(VideoStoreError.PreconditionFailed));
    }

    [Test]
    public async Task A_video_that_was_replaced_before_its_next_slice_was_fetched_is_served_anew_or_fails()
    {
        await using var test = new CacheOfOneTest();
        test.Origin.Put(Video, 1, Length);
        await test.ReadAsync(Range(0, SliceBytes));
        await using var read = await test.Store.OpenReadAsync(Video);
        var replacement = test.Origin.Put(Video, 2, Length);

        Assert.That(async () => await read.Body.ReadExactlyAsync(new byte[Length]), Throws.InstanceOf<VideoStoreException>().With.Property("Error").EqualTo(VideoStoreError.PreconditionFailed));
        Assert.That((await test.ReadAsync()).ETag, Is.EqualTo(replacement.ETag));
    }

    [Test]
    public async Task A_cold_range_of_a_video_that_was_replaced_is_of_the_new_version()
    {
        await using var test = new CacheOfOneTest();
        test.Origin.Put(Video, 1, Length);
        await test.ReadAsync(Range(0, SliceBytes));
        var replacement = test.Origin.Put(Video, 2, Length);

        Assert.That((await test.ReadAsync(Range(10 * SliceBytes, 10))).ETag, Is.EqualTo(replacement.ETag));
    }

    [Test]
    public async Task Stores_with_one_identity_share_slices_and_others_do_not()
    {
        await using var test = new CacheOfOneTest();
        test.Origin.Put(Video, 1, Length);
        await test.ReadAsync();
        var same = test.Cache.Over(test.Origin, Identity);
        var elsewhere = new Origin();
        elsewhere.Put(Video, 1, Length);
        var other = test.Cache.Over(elsewhere, "elsewhere");

        await CacheOfOneTest.ReadAsync(same);
        await CacheOfOneTest.ReadAsync(other);

        Assert.That(test.Origin.Opens, Is.EqualTo(1));
        Assert.That(elsewhere.Opens, Is.EqualTo(1));
    }

    [Test]
    public async Task While_the_store_is_down_what_is_cached_plays_and_says_since_when()
    {
        await using var test = new CacheOfOneTest();
        test.Origin.Put(Video, 1, Length);
        await test.ReadAsync();
        var asked = test.Time.GetUtcNow();
        test.Origin.Failure = new VideoStoreException(VideoStoreError.Unavailable, "It rains.");
        test.Time.Advance(TimeSpan.FromMinutes(10));

        Assert.That((await test.ReadAsync()).StaleSince, Is.EqualTo(asked));
        Assert.That((await test.Store.GetPropertiesAsync(Video)).StaleSince, Is.EqualTo(asked));
        Assert.That(test.Origin.Stats, Is.EqualTo(1), "a store that is down is left alone for a while");

        test.Origin.Failure = null;
        test.Time.Advance(test.Options.RevalidateAfter);
        Assert.That((await test.ReadAsync()).StaleSince, Is.Null);
    }

    [Test]
    public async Task While_the_store_is_down_nothing_plays_for_longer_than_allowed_and_nothing_that_is_not_cached()
    {
        await using var test = new CacheOfOneTest();
        test.Origin.Put(Video, 1, Length);
        await test.ReadAsync(Range(0, SliceBytes));
        test.Origin.Failure = new VideoStoreException(VideoStoreError.Unavailable, "It rains.");
        test.Time.Advance(TimeSpan.FromMinutes(10));

        await test.ReadAsync(Range(0, SliceBytes));
        Assert.That(() => test.ReadAsync(Range(10 * SliceBytes, 1)), Throws.InstanceOf<VideoStoreException>().With.Property("Error").EqualTo(VideoStoreError.Unavailable));
        Assert.That(() => test.ReadAsync(path: VideoPath.Parse("other")), Throws.InstanceOf<VideoStoreException>().With.Property("Error").EqualTo(VideoStoreError.Unavailable));

        test.Time.Advance(test.Options.StaleFor);
        Assert.That(() => test.ReadAsync(Range(0, SliceBytes)), Throws.InstanceOf<VideoStoreException>().With.Property("Error").EqualTo(VideoStoreError.Unavailable));
    }

    [Test]
    public async Task A_store_that_does_not_answer_is_not_waited_for_long_when_the_video_is_cached()
    {
        await using var test = new CacheOfOneTest();
        test.Origin.Put(Video, 1, Length);
        await test.ReadAsync();
        test.Origin.Describing = token => Task.Delay(Timeout.Infinite, token);
        test.Time.Advance(TimeSpan.FromMinutes(10));
        var timers = test.Time.Waiting;

        var reading = test.ReadAsync();
        await Soon.IsTrueAsync(() => test.Time.Waiting > timers, "the wait begins");
        test.Time.Advance(TimeSpan.FromSeconds(2));

        Assert.That((await reading).StaleSince, Is.Not.Null);
    }

    [Test]
    public async Task What_the_store_refuses_is_not_served_stale()
    {
        await using var test = new CacheOfOneTest();
        test.Origin.Put(Video, 1, Length);
        await test.ReadAsync();
        test.Origin.Failure = new VideoStoreException(VideoStoreError.PermissionDenied, "Not you.");
        test.Time.Advance(test.Options.RevalidateAfter);

        Assert.That(() => test.ReadAsync(), Throws.InstanceOf<VideoStoreException>().With.Property("Error").EqualTo(VideoStoreError.PermissionDenied));
    }
}
