using NUnit.Framework;

namespace FlixTube.Storage.Conformance;

public abstract partial class VideoStoreConformance
{
    // More than sockets and clients hold by themselves, so that an open body really is in the middle of its transfer.
    private long LongBodyLength => Math.Min(LargestVideoLength, 4 * MiB);

    [TestCase("dispose, dispose")]
    [TestCase("async, async")]
    [TestCase("dispose, async")]
    [TestCase("async, dispose")]
    [TestCase("body, dispose")]
    [TestCase("async body, async")]
    [Description("VideoRead.Dispose: may be called more than once and in the middle of the body")]
    public async Task Dispose_may_be_called_twice(string order)
    {
        var (path, content, _) = await PutAsync(LongBodyLength);
        var read = await Store.OpenReadAsync(path);
        await read.Body.ReadExactlyAsync(new byte[10]);

        foreach (var way in order.Split(", "))
            await DisposeAsync(read, way);

        await HoldsAsync(path, content);
    }

    [TestCase("dispose")]
    [TestCase("async")]
    [TestCase("body")]
    [TestCase("async body")]
    [Description("VideoRead.Body: after disposal, ObjectDisposedException")]
    public async Task Dispose_makes_later_reads_throw_ObjectDisposedException(string way)
    {
        var (path, _, _) = await PutAsync(1000);
        var read = await Store.OpenReadAsync(path);
        await read.Body.ReadExactlyAsync(new byte[10]);
        await DisposeAsync(read, way);
        var buffer = new byte[10];

        Assert.That(await CaughtAsync(() => read.Body.ReadAsync(buffer).AsTask()), Is.InstanceOf<ObjectDisposedException>());
#pragma warning disable CA1835, CA1849 // The other ways to read are under test too.
        Assert.That(
            await CaughtAsync(() => read.Body.ReadAsync(buffer, 0, 10, CancellationToken.None)),
            Is.InstanceOf<ObjectDisposedException>());
        Assert.That(() => read.Body.Read(buffer, 0, 10), Throws.InstanceOf<ObjectDisposedException>());
#pragma warning restore CA1835, CA1849
    }

    [Test]
    [Description("VideoRead.Body: after disposal, ObjectDisposedException, also when it was at its end")]
    public async Task Dispose_makes_reads_past_the_end_throw_ObjectDisposedException()
    {
        var (path, _, _) = await PutAsync(1000);
        var read = await Store.OpenReadAsync(path);
        await DrainAsync(read.Body);
        await read.DisposeAsync();

        Assert.That(await CaughtAsync(() => read.Body.ReadAsync(new byte[10]).AsTask()), Is.InstanceOf<ObjectDisposedException>());
    }

    [TestCase("dispose")]
    [TestCase("async")]
    [Description("OpenReadAsync: disposing or abandoning the body must end the request at the service")]
    public async Task Dispose_in_the_middle_ends_the_request_at_the_service(string way)
    {
        var (path, _, _) = await PutAsync(LongBodyLength);
        var before = RequireHook(OpenBodyCount);
        var read = await Store.OpenReadAsync(path);
        await read.Body.ReadExactlyAsync(new byte[10]);
        Assert.That(OpenBodyCount, Is.EqualTo(before + 1));

        await DisposeAsync(read, way);

        await ReachesAsync(() => OpenBodyCount == before, "the request at the service has not ended");
    }

    [Test]
    [Description("OpenReadAsync: disposing must end the request at the service")]
    public async Task Dispose_before_the_first_read_ends_the_request_at_the_service()
    {
        var (path, _, _) = await PutAsync(LongBodyLength);
        var before = RequireHook(OpenBodyCount);

        await (await Store.OpenReadAsync(path)).DisposeAsync();

        await ReachesAsync(() => OpenBodyCount == before, "the request at the service has not ended");
    }

    [Test]
    [Description("OpenReadAsync: a call that fails leaves nothing open at the service")]
    public async Task Open_that_fails_leaves_nothing_open_at_the_service()
    {
        var (path, _, _) = await PutAsync(1000);
        var before = RequireHook(OpenBodyCount);

        await FailsAsync(VideoStoreError.RangeNotSatisfiable, path, () => Store.OpenReadAsync(path, new() { Range = ByteRange.From(1000) }));
        await FailsAsync(VideoStoreError.PreconditionFailed, path, () => Store.OpenReadAsync(path, new() { IfMatch = "another" }));

        await ReachesAsync(() => OpenBodyCount <= before, "something was left open");
    }

