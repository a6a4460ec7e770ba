using System.Collections.Concurrent;
using NUnit.Framework;

namespace FlixTube.Storage.Conformance;

public abstract partial class VideoStoreConformance
{
    private const int Writers = 6;

    [TestCase(1000)]
    [TestCase(1_000_000)]
    [Description("VideoStoreCapabilities.ConditionalCreate: of several CreateOnly writes at once exactly one succeeds")]
    public async Task Race_of_create_only_writes_has_exactly_one_winner(int length)
    {
        var path = At("video");
        if (!await SupportsAsync(Capabilities.ConditionalCreate, path, new WriteOptions { CreateOnly = true }))
            return;

        var winner = await RaceAsync(path, length, new WriteOptions { CreateOnly = true }, VideoStoreError.AlreadyExists);

        await HoldsAsync(path, winner);
        await NothingIsLeftAsync();
    }

    [TestCase(1000)]
    [TestCase(1_000_000)]
    [Description("VideoStoreCapabilities.ConditionalWrite: of several writes with the same IfMatch at once exactly one succeeds")]
    public async Task Race_of_conditional_writes_has_exactly_one_winner(int length)
    {
        var (path, _, before) = await PutAsync(10);
        if (!await SupportsAsync(Capabilities.ConditionalWrite, path, new WriteOptions { IfMatch = before.ETag }))
            return;

        var winner = await RaceAsync(path, length, new WriteOptions { IfMatch = before.ETag }, VideoStoreError.PreconditionFailed);

        await HoldsAsync(path, winner);
        await NothingIsLeftAsync();
    }

    [Test]
    [Description("VideoStoreCapabilities.ConditionalDelete: checked and deleted in one atomic step")]
    public async Task Race_of_conditional_deletes_has_exactly_one_winner()
    {
        for (var round = 0; round < 5; round++)
        {
            var (path, _, written) = await PutAsync(10, seed: round);
            if (!await SupportsConditionalDeleteAsync(path, written.ETag))
                return;

            var failures = await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => Task.Run(
                () => CaughtAsync(() => Store.DeleteAsync(path, new DeleteOptions { IfMatch = written.ETag })))));

