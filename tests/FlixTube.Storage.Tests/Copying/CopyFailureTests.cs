using FlixTube.Storage.Copying;

namespace FlixTube.Storage.Tests.Copying;

public sealed class CopyFailureTests
{
    private static readonly VideoStoreException Temporary = new(VideoStoreError.Unavailable, "It is failing.");
    private static readonly VideoStoreException Permanent = new(VideoStoreError.PermissionDenied, "It may not.");

    private CopyTest _test = null!;

    [SetUp]
    public void SetUp() => _test = new();

    [TearDown]
    public void TearDown() => _test.Dispose();

    [Test]
    public async Task A_failing_video_does_not_stop_the_others_and_says_which_store_failed()
    {
        foreach (var name in new[] { "a", "b", "c", "d" })
            await _test.SourceFolder.WriteAsync(name, name);
        _test.To.FailOnce("write b", Permanent);
        _test.From.FailOnce("read c", Permanent);

        var results = await _test.RunAsync();

        Assert.That(results.Where(result => result.Outcome == CopyOutcome.Failed), Is.EqualTo(new[]
        {
            new CopyResult(VideoPath.Parse("b"), 1, CopyOutcome.Failed, "The target: It may not."),
            new CopyResult(VideoPath.Parse("c"), 1, CopyOutcome.Failed, "The source: It may not."),
        }));
        Assert.That(await _test.TargetFolder.ListAsync(), Is.EqualTo(new[] { "a", "d" }));
    }

