using FlixTube.Storage.Tests.Files;
using FlixTube.Storage.Tests.Switching.Support;

namespace FlixTube.Storage.Tests.Switching;

public sealed class ProbeTests
{
    private static readonly ProbeOptions Quick = new() { StepTimeout = TimeSpan.FromSeconds(0.3), Timeout = TimeSpan.FromSeconds(2) };
    private static readonly ProbeOptions Patient = new();

    private StoreOfOneTest _folder = null!;
    private WatchedStore _store = null!;

    [SetUp]
    public void SetUp()
    {
        _folder = new StoreOfOneTest();
        _store = new WatchedStore(_folder.Store);
    }

    [TearDown]
    public async Task TearDown()
    {
        await _store.DisposeAsync();
        _folder.Dispose();
    }

    [Test]
    public async Task A_good_store_passes_every_step_and_keeps_no_trace()
    {
        await _folder.WriteAsync("a.mp4", "video");
        var before = _folder.Everything();

        var report = await VideoStoreProbe.RunAsync(_store, Patient);

        Assert.That(report.Succeeded, Is.True, $"{report.Failure}");
        Assert.That(report.Steps.Select(step => step.Name), Is.EqualTo(new[] { "list", "create", "stat", "read", "pin", "delete" }));
        Assert.That(report.Steps, Has.All.Matches<ProbeStep>(step => step is { Outcome: ProbeOutcome.Passed, Reason: null, Error: null }));
        Assert.That(_folder.Everything(), Is.EqualTo(before));
        Assert.That(_store.OpenBodies, Is.Zero);
        Assert.That(_store.Disposals, Is.Zero, "the store is the caller's");
    }

    [TestCase("list", "list", 0)]
    [TestCase("write", "create", 1)]
    [TestCase("stat", "stat", 2)]
    [TestCase("read", "read", 3)]
    public async Task A_refusal_is_reported_by_its_step_with_the_stores_own_reason(string call, string step, int passed)
    {
        _store.Before = (name, _) => name == call ? throw new VideoStoreException(VideoStoreError.PermissionDenied, "The key may not do that.") : Task.CompletedTask;

        var report = await VideoStoreProbe.RunAsync(_store, Patient);

        Assert.That(report.Succeeded, Is.False);
        Assert.That(report.Failure, Has.Property(nameof(ProbeStep.Name)).EqualTo(step)
            .And.Property(nameof(ProbeStep.Reason)).EqualTo("The key may not do that.")
            .And.Property(nameof(ProbeStep.Error)).EqualTo(VideoStoreError.PermissionDenied));
        Assert.That(report.Steps.Count(s => s.Outcome == ProbeOutcome.Passed && s.Name != "delete"), Is.EqualTo(passed));
        Assert.That(_folder.Everything(), Is.Empty, "nothing is left behind");
    }

    [Test]
    public async Task No_right_to_delete_is_a_failure_of_the_last_step()
    {
        _store.Before = (name, _) => name == "delete" ? throw new VideoStoreException(VideoStoreError.PermissionDenied, "Deleting is not for you.") : Task.CompletedTask;

        var report = await VideoStoreProbe.RunAsync(_store, Patient);

        Assert.That(report.Failure?.Name, Is.EqualTo("delete"));
        Assert.That(report.Failure?.Reason, Is.EqualTo("Deleting is not for you."));
    }

    [Test]
    public async Task A_store_that_ignores_ranges_is_found_out_when_it_says_so()
    {
        _store.Read = static options => options with { Range = null };

        Assert.That((await VideoStoreProbe.RunAsync(_store, Patient)).Failure?.Reason, Does.Contain("does not do ranges"));
    }

    [Test]
    public async Task A_store_that_ignores_ranges_is_found_out_when_it_lies()
    {
        _store.Read = static options => options.Range is { } range ? options with { Range = ByteRange.Slice(0, range.Length!.Value) } : options;
        _store.Range = static range => range with { Offset = 1000 };

        Assert.That((await VideoStoreProbe.RunAsync(_store, Patient)).Failure?.Reason, Does.Contain("other bytes"));
    }

    [Test]
    public async Task A_store_that_sends_more_than_it_says_is_found_out()
    {
        _store.Range = static range => range;
        _store.Read = static options => options.Range is { } range ? options with { Range = ByteRange.Slice(range.Offset, range.Length!.Value + 1) } : options;
        _store.Range = static range => range with { Length = range.Length - 1 };

        Assert.That((await VideoStoreProbe.RunAsync(_store, Patient)).Failure?.Reason, Does.Contain("sent more"));
    }

    [Test]
    public async Task A_store_that_serves_wrong_bytes_is_found_out()
    {
        _store.Corrupt = static bytes =>
        {
            if (bytes.Length > 0)
                bytes.Span[0] ^= 1;
        };

        Assert.That((await VideoStoreProbe.RunAsync(_store, Patient)).Failure?.Reason, Does.Contain("other bytes than it was given"));
    }

    [Test]
    public async Task A_store_that_does_not_pin_reads_is_found_out()
    {
        _store.Read = static options => options with { IfMatch = null };

        Assert.That((await VideoStoreProbe.RunAsync(_store, Patient)).Failure, Has.Property("Name").EqualTo("pin").And.Property("Reason").Contains("does not pin"));
    }

    [Test]
    public async Task A_store_that_does_not_keep_the_hash_is_found_out()
    {
        _store.Properties = static properties => properties with { ContentHash = null };

        Assert.That((await VideoStoreProbe.RunAsync(_store, Patient)).Failure, Has.Property("Name").EqualTo("create").And.Property("Reason").Contains("SHA-256"));
        Assert.That(_folder.Everything(), Is.Empty);
    }