            Assert.That(failures.Count(f => f is null), Is.EqualTo(1), "deletes that succeeded");
            AssertAll(failures, VideoStoreError.PreconditionFailed);
            await AbsentAsync(path);
        }
    }

    [Test]
    [Description("WriteAsync: the video must become visible at once and whole")]
    public async Task Race_of_plain_writes_leaves_one_of_them_whole()
    {
        var path = At("video");
        var contents = Enumerable.Range(0, Writers).Select(i => TestContent.Of(100_000 + i, seed: i)).ToArray();
        var together = new Meeting(Writers, CallLimit / 4);

        await Task.WhenAll(contents.Select(content => Task.Run(
            () => Store.WriteAsync(path, content.Open().When(content.Length, _ => together.ArriveAsync())))));

        var stat = await Store.GetPropertiesAsync(path);
        await HoldsAsync(path, contents.Single(c => c.Length == stat.Length));
        await NothingIsLeftAsync();
    }

    [Test]
    [Description("OpenReadAsync: the body must be of the version in the properties; readers see the old version or the new one")]
    public async Task Readers_of_a_video_that_is_being_replaced_each_see_one_whole_version()
    {
        var path = At("video");
        var versions = Enumerable.Range(0, 8).Select(i => TestContent.Of(200_000 + i, seed: i)).ToDictionary(c => c.Hash);
        var etags = new ConcurrentDictionary<string, string>();
        var first = await PutAsync(path, versions.Values.First());
        etags[first.ETag] = first.ContentHash!;
        using var done = new CancellationTokenSource();

        var readers = Enumerable.Range(0, 4).Select(i => Task.Run(async () =>
        {
            var reads = 0;
            while (!done.IsCancellationRequested || reads++ == 0)
                await SeesOneVersionAsync(path, versions, etags, ByteRange.From(i * 1000));
        })).ToArray();
        try
        {
            for (var round = 0; round < (IsSlow ? 8 : 24); round++)
            {
                var written = await PutAsync(path, versions.Values.ElementAt(round % versions.Count));
                Assert.That(etags.GetOrAdd(written.ETag, written.ContentHash!), Is.EqualTo(written.ContentHash));
            }
        }
        finally
        {
            await done.CancelAsync();
            await Task.WhenAll(readers);
        }
    }

    [Test]
    [Description("IVideoStore: it must be safe to call from many threads at once")]
    public async Task Readers_of_different_ranges_at_once_each_get_their_own()
    {
        var (path, content, _) = await PutAsync(1_000_000);

        await Parallel.ForEachAsync(Enumerable.Range(0, 48), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, _) =>
            await ServesAsync(path, content, ByteRange.Slice(i * 20_000, 30_000), new(i * 20_000, 30_000)));
    }

    [Test]
    [Description("IVideoStore: it must be safe to call from many threads at once")]
    public async Task Calls_of_all_kinds_from_many_threads_do_not_disturb_each_other()
    {
        await Parallel.ForEachAsync(Enumerable.Range(0, 8), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (worker, token) =>
        {
            for (var round = 0; round < (IsSlow ? 3 : 10); round++)
            {
                var path = At($"{worker}/video");
                var content = TestContent.Of((1000 * worker) + round, seed: worker);
                await PutAsync(path, content, new WriteOptions { ContentType = $"video/x-{worker}" });
                Assert.That((await HoldsAsync(path, content)).ContentType, Is.EqualTo($"video/x-{worker}"));
                await FailsAsync(VideoStoreError.NotFound, At($"{worker}/none"), () => Store.OpenReadAsync(At($"{worker}/none")));
                await Store.DeleteAsync(path, default, token);
                await AbsentAsync(path);
            }
        });
    }

    [Test]
    [Description("ListPageAsync: every video that exists during the whole listing must appear exactly once, while others come and go")]
    public async Task Listing_while_others_write_and_delete_gives_what_stays_exactly_once()
    {
        var stable = Enumerable.Range(0, 30).Select(i => $"stable-{i:d2}").ToArray();
        await PutAllAsync(stable);
        using var done = new CancellationTokenSource();

        var writers = Enumerable.Range(0, 3).Select(worker => Task.Run(async () =>
        {
            for (var i = 0; !done.IsCancellationRequested; i++)
            {
                var path = At($"stable-{i % 30:d2}-{worker}");
                await PutAsync(path, TestContent.Of(5));
                await Store.DeleteAsync(path);
            }
        })).ToArray();
        try
        {
            for (var round = 0; round < (IsSlow ? 3 : 15); round++)
            {
                var names = await ListNamesAsync(prefix: null, pageSize: 1 + (round % 7));
                Assert.That(names.Where(n => stable.Contains(n)), Is.EqualTo(stable));
                Assert.That(names, Is.Unique);
            }
        }
        finally
        {
            await done.CancelAsync();
            await Task.WhenAll(writers);
        }
    }

    /// <summary>Lets all writers come to their last byte before one may finish, so that none can look first and write then.</summary>
    private async Task<TestContent> RaceAsync(VideoPath path, int length, WriteOptions options, VideoStoreError loss)
    {
        var contents = Enumerable.Range(0, Writers).Select(i => TestContent.Of(length + i, seed: 100 + i)).ToArray();
        var together = new Meeting(Writers, CallLimit / 4);

        var failures = await Task.WhenAll(contents.Select(content => Task.Run(() => CaughtAsync(
            () => Store.WriteAsync(path, content.Open().When(content.Length, _ => together.ArriveAsync()), options)))));

        AssertAll(failures, loss);
        Assert.That(failures.Count(f => f is null), Is.EqualTo(1), "writes that succeeded");
        return contents[Array.IndexOf(failures, null)];
    }

    private async Task SeesOneVersionAsync(
        VideoPath path, Dictionary<string, TestContent> versions, ConcurrentDictionary<string, string> etags, ByteRange range)
    {
        await using var read = await Store.OpenReadAsync(path, new ReadOptions { Range = range });
        var version = versions[read.Properties.ContentHash!];
        Assert.That(read.Properties.Length, Is.EqualTo(version.Length), "the length of the version that the hash names");
        Assert.That(etags.GetOrAdd(read.Properties.ETag, version.Hash), Is.EqualTo(version.Hash), "the version that the ETag names");

        byte[]? bytes = null;
        var failure = await CaughtAsync(async () => bytes = await DrainAsync(read.Body));

        if (failure is null)
            AssertBytes(bytes, version.Bytes(read.Range.Offset, read.Range.Length));
        else
            AssertVersionGone(failure);
    }

    private static void AssertAll(IEnumerable<Exception?> failures, VideoStoreError error)
    {
        foreach (var failure in failures.Where(f => f is not null))
        {
            Assert.That(failure, Is.TypeOf<VideoStoreException>());
            Assert.That(((VideoStoreException)failure!).Error, Is.EqualTo(error));
        }
    }
}
