using FlixTube.Storage.Tests.Caching.Support;
using static FlixTube.Storage.Tests.Caching.Support.CacheOfOneTest;

namespace FlixTube.Storage.Tests.Caching;

public sealed class SingleFlightTests
{
    private const int Length = (100 * SliceBytes) + 123;

    [Test]
    public async Task A_hundred_viewers_of_a_cold_video_cost_the_store_one_read()
    {
        await using var test = new CacheOfOneTest();
        test.Origin.Put(Video, 1, Length);

        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(() => test.ReadAsync())));

        Assert.That(test.Origin.Opens, Is.EqualTo(1));
        Assert.That(test.Origin.Stats, Is.Zero);
        Assert.That(test.Origin.Bytes, Is.EqualTo(Length));
    }

    [Test]
    public async Task A_warm_video_costs_the_store_nothing()
    {
        await using var test = new CacheOfOneTest();
        test.Origin.Put(Video, 1, Length);
        await test.ReadAsync();

        await test.ReadAsync();
        await test.ReadAsync(Range(SliceBytes - 3, 7));
        await test.ReadAsync(new ReadOptions { Range = ByteRange.Suffix(5000) });
        await test.Store.GetPropertiesAsync(Video);

        Assert.That(test.Origin.Opens, Is.EqualTo(1));
        Assert.That(test.Origin.Stats, Is.Zero);
    }

    [TestCase(0, 1, 1)]
    [TestCase(10, SliceBytes, 2)]
    [TestCase(SliceBytes, SliceBytes, 1)]
    [TestCase(Length - 3, 3, 1)]
    [TestCase((3 * SliceBytes) - 1, (2 * SliceBytes) + 2, 4)]
    public async Task A_cold_range_costs_one_read_of_whole_slices(int offset, int length, int slices)
    {
        await using var test = new CacheOfOneTest();
        test.Origin.Put(Video, 1, Length);

        await test.ReadAsync(Range(offset, length));

        Assert.That(test.Origin.Opens, Is.EqualTo(1));
        Assert.That(test.Origin.Bytes, Is.EqualTo(offset + length == Length ? Length % SliceBytes : slices * SliceBytes));
        await test.ReadAsync(Range(offset, length));
        Assert.That(test.Origin.Opens, Is.EqualTo(1));
    }

    [Test]
    public async Task A_cold_suffix_costs_one_read()
    {
        await using var test = new CacheOfOneTest();
        test.Origin.Put(Video, 1, Length);

        await test.ReadAsync(new ReadOptions { Range = ByteRange.Suffix(2 * SliceBytes) });

        Assert.That(test.Origin.Opens, Is.EqualTo(1));
        Assert.That(test.Origin.Stats, Is.Zero);
    }

    [Test]
    public async Task The_first_byte_does_not_wait_for_its_slice()
    {
        await using var test = new CacheOfOneTest();
        var more = new TaskCompletionSource();
        test.Origin.Piece = 100;
        test.Origin.Sending = (position, _) => position < 100 ? Task.CompletedTask : more.Task;
        test.Origin.Put(Video, 1, Length);
        await using var first = await test.Store.OpenReadAsync(Video);
        await using var second = await test.Store.OpenReadAsync(Video);

        var bytes = new byte[200];
        Assert.That(await first.Body.ReadAsync(bytes), Is.EqualTo(100));
        Assert.That(await second.Body.ReadAsync(bytes), Is.EqualTo(100));
        Assert.That(bytes[..100], Is.EqualTo(Origin.Content(1, 0, 100)));

        more.SetResult();
        await second.Body.ReadExactlyAsync(bytes);
        Assert.That(bytes, Is.EqualTo(Origin.Content(1, 100, 200)));
    }

    [Test]
    public async Task A_viewer_who_leaves_does_not_disturb_the_others()
    {
        await using var test = new CacheOfOneTest();
        var open = new TaskCompletionSource();
        test.Origin.Opening = _ => open.Task;
        test.Origin.Put(Video, 1, Length);
        using var cancellation = new CancellationTokenSource();
        var leaving = test.Store.OpenReadAsync(Video, default, cancellation.Token);
        var staying = test.ReadAsync();

        await cancellation.CancelAsync();
        Assert.That(async () => await leaving, Throws.InstanceOf<OperationCanceledException>());
        open.SetResult();

        await staying;
        Assert.That(test.Origin.Opens, Is.EqualTo(1));
    }

    [Test]
    public async Task The_one_who_began_the_fetch_may_leave_in_the_middle()
    {
        await using var test = new CacheOfOneTest();
        test.Origin.Put(Video, 1, Length);
        var first = await test.Store.OpenReadAsync(Video);
        await using var second = await test.Store.OpenReadAsync(Video);
        await first.Body.ReadExactlyAsync(new byte[(3 * SliceBytes) + 1]);

        await first.DisposeAsync();

        var bytes = new byte[Length];
        await second.Body.ReadExactlyAsync(bytes);
        Assert.That(bytes, Is.EqualTo(Origin.Content(1, 0, Length)));
        Assert.That(test.Origin.Opens, Is.EqualTo(1));
    }

    [Test]
    public async Task The_last_to_leave_ends_the_read_at_the_store()
    {
        await using var test = new CacheOfOneTest();
        test.Origin.Put(Video, 1, Length);
        var first = await test.Store.OpenReadAsync(Video);
        var second = await test.Store.OpenReadAsync(Video);
        await first.Body.ReadExactlyAsync(new byte[10]);

        await first.DisposeAsync();
        Assert.That(test.Origin.OpenBodies, Is.EqualTo(1));
        await second.DisposeAsync();

        await Soon.IsTrueAsync(() => test.Origin.OpenBodies == 0, "the read ends");
    }

    [Test]
    public async Task The_last_to_leave_cancels_the_opening()
    {
        await using var test = new CacheOfOneTest();
        var cancelled = new TaskCompletionSource();
        test.Origin.Opening = token =>
        {
            token.Register(cancelled.SetResult);
            return Task.Delay(Timeout.Infinite, token);
        };
        test.Origin.Put(Video, 1, Length);
        using var cancellation = new CancellationTokenSource();
        var opening = new[] { test.Store.OpenReadAsync(Video, default, cancellation.Token), test.Store.OpenReadAsync(Video, default, cancellation.Token) };

        await cancellation.CancelAsync();

        foreach (var open in opening)
            Assert.That(async () => await open, Throws.InstanceOf<OperationCanceledException>());

        await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.That(test.Origin.Opens, Is.EqualTo(1));
    }

    [Test]
    public async Task A_cancelled_wait_leaves_the_body_as_it_was()
    {
        await using var test = new CacheOfOneTest();
        var more = new TaskCompletionSource();
        test.Origin.Sending = (_, token) => more.Task.WaitAsync(token);
        test.Origin.Put(Video, 1, Length);
        await using var read = await test.Store.OpenReadAsync(Video);
        using var cancellation = new CancellationTokenSource();
        var waiting = read.Body.ReadAsync(new byte[10], cancellation.Token).AsTask();

        await cancellation.CancelAsync();
        Assert.That(async () => await waiting, Throws.InstanceOf<OperationCanceledException>());
        more.SetResult();

        var bytes = new byte[Length];
        await read.Body.ReadExactlyAsync(bytes);
        Assert.That(bytes, Is.EqualTo(Origin.Content(1, 0, Length)));
    }

    [Test]
    public async Task A_body_that_is_disposed_while_it_waits_says_so()
    {
        await using var test = new CacheOfOneTest();
        test.Origin.Sending = (_, token) => Task.Delay(Timeout.Infinite, token);
        test.Origin.Put(Video, 1, Length);
        await using var other = await test.Store.OpenReadAsync(Video);
        var read = await test.Store.OpenReadAsync(Video);
        var waiting = read.Body.ReadAsync(new byte[10]).AsTask();

        await read.DisposeAsync();

        Assert.That(async () => await waiting.WaitAsync(TimeSpan.FromSeconds(20)), Throws.InstanceOf<ObjectDisposedException>());
    }

    [Test]
    public async Task A_failure_is_told_to_all_who_wait_and_to_nobody_after_them()
    {
        await using var test = new CacheOfOneTest();
        test.Origin.Put(Video, 1, Length);
        var sent = 0;
        var fail = new TaskCompletionSource();
        test.Origin.Sending = async (_, _) =>
        {
            if (Interlocked.Increment(ref sent) == 2)
                await fail.Task;
        };
        test.Origin.Piece = SliceBytes;
        var reads = new[] { await test.Store.OpenReadAsync(Video), await test.Store.OpenReadAsync(Video) };
        var waiting = reads.Select(read => read.Body.ReadExactlyAsync(new byte[Length]).AsTask()).ToArray();

        test.Origin.Failure = new VideoStoreException(VideoStoreError.Unavailable, "It rains.");
        fail.SetResult();

        foreach (var wait in waiting)
            Assert.That(async () => await wait, Throws.InstanceOf<VideoStoreException>().With.Property("Error").EqualTo(VideoStoreError.Unavailable));

        test.Origin.Failure = null;
        await test.ReadAsync();
    }

    [Test]
    public async Task A_hundred_who_ask_for_the_properties_at_once_cost_one_request()
    {
        await using var test = new CacheOfOneTest();
        var answer = new TaskCompletionSource();
        test.Origin.Describing = _ => answer.Task;
        test.Origin.Put(Video, 1, Length);
        var asking = Enumerable.Range(0, 100).Select(_ => test.Store.GetPropertiesAsync(Video)).ToArray();

        answer.SetResult();

        Assert.That((await Task.WhenAll(asking)).Select(properties => properties.Length), Is.All.EqualTo(Length));
        Assert.That(test.Origin.Stats, Is.EqualTo(1));
    }

    [Test]
    public async Task A_range_that_nobody_can_have_does_not_fail_those_who_asked_at_the_same_time_for_one_that_is_there()
    {
        await using var test = new CacheOfOneTest();
        var open = new TaskCompletionSource();
        test.Origin.Opening = _ => open.Task;
        test.Origin.Put(Video, 1, Length);
        var impossible = test.Store.OpenReadAsync(Video, Range(10 * Length, 1));
        var pinned = test.Store.OpenReadAsync(Video, new ReadOptions { IfMatch = "another" });
        var possible = test.ReadAsync();

        open.SetResult();

        Assert.That(async () => await impossible, Throws.InstanceOf<VideoStoreException>().With.Property("VideoLength").EqualTo(Length));
        Assert.That(async () => await pinned, Throws.InstanceOf<VideoStoreException>().With.Property("Error").EqualTo(VideoStoreError.PreconditionFailed));
        await possible;
    }
}
