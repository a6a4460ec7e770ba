using NUnit.Framework;

namespace FlixTube.Storage.Conformance;

public abstract partial class VideoStoreConformance
{
    private static readonly CancellationToken Cancelled = new(canceled: true);

    [Test]
    [Description("IVideoStore: when the token was cancelled before the call it must do nothing at all")]
    public async Task Cancelled_before_the_call_a_read_does_nothing()
    {
        var (path, _, _) = await PutAsync(10);
        await DoesNothingAsync(() => Store.OpenReadAsync(path, default, Cancelled));
        await DoesNothingAsync(() => Store.OpenReadAsync(path, new() { Range = ByteRange.Suffix(2) }, Cancelled));
        await DoesNothingAsync(() => Store.OpenReadAsync(At("missing"), default, Cancelled));
    }

    [Test]
    [Description("IVideoStore: when the token was cancelled before the call it must do nothing at all")]
    public async Task Cancelled_before_the_call_a_stat_does_nothing()
    {
        var (path, _, _) = await PutAsync(10);
        await DoesNothingAsync(() => Store.GetPropertiesAsync(path, Cancelled));
        await DoesNothingAsync(() => Store.GetPropertiesAsync(At("missing"), Cancelled));
    }

    [Test]
    [Description("IVideoStore: when the token was cancelled before the call it must do nothing at all")]
    public async Task Cancelled_before_the_call_a_listing_does_nothing()
    {
        await PutAllAsync("a");
        await DoesNothingAsync(() => Store.ListPageAsync(new ListOptions { Prefix = Prefix }, Cancelled));
    }

    [Test]
    [Description("IVideoStore: when the token was cancelled before the call it must do nothing at all")]
    public async Task Cancelled_before_the_call_a_delete_deletes_nothing()
    {
        var (path, content, _) = await PutAsync(10);
        await DoesNothingAsync(() => Store.DeleteAsync(path, default, Cancelled));
        await HoldsAsync(path, content);
    }