    [TestCase("write a")]
    [TestCase("read a")]
    public async Task A_temporary_failure_is_tried_again_and_what_was_written_is_not_written_twice(string call)
    {
        await _test.SourceFolder.WriteAsync("a", "content");
        _test.To.FailOnce(call, Temporary);

        Assert.That((await _test.RunOneAsync()).Outcome, Is.EqualTo(CopyOutcome.Copied));
        Assert.That(_test.To.CallsOf("write"), Has.Length.EqualTo(call == "write a" ? 2 : 1));
        Assert.That(_test.To.CallsOf("read"), Has.Length.EqualTo(call == "read a" ? 2 : 1));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task A_write_whose_answer_is_lost_is_read_back_and_not_made_again(bool keepExisting)
    {
        await _test.SourceFolder.WriteAsync("a", "content");
        var armed = true;
        _test.To.AfterWrite = () =>
        {
            var now = armed;
            armed = false;
            if (now)
                throw Temporary;
        };

        Assert.That((await _test.RunOneAsync(CopyTest.Quick with { KeepExisting = keepExisting })).Outcome, Is.EqualTo(CopyOutcome.Copied));
        Assert.That(_test.To.CallsOf("write"), Has.Length.EqualTo(1));
        Assert.That(_test.To.CallsOf("read"), Has.Length.EqualTo(1));
    }

    [Test]
    public async Task A_temporary_failure_that_stays_is_reported_in_the_end()
    {
        await _test.SourceFolder.WriteAsync("a", "content");
        _test.From.Before = call => call == "read a" ? throw Temporary : Task.CompletedTask;

        var result = await _test.RunOneAsync(CopyTest.Quick with { MaxRetries = 2 });

        Assert.That((result.Outcome, result.Reason), Is.EqualTo((CopyOutcome.Failed, "The source: It is failing.")));
        Assert.That(_test.From.CallsOf("read"), Has.Length.EqualTo(3));
    }

    [Test]
    public async Task A_source_whose_bytes_are_not_those_of_its_record_is_never_written()
    {
        await _test.SourceFolder.WriteAsync("a", "content");
        await _test.TargetFolder.WriteAsync("a", "old");
        _test.From.Body = body => new AlteredBody(body);

        var result = await _test.RunOneAsync();

        Assert.That(result.Outcome, Is.EqualTo(CopyOutcome.Mismatched));
        Assert.That(result.Reason, Does.StartWith("The source's video is damaged: its SHA-256 is").And.EndWith("Nothing was written."));
        Assert.That(await _test.TargetFolder.ReadAsync("a"), Is.EqualTo("old"));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_copy_that_reads_back_otherwise_is_deleted(bool conditionalDelete)
    {
        _test.To.Capabilities = _test.To.Capabilities with { ConditionalDelete = conditionalDelete };
        await _test.SourceFolder.WriteAsync("a", "content");
        _test.To.Body = body => new AlteredBody(body);

        var result = await _test.RunOneAsync();

        Assert.That(result.Outcome, Is.EqualTo(CopyOutcome.Mismatched));
        Assert.That(result.Reason, Does.StartWith("The copy is damaged: when it was read back, its SHA-256 is").And.EndWith("It was deleted."));
        Assert.That(await _test.TargetFolder.ListAsync(), Is.Empty);
    }

    [Test]
    public async Task A_damaged_copy_that_cannot_be_deleted_is_named()
    {
        await _test.SourceFolder.WriteAsync("a", "content");
        _test.To.Body = body => new AlteredBody(body);
        _test.To.FailOnce("delete a", Permanent);

        Assert.That((await _test.RunOneAsync()).Reason, Does.EndWith("It could not be deleted, delete it: It may not."));
    }

    [TestCase(null, CopyOutcome.Replaced, "source")]
    [TestCase("old", CopyOutcome.Replaced, "source")]
    [TestCase("old", CopyOutcome.AlreadyThere, "other")]
    public async Task A_target_that_changes_while_it_is_written_is_looked_at_again(string? present, CopyOutcome outcome, string finallyThere)
    {
        await _test.SourceFolder.WriteAsync("a", finallyThere == "other" ? "other" : "source");
        if (present is not null)
            await _test.TargetFolder.WriteAsync("a", present);
        var armed = 1;
        _test.To.Before = async call =>
        {
            if (call == "write a" && Interlocked.Exchange(ref armed, 0) == 1)
                await _test.TargetFolder.WriteAsync("a", "other");
        };

        Assert.That((await _test.RunOneAsync()).Outcome, Is.EqualTo(outcome));
        Assert.That(await _test.TargetFolder.ReadAsync("a"), Is.EqualTo(finallyThere));
    }

    [Test]
    public async Task With_keep_existing_a_video_that_comes_in_between_is_kept()
    {
        await _test.SourceFolder.WriteAsync("a", "source");
        _test.To.Before = async call =>
        {
            if (call == "write a")
                await _test.TargetFolder.WriteAsync("a", "other");
        };

        Assert.That((await _test.RunOneAsync(CopyTest.Quick with { KeepExisting = true })).Outcome, Is.EqualTo(CopyOutcome.Kept));
        Assert.That(await _test.TargetFolder.ReadAsync("a"), Is.EqualTo("other"));
    }

    [Test]
    public async Task A_copy_that_somebody_replaces_before_it_is_read_back_is_looked_at_again()
    {
        await _test.SourceFolder.WriteAsync("a", "source");
        var armed = 1;
        _test.To.Before = async call =>
        {
            if (call == "read a" && Interlocked.Exchange(ref armed, 0) == 1)
                await _test.TargetFolder.DeleteAsync("a");
        };

        Assert.That((await _test.RunOneAsync()).Outcome, Is.EqualTo(CopyOutcome.Copied));
        Assert.That(await _test.TargetFolder.ReadAsync("a"), Is.EqualTo("source"));
    }

    [Test]
    public async Task A_video_that_the_source_has_no_more_is_no_failure()
    {
        await _test.SourceFolder.WriteAsync("a", "content");
        _test.From.Before = async call =>
        {
            if (call == "read a")
                await _test.SourceFolder.DeleteAsync("a");
        };

        Assert.That((await _test.RunOneAsync()).Outcome, Is.EqualTo(CopyOutcome.Gone));
        Assert.That(await _test.TargetFolder.ListAsync(), Is.Empty);
    }

    [Test]
    public async Task A_listing_that_breaks_off_ends_the_run_after_what_was_under_way()
    {
        foreach (var name in new[] { "a", "b", "c", "d" })
            await _test.SourceFolder.WriteAsync(name, name);
        var pages = 0;
        _test.From.Before = call => call == "list" && ++pages == 2 ? throw Permanent : Task.CompletedTask;

        var results = new List<CopyResult>();
        var failure = await Assert.ThrowsAsync<VideoStoreException>(async () =>
        {
            await foreach (var result in new VideoCopier(_test.From, _test.To, CopyTest.Quick).RunAsync())
                results.Add(result);
        });

        Assert.That(failure, Is.SameAs(Permanent));
        Assert.That(results.Select(result => result.Outcome), Is.EqualTo(new[] { CopyOutcome.Copied, CopyOutcome.Copied }));
    }

    [Test]
    public async Task A_page_that_cannot_be_had_now_is_asked_for_again_unless_it_is_the_first()
    {
        foreach (var name in new[] { "a", "b", "c" })
            await _test.SourceFolder.WriteAsync(name, name);
        var pages = 0;
        _test.From.Before = call => call == "list" && ++pages == 2 ? throw Temporary : Task.CompletedTask;
        Assert.That(await _test.RunAsync(), Has.Count.EqualTo(3));

        _test.From.Before = call => call == "list" ? throw Temporary : Task.CompletedTask;
        var asked = _test.From.CallsOf("list").Length;
        await Assert.ThrowsAsync<VideoStoreException>(() => _test.RunAsync());
        Assert.That(_test.From.CallsOf("list"), Has.Length.EqualTo(asked + 1));
    }

    [Test]
    public async Task A_cancelled_run_gives_what_was_finished_and_leaves_nothing_half_done()
    {
        for (var i = 0; i < 10; i++)
            await _test.SourceFolder.WriteAsync($"{i}", "content");
        using var stop = new CancellationTokenSource();
        var results = new List<CopyResult>();

        await Assert.ThatAsync(
            async () =>
            {
                await foreach (var result in new VideoCopier(_test.From, _test.To, CopyTest.Quick with { Parallel = 1 }).RunAsync(cancellationToken: stop.Token))
                {
                    results.Add(result);
                    if (results.Count == 3)
                        await stop.CancelAsync();
                }
            },
            Throws.InstanceOf<OperationCanceledException>());

        Assert.That(results, Has.Count.InRange(3, 6));
        Assert.That(await _test.TargetFolder.ListAsync(), Is.SupersetOf(results.Select(result => result.Path.Value)).And.Length.LessThanOrEqualTo(results.Count + 1));
    }

    [Test]
    public async Task Progress_goes_back_when_a_copy_begins_again()
    {
        await _test.SourceFolder.WriteAsync("a", "12345678");
        _test.To.FailOnce("read a", Temporary);
        var progress = new TransferProgress();

        await _test.RunAsync(progress: progress);

        Assert.That((progress.BytesDone, progress.VideosDone), Is.EqualTo((8L, 1L)));
        Assert.That(progress.BytesMoved, Is.EqualTo(8), "half of it was written, the other half read back");
    }
}