    [Test]
    [Description("OpenReadAsync: abandoning the body must end the request: a hundred do not use up the connections")]
    public async Task Abandoned_bodies_do_not_use_up_the_store()
    {
        var (path, content, _) = await PutAsync(LongBodyLength);

        for (var i = 0; i < (IsSlow ? 60 : 200); i++)
        {
            await using var read = await Store.OpenReadAsync(path);
            await read.Body.ReadExactlyAsync(new byte[1]);
        }

        await HoldsAsync(path, content);
    }

    [Test]
    [Description("IVideoStore: it must be safe to call from many threads at once, also while bodies are open")]
    public async Task Open_bodies_do_not_keep_other_calls_waiting()
    {
        var (path, content, _) = await PutAsync(LongBodyLength);
        var reads = new List<VideoRead>();
        try
        {
            for (var i = 0; i < 16; i++)
                reads.Add(await Store.OpenReadAsync(path, new ReadOptions { Range = ByteRange.From(i) }));

            await PutAsync(At("other"), TestContent.Of(100));
            await HoldsAsync(At("other"), TestContent.Of(100));

            var buffer = new byte[1000];
            for (var i = 0; i < reads.Count; i++)
            {
                await reads[i].Body.ReadExactlyAsync(buffer);
                AssertBytes(buffer, content.Bytes(i, buffer.Length));
            }
        }
        finally
        {
            foreach (var read in reads)
                await read.DisposeAsync();
        }
    }

    [TestCase("replaced")]
    [TestCase("deleted")]
    [Description("OpenReadAsync: the body must be of the version in the properties to its last byte, or fail")]
    public async Task Body_of_a_video_that_is_replaced_or_deleted_meanwhile_is_old_to_the_end_or_fails(string fate)
    {
        var (path, content, _) = await PutAsync(LongBodyLength);
        await using var read = await Store.OpenReadAsync(path);
        var head = new byte[1000];
        await read.Body.ReadExactlyAsync(head);
        if (fate == "replaced")
            await PutAsync(path, TestContent.Of(LongBodyLength, seed: 2));
        else
            await Store.DeleteAsync(path);

        byte[]? rest = null;
        var failure = await CaughtAsync(async () => rest = await DrainAsync(read.Body));

        AssertBytes(head, content.Bytes(0, head.Length));
        if (failure is null)
            AssertBytes(rest, content.Bytes(head.Length, content.Length - head.Length));
        else
            AssertVersionGone(failure);
    }

    [Test]
    [Description("OpenReadAsync: the body must be of the version in the properties, though the new one be shorter")]
    public async Task Body_of_a_video_that_is_replaced_by_a_shorter_one_is_old_to_the_end_or_fails()
    {
        var (path, content, _) = await PutAsync(LongBodyLength);
        await using var read = await Store.OpenReadAsync(path);
        await read.Body.ReadExactlyAsync(new byte[1000]);
        await PutAsync(path, TestContent.Of(10, seed: 2));

        byte[]? rest = null;
        var failure = await CaughtAsync(async () => rest = await DrainAsync(read.Body));

        if (failure is null)
            AssertBytes(rest, content.Bytes(1000, content.Length - 1000));
        else
            AssertVersionGone(failure);
    }

    private static void AssertVersionGone(Exception failure)
    {
        Assert.That(failure, Is.TypeOf<VideoStoreException>());
        Assert.That(
            ((VideoStoreException)failure).Error,
            Is.EqualTo(VideoStoreError.PreconditionFailed).Or.EqualTo(VideoStoreError.NotFound));
    }

    private static async Task DisposeAsync(VideoRead read, string way)
    {
        switch (way)
        {
            case "async": await read.DisposeAsync(); break;
            case "async body": await read.Body.DisposeAsync(); break;
#pragma warning disable CA1849 // The synchronous way is under test.
            case "body": read.Body.Dispose(); break;
            default: read.Dispose(); break;
#pragma warning restore CA1849
        }
    }

    /// <summary>Waits, no longer than a call may take, for what the service does by itself after an answer.</summary>
    private Task ReachesAsync(Func<bool> condition, string otherwise) => ReachesAsync(() => Task.FromResult(condition()), otherwise);

    private async Task ReachesAsync(Func<Task<bool>> condition, string otherwise)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            Assert.That(TimeProvider.System.GetElapsedTime(start), Is.LessThan(CallLimit), otherwise);
            await Task.Yield();
        }
    }
}