    [TestCase(true)]
    [TestCase(false)]
    [Description("IVideoStore: when the token was cancelled before the call it must do nothing at all; the source is not read")]
    public async Task Cancelled_before_the_call_a_write_writes_and_reads_nothing(bool exists)
    {
        var path = At("video");
        if (exists)
            await PutAsync(path, TestContent.Of(10));
        var source = TestContent.Of(1000, seed: 2).Open();

        await DoesNothingAsync(() => Store.WriteAsync(path, source, options: null, Cancelled));

        Assert.That(source.ReadCount, Is.Zero, "reads of the source");
        AssertUntouched(source);
        if (exists)
            await HoldsAsync(path, TestContent.Of(10));
        else
            await AbsentAsync(path);
    }

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(500_000)]
    [TestCase(999_999)]
    [Description("WriteAsync: on cancellation nothing of the new video may be left behind")]
    public async Task Cancelled_in_the_middle_of_the_source_a_write_of_a_new_video_leaves_nothing_behind(int afterBytes)
    {
        await CancelledAtAsync(At("video"), TestContent.Of(1_000_000, seed: 2), afterBytes);

        await AbsentAsync(At("video"));
        await NothingIsLeftAsync();
    }

    [TestCase(0)]
    [TestCase(500_000)]
    [TestCase(999_999)]
    [Description("WriteAsync: on cancellation the old version must be untouched")]
    public async Task Cancelled_in_the_middle_of_the_source_a_write_leaves_the_old_video_untouched(int afterBytes)
    {
        var (path, old, before) = await PutAsync(1000);

        await CancelledAtAsync(path, TestContent.Of(1_000_000, seed: 2), afterBytes);

        Assert.That((await HoldsAsync(path, old)).ETag, Is.EqualTo(before.ETag));
        await NothingIsLeftAsync();
    }

    [Test]
    [Description("WriteAsync: on cancellation nothing may be left behind, also when parts of it have been sent")]
    public async Task Cancelled_when_parts_have_been_sent_a_write_leaves_nothing_behind()
    {
        var length = (2L * PartLength) + 1000;
        RequireLength(length);
        var (path, old, _) = await PutAsync(1000);

        await CancelledAtAsync(path, TestContent.Of(length, seed: 2), length - 500);
        await CancelledAtAsync(At("new"), TestContent.Of(length, seed: 2), length - 500);

        await HoldsAsync(path, old);
        await AbsentAsync(At("new"));
        await NothingIsLeftAsync();
    }

    [Test]
    [Description("IVideoStore: it must stop when its token is cancelled, though the source be waiting for more")]
    public async Task Cancelled_while_the_source_waits_a_write_ends()
    {
        using var cancellation = new CancellationTokenSource();
        var source = TestContent.Of(1000).Open().When(500, async token =>
        {
            var waiting = new TaskCompletionSource();
            await using var registration = token.Register(() => waiting.TrySetCanceled(token));
            await cancellation.CancelAsync();
            await waiting.Task;
        });

        await CancelledAsync(() => Store.WriteAsync(At("video"), source, options: null, cancellation.Token));

        AssertUntouched(source);
        await AbsentAsync(At("video"));
        await NothingIsLeftAsync();
    }

    [Test]
    [Description("IVideoStore: it must stop when its token is cancelled, though the source never end nor heed the token")]
    public async Task Cancelled_while_the_source_gives_more_and_more_a_write_ends()
    {
        using var cancellation = new CancellationTokenSource();
        await using var source = new DeafStream(cancellation, cancelAfter: 100_000, endAfter: Math.Min(LargestVideoLength, 8 * MiB));

        await CancelledAsync(() => Store.WriteAsync(At("video"), source, options: null, cancellation.Token));

        await AbsentAsync(At("video"));
        await NothingIsLeftAsync();
    }

    [Test]
    [Description("OpenReadAsync: each read of the body has a token of its own")]
    public async Task Cancelled_read_of_a_body_ends()
    {
        var (path, content, _) = await PutAsync(LongBodyLength);
        await using (var read = await Store.OpenReadAsync(path))
        {
            await read.Body.ReadExactlyAsync(new byte[10]);
            var buffer = new byte[10];
            await CancelledAsync(() => read.Body.ReadAsync(buffer, Cancelled).AsTask());
        }

        await HoldsAsync(path, content);
    }

    [Test]
    [Description("OpenReadAsync: cancelling its token later must not disturb the body")]
    public async Task Cancelled_after_it_was_opened_a_body_is_undisturbed()
    {
        var (path, content, _) = await PutAsync(LongBodyLength);
        using var cancellation = new CancellationTokenSource();
        await using var read = await Store.OpenReadAsync(path, cancellationToken: cancellation.Token);
        var head = new byte[10];
        await read.Body.ReadExactlyAsync(head);

        await cancellation.CancelAsync();

        AssertBytes([.. head, .. await DrainAsync(read.Body)], content.Bytes());
    }

    [Test]
    [Description("IVideoStore: OperationCanceledException when the caller cancelled, and nothing else")]
    public async Task Cancelled_while_it_runs_a_call_finishes_or_is_cancelled()
    {
        var (path, content, _) = await PutAsync(1000);
        for (var i = 0; i < (IsSlow ? 5 : 25); i++)
        {
            await FinishesOrIsCancelledAsync(token => Store.GetPropertiesAsync(path, token));
            await FinishesOrIsCancelledAsync(token => Store.ListPageAsync(new ListOptions { Prefix = Prefix }, token));
            await FinishesOrIsCancelledAsync(async token => await (await Store.OpenReadAsync(path, default, token)).DisposeAsync());
        }

        await HoldsAsync(path, content);
    }

    [Test]
    [Description("WriteAsync: readers see the old version or the new one, whenever it is cancelled")]
    public async Task Cancelled_while_it_runs_a_write_leaves_the_old_video_or_the_new_one()
    {
        // A request that was cancelled on its way may arrive late, so any of the versions may be there, but whole.
        var (path, first, _) = await PutAsync(1000);
        var versions = new HashSet<string> { first.Hash };
        for (var seed = 2; seed < (IsSlow ? 7 : 27); seed++)
        {
            var content = TestContent.Of(1000, seed);
            versions.Add(content.Hash);

            await FinishesOrIsCancelledAsync(token => Store.WriteAsync(path, content.Open(), options: null, token));

            await using var read = await Store.OpenReadAsync(path);
            Assert.That(versions, Does.Contain(read.Properties.ContentHash));
            Assert.That(TestContent.Of(await DrainAsync(read.Body)).Hash, Is.EqualTo(read.Properties.ContentHash));
        }

        await ReachesAsync(async () => await FindLeftoversAsync() is not { Count: > 0 }, "something was left behind");
    }

    private async Task DoesNothingAsync(Func<Task> call)
    {
        var before = RequestCount;

        await CancelledAsync(call);

        Assert.That(RequestCount, Is.EqualTo(before), "requests to the service");
    }

    private async Task CancelledAtAsync(VideoPath path, TestContent content, long position)
    {
        using var cancellation = new CancellationTokenSource();
        var source = content.Open().When(position, async _ => await cancellation.CancelAsync());

        await CancelledAsync(() => Store.WriteAsync(path, source, options: null, cancellation.Token));

        AssertUntouched(source);
    }

    private static async Task FinishesOrIsCancelledAsync(Func<CancellationToken, Task> call)
    {
        using var cancellation = new CancellationTokenSource();
        var running = call(cancellation.Token);
        await cancellation.CancelAsync();

        Assert.That(await CaughtAsync(() => running), Is.Null.Or.InstanceOf<OperationCanceledException>());
    }
}
