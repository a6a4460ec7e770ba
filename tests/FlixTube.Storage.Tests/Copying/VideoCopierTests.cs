using FlixTube.Storage.Copying;
using FlixTube.Storage.Tests.Files;

namespace FlixTube.Storage.Tests.Copying;

public sealed class VideoCopierTests
{
    private CopyTest _test = null!;

    [SetUp]
    public void SetUp() => _test = new();

    [TearDown]
    public void TearDown() => _test.Dispose();

    [Test]
    public async Task Every_video_arrives_with_its_content_type_metadata_and_hash()
    {
        var options = new WriteOptions { ContentType = "video/x-special", Metadata = new([KeyValuePair.Create("title", "Ein Film – ☂")]) };
        await _test.SourceFolder.WriteAsync("b/ü.mp4", "content", options);
        await _test.SourceFolder.WriteAsync("empty", "");

        var results = await _test.RunAsync();

        Assert.That(results, Is.EqualTo(new[]
        {
            new CopyResult(VideoPath.Parse("b/ü.mp4"), 7, CopyOutcome.Copied),
            new CopyResult(VideoPath.Parse("empty"), 0, CopyOutcome.Copied),
        }));
        var copy = await _test.TargetFolder.FindAsync("b/ü.mp4");
        Assert.That(copy!.ContentType, Is.EqualTo("video/x-special"));
        Assert.That(copy.Metadata, Is.EqualTo(options.Metadata));
        Assert.That(copy.ContentHash, Is.EqualTo(StoreOfOneTest.Sha256("content")));
        Assert.That(await _test.TargetFolder.ReadAsync("b/ü.mp4"), Is.EqualTo("content"));
    }

    [Test]
    public async Task A_new_video_costs_one_read_of_the_source_and_a_write_and_a_read_of_the_target()
    {
        await _test.SourceFolder.WriteAsync("a", "content");

        await _test.RunAsync();

        Assert.That(_test.From.Calls.Order(), Is.EqualTo(new[] { "list", "read a" }));
        Assert.That(_test.To.Calls.Order(), Is.EqualTo(new[] { "list", "read a", "write a" }));
    }

    [Test]
    public async Task A_second_run_moves_nothing()
    {
        foreach (var name in new[] { "a", "b", "c", "d", "e" })
            await _test.SourceFolder.WriteAsync(name, name);
        await _test.RunAsync();
        var before = (await _test.TargetFolder.FindAsync("c"))!.ETag;

        var results = await _test.RunAsync();

        Assert.That(results.Select(result => result.Outcome), Is.All.EqualTo(CopyOutcome.AlreadyThere).And.Exactly(5).Items);
        Assert.That(_test.To.CallsOf("write"), Has.Length.EqualTo(5));
        Assert.That(_test.From.CallsOf("read"), Has.Length.EqualTo(5));
        Assert.That((await _test.TargetFolder.FindAsync("c"))!.ETag, Is.EqualTo(before));
    }

    [Test]
    public async Task A_source_without_a_recorded_hash_is_read_and_compared_before_anything_is_written()
    {
        _test.SourceFolder.Copy("same", "content");
        await _test.TargetFolder.WriteAsync("same", "content");
        _test.SourceFolder.Copy("other", "content");
        await _test.TargetFolder.WriteAsync("other", "CONTENT");

        var results = await _test.RunAsync();

        Assert.That(results.Select(result => result.Outcome), Is.EqualTo(new[] { CopyOutcome.Replaced, CopyOutcome.AlreadyThere }));
        Assert.That(_test.To.CallsOf("write"), Is.EqualTo(new[] { "write other" }));
    }

    [Test]
    public async Task A_source_of_another_length_needs_no_comparison()
    {
        _test.SourceFolder.Copy("a", "longer content");
        await _test.TargetFolder.WriteAsync("a", "content");

        await _test.RunAsync();

        Assert.That(_test.From.CallsOf("read"), Is.EqualTo(new[] { "read a" }));
        Assert.That(await _test.TargetFolder.ReadAsync("a"), Is.EqualTo("longer content"));
    }

    [Test]
    public async Task A_target_without_a_recorded_hash_is_written_anew_and_then_has_one()
    {
        await _test.SourceFolder.WriteAsync("a", "content");
        _test.TargetFolder.Copy("a", "content");

        Assert.That((await _test.RunOneAsync()).Outcome, Is.EqualTo(CopyOutcome.Replaced));
        Assert.That((await _test.TargetFolder.FindAsync("a"))!.ContentHash, Is.EqualTo(StoreOfOneTest.Sha256("content")));
        Assert.That((await _test.RunOneAsync()).Outcome, Is.EqualTo(CopyOutcome.AlreadyThere));
    }

    [Test]
    public async Task What_the_target_has_besides_is_left_alone()
    {
        await _test.SourceFolder.WriteAsync("b", "b");
        foreach (var name in new[] { "a", "aa", "c", "d" })
            await _test.TargetFolder.WriteAsync(name, name);

        await _test.RunAsync();

        Assert.That(await _test.TargetFolder.ListAsync(), Is.EqualTo(new[] { "a", "aa", "b", "c", "d" }));
        Assert.That(_test.To.CallsOf("delete"), Is.Empty);
    }

    [Test]
    public async Task With_keep_existing_another_content_stays_and_is_not_even_looked_at()
    {
        await _test.SourceFolder.WriteAsync("a", "new");
        await _test.TargetFolder.WriteAsync("a", "old");

        var result = await _test.RunOneAsync(CopyTest.Quick with { KeepExisting = true });

        Assert.That(result.Outcome, Is.EqualTo(CopyOutcome.Kept));
        Assert.That(_test.To.Calls, Is.EqualTo(new[] { "list" }));
        Assert.That(await _test.TargetFolder.ReadAsync("a"), Is.EqualTo("old"));
    }