    [TestCase("list", "list")]
    [TestCase("write", "create")]
    [TestCase("stat", "stat")]
    [TestCase("read", "read")]
    [TestCase("delete", "delete")]
    public async Task A_store_that_hangs_and_ignores_cancellation_is_abandoned(string call, string step)
    {
        var never = new TaskCompletionSource();
        _store.Before = (name, _) => name == call ? never.Task : Task.CompletedTask;

        var report = await VideoStoreProbe.RunAsync(_store, Quick).WaitAsync(TimeSpan.FromSeconds(20));

        Assert.That(report.Failure, Has.Property("Name").EqualTo(step).And.Property("Error").EqualTo(VideoStoreError.Timeout).And.Property("Reason").Contains("0.3 seconds"));
        never.SetResult();
    }

    [Test]
    public async Task A_store_that_blocks_the_thread_is_abandoned()
    {
        using var gate = new ManualResetEventSlim();
        _store.Before = (_, _) =>
        {
            gate.Wait(TimeSpan.FromSeconds(20), CancellationToken.None);
            return Task.CompletedTask;
        };

        var report = await VideoStoreProbe.RunAsync(_store, Quick).WaitAsync(TimeSpan.FromSeconds(10));

        Assert.That(report.Failure?.Error, Is.EqualTo(VideoStoreError.Timeout));
        gate.Set();
    }

    [Test]
    public async Task An_object_whose_creation_was_abandoned_and_ends_later_goes_away()
    {
        var late = new TaskCompletionSource();
        _store.IsDeaf = true;
        _store.Before = (name, _) => name == "write" ? late.Task : Task.CompletedTask;
        var report = await VideoStoreProbe.RunAsync(_store, Quick);
        Assert.That(report.Failure?.Name, Is.EqualTo("create"));
        var calls = _store.Calls;

        late.SetResult();

        await Eventually.IsTrueAsync(() => _store.Calls > calls && _folder.Everything().Length == 0, "the object is gone");
    }

    [Test]
    public async Task The_whole_probe_is_limited_too()
    {
        _store.Before = static (_, token) => Task.Delay(100, token);

        var report = await VideoStoreProbe.RunAsync(_store, new ProbeOptions { StepTimeout = TimeSpan.FromSeconds(5), Timeout = TimeSpan.FromSeconds(0.25) });

        Assert.That(report.Failure?.Error, Is.EqualTo(VideoStoreError.Timeout));
        Assert.That(_folder.Everything(), Is.Empty);
    }

    [Test]
    public async Task A_caller_who_gives_up_leaves_nothing_behind_either()
    {
        using var caller = new CancellationTokenSource();
        _store.Before = (name, _) =>
        {
            if (name == "stat")
                caller.Cancel();

            return Task.CompletedTask;
        };

        await Assert.ThatAsync(() => VideoStoreProbe.RunAsync(_store, Patient, caller.Token), Throws.InstanceOf<OperationCanceledException>());

        Assert.That(_folder.Everything(), Is.Empty);
    }

    [Test]
    public async Task A_defect_of_a_store_is_a_failure_without_its_words()
    {
        _store.Before = static (_, _) => throw new InvalidOperationException("secret-4711");

        var report = await VideoStoreProbe.RunAsync(_store, Patient);

        Assert.That(report.Failure?.Reason, Does.Contain(nameof(InvalidOperationException)).And.Not.Contain("4711"));
    }

    [Test]
    public async Task What_a_killed_probe_left_is_removed_when_it_is_old()
    {
        await _folder.WriteAsync(".flixtube-probe/old", "x");
        await _folder.WriteAsync(".flixtube-probe/new", "x");
        File.SetLastWriteTimeUtc(_folder.FileOf(".flixtube-probe/old"), DateTime.UtcNow.AddHours(-2));

        await VideoStoreProbe.RunAsync(_store, Patient);

        Assert.That(await _folder.ListAsync(), Is.EqualTo(new[] { ".flixtube-probe/new" }));
    }

    [Test]
    public async Task Reading_only_it_reads_a_video_that_is_there_and_changes_nothing()
    {
        await _folder.WriteAsync("a.mp4", "");
        await _folder.WriteAsync("b.mp4", new string('x', 100) + "yz");
        _store.Before = static (name, _) => name is "write" or "delete" ? throw new VideoStoreException(VideoStoreError.PermissionDenied, "Read only.") : Task.CompletedTask;

        var report = await VideoStoreProbe.RunAsync(_store, new ProbeOptions { Write = false });

        Assert.That(report.Succeeded, Is.True, $"{report.Failure}");
        Assert.That(report.Steps.Select(step => step.Name), Is.EqualTo(new[] { "list", "stat", "read" }));
        Assert.That(_store.OpenBodies, Is.Zero);
    }

    [Test]
    public async Task Reading_only_an_empty_store_passes_without_a_read()
    {
        var report = await VideoStoreProbe.RunAsync(_store, new ProbeOptions { Write = false });

        Assert.That(report.Succeeded, Is.True);
        Assert.That(report.Steps[^1], Has.Property("Outcome").EqualTo(ProbeOutcome.Skipped).And.Property("Reason").Contains("no video"));
    }

    [Test]
    public async Task Reading_only_it_finds_a_store_that_ignores_ranges_and_lies()
    {
        await _folder.WriteAsync("a.mp4", string.Concat(Enumerable.Range(0, 1000)));
        var length = (await _folder.FindAsync("a.mp4"))!.Length;
        _store.Read = static options => options.Range is { } range ? options with { Range = ByteRange.Slice(0, range.Length!.Value) } : options;
        _store.Range = range => new ServedRange(length - range.Length, range.Length);

        Assert.That((await VideoStoreProbe.RunAsync(_store, new ProbeOptions { Write = false })).Failure?.Reason, Does.Contain("different bytes"));
    }
}