    [Test]
    public async Task A_dry_run_says_what_would_be_done_and_does_nothing()
    {
        await _test.SourceFolder.WriteAsync("new", "1");
        await _test.SourceFolder.WriteAsync("other", "2");
        await _test.TargetFolder.WriteAsync("other", "3");

        var results = await _test.RunAsync(CopyTest.Quick with { DryRun = true });

        Assert.That(results.Select(result => result.Outcome), Is.EqualTo(new[] { CopyOutcome.Copied, CopyOutcome.Replaced }));
        Assert.That(_test.To.CallsOf("write"), Is.Empty);
        Assert.That(await _test.TargetFolder.ListAsync(), Is.EqualTo(new[] { "other" }));
    }

    [Test]
    public async Task Only_what_begins_with_the_prefix_is_copied()
    {
        foreach (var name in new[] { "a/1", "a/2", "b/1" })
            await _test.SourceFolder.WriteAsync(name, name);

        await _test.RunAsync(CopyTest.Quick with { Prefix = "a/" });

        Assert.That(await _test.TargetFolder.ListAsync(), Is.EqualTo(new[] { "a/1", "a/2" }));
    }

    [Test]
    public async Task What_a_probe_has_left_is_no_video()
    {
        await _test.SourceFolder.WriteAsync(VideoStoreProbe.ReservedPrefix + "1", "probe");
        await _test.SourceFolder.WriteAsync("a", "a");
        var progress = new TransferProgress();
        await progress.CountAsync(_test.From);

        await _test.RunAsync();

        Assert.That(await _test.TargetFolder.ListAsync(), Is.EqualTo(new[] { "a" }));
        Assert.That(progress.VideosTotal, Is.EqualTo(1));
    }

    [Test]
    public async Task Without_reading_back_the_target_is_not_read()
    {
        await _test.SourceFolder.WriteAsync("a", "content");

        await _test.RunAsync(CopyTest.Quick with { ReadBack = false });

        Assert.That(_test.To.Calls.Order(), Is.EqualTo(new[] { "list", "write a" }));
    }

    [Test]
    public async Task A_store_without_atomic_creation_is_asked_before_a_video_is_written()
    {
        _test.To.Capabilities = _test.To.Capabilities with { ConditionalCreate = false, ConditionalWrite = false };
        await _test.SourceFolder.WriteAsync("a", "new");
        await _test.SourceFolder.WriteAsync("b", "new");
        await _test.TargetFolder.WriteAsync("b", "old");

        var results = await _test.RunAsync();

        Assert.That(_test.To.CallsOf("stat"), Is.EqualTo(new[] { "stat a", "stat b" }));
        Assert.That(results.Select(result => result.Outcome), Is.EqualTo(new[] { CopyOutcome.Copied, CopyOutcome.Replaced }));
        Assert.That(await _test.TargetFolder.ReadAsync("b"), Is.EqualTo("new"));
    }

    [Test]
    public void A_store_is_not_copied_to_itself() =>
        Assert.That(() => new VideoCopier(_test.From, _test.From), Throws.ArgumentException.With.Message.Contains("same store"));

    [TestCase(0)]
    [TestCase(65)]
    public void No_more_videos_at_once_than_allowed(int parallel) =>
        Assert.That(
            () => new VideoCopier(_test.From, _test.To, new CopyOptions { Parallel = parallel }),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("Parallel"));

    [Test]
    public async Task As_many_videos_are_copied_at_once_as_asked_for()
    {
        for (var i = 0; i < 12; i++)
            await _test.SourceFolder.WriteAsync($"{i}", "content");
        var together = new TaskCompletionSource();
        var now = 0;
        var most = 0;
        _test.To.Before = async call =>
        {
            if (!call.StartsWith("write", StringComparison.Ordinal))
                return;

            lock (together)
                most = Math.Max(most, ++now);
            if (now == 3)
                together.TrySetResult();
            await together.Task.WaitAsync(TimeSpan.FromSeconds(10));
            lock (together)
                now--;
        };

        await _test.RunAsync(CopyTest.Quick with { Parallel = 3 });

        Assert.That(most, Is.EqualTo(3));
    }

    [Test]
    public async Task Progress_counts_what_is_moved_and_what_need_not_be()
    {
        await _test.SourceFolder.WriteAsync("a", "12345678");
        await _test.SourceFolder.WriteAsync("b", "1234");
        await _test.TargetFolder.WriteAsync("b", "1234");
        var progress = new TransferProgress();
        await progress.CountAsync(_test.From);
        Assert.That((progress.IsCounted, progress.VideosTotal, progress.BytesTotal), Is.EqualTo((true, 2L, 12L)));

        await _test.RunAsync(progress: progress);

        Assert.That((progress.VideosDone, progress.BytesDone, progress.BytesMoved), Is.EqualTo((2L, 12L, 8L)));
    }

    [Test]
    public async Task What_was_done_before_the_enumeration_was_left_stays_done()
    {
        for (var i = 0; i < 20; i++)
            await _test.SourceFolder.WriteAsync($"{i:00}", "content");

        var copier = new VideoCopier(_test.From, _test.To, CopyTest.Quick with { Parallel = 2 });
        await foreach (var _ in copier.RunAsync())
            break;

        var there = await _test.TargetFolder.ListAsync();
        Assert.That(there, Is.Not.Empty.And.Length.LessThan(20));
        Assert.That((await _test.RunAsync()).Count(result => result.Outcome == CopyOutcome.AlreadyThere), Is.EqualTo(there.Length));
    }
}
