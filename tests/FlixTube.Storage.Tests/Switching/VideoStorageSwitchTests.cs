using FlixTube.Storage.Tests.Switching.Support;
using Microsoft.Extensions.Primitives;

namespace FlixTube.Storage.Tests.Switching;

public sealed class VideoStorageSwitchTests
{
    private static readonly VideoPath Path = VideoPath.Parse("a.mp4");

    [Test]
    public async Task A_switch_changes_who_answers_behind_the_same_object()
    {
        await using var service = new Service();
        var a = await service.AddVideoAsync("a.mp4", 100, "a");
        var b = await service.AddVideoAsync("a.mp4", 200, "b");
        var store = service.Store;
        Assert.That(await BytesAsync(store), Is.EqualTo(a));

        var outcome = await service.Switch.SwitchAsync("B");

        Assert.That(outcome, Has.Property(nameof(SwitchOutcome.Result)).EqualTo(SwitchResult.Switched).And.Property(nameof(SwitchOutcome.Provider)).EqualTo("b"));
        Assert.That(outcome.Probe!.Steps.Select(step => step.Name), Is.EqualTo(new[] { "build", "list", "create", "stat", "read", "pin", "delete" }));
        Assert.That(await BytesAsync(store), Is.EqualTo(b));
        Assert.That(service.Store, Is.SameAs(store));
        Assert.That(service.LeftByProbes("b"), Is.Empty);
        Assert.That(service.Log, Has.One.EqualTo("Information: Storage serves from b, generation 2, by Request; it was a"));
    }

    [Test]
    public async Task The_status_says_who_serves_since_when_and_how_the_last_attempt_ended()
    {
        await using var service = new Service();
        var before = DateTimeOffset.UtcNow;
        var first = service.Switch.Status;
        Assert.That(first, Is.EqualTo(new VideoStorageStatus
        {
            Provider = "a", ConfiguredProvider = "a", Generation = 1, Since = first.Since, Leases = 0, IsWatched = false, Draining = first.Draining, LastAttempt = null,
        }));
        Assert.That(first.Since, Is.InRange(before, DateTimeOffset.UtcNow));
        Assert.That(first.Draining, Is.Empty);

        var outcome = await service.Switch.SwitchAsync("b");

        var status = service.Switch.Status;
        Assert.That((status.Provider, status.ConfiguredProvider, status.Generation, status.IsWatched), Is.EqualTo(("b", "a", 2, true)));
        Assert.That(status.LastAttempt, Has.Property("Trigger").EqualTo(SwitchTrigger.Request).And.Property("IsDryRun").False.And.Property("Outcome").SameAs(outcome));
    }

    [Test]
    public async Task An_open_body_keeps_its_store_and_the_store_is_closed_when_it_ends()
    {
        await using var service = new Service(new() { ["VideoStorage:Switch:WatchTime"] = "0" });
        var video = await service.AddVideoAsync("a.mp4", 100_000, "a");
        var read = await service.Store.OpenReadAsync(Path);
        await service.Switch.SwitchAsync("b");
        var old = service.Built["a"].Single();

        var draining = service.Switch.Status.Draining;
        Assert.That(draining, Has.One.Matches<DrainingStore>(d => d is { Generation: 1, Provider: "a", Leases: 1 }));
        using var bytes = new MemoryStream();
        await read.Body.CopyToAsync(bytes);
        Assert.That(bytes.ToArray(), Is.EqualTo(video));
        Assert.That(old.Disposals, Is.Zero);

        await read.DisposeAsync();
        await read.DisposeAsync();

        await Eventually.IsTrueAsync(() => old.Disposals == 1 && service.Switch.Status.Draining.Count == 0, "the old store is closed");
        Assert.That(service.Built["b"].Single().Disposals, Is.Zero);
    }

    [Test]
    public async Task The_store_before_is_kept_as_long_as_the_new_one_is_watched()
    {
        var time = new FlixTube.Testing.Time.ManualTime();
        await using var service = new Service(time: time);
        await service.Switch.SwitchAsync("b");
        var old = service.Built["a"].Single();

        time.Advance(TimeSpan.FromSeconds(29.9));
        Assert.That(service.Switch.Status.IsWatched, Is.True);
        Assert.That(old.Disposals, Is.Zero);

        time.Advance(TimeSpan.FromSeconds(0.2));
        Assert.That(service.Switch.Status.IsWatched, Is.False);
        await Eventually.IsTrueAsync(() => old.Disposals == 1, "the old store is closed");
    }

    [Test]
    public async Task A_body_that_outlives_the_drain_limit_goes_on_in_the_new_store_without_losing_a_byte()
    {
        var time = new FlixTube.Testing.Time.ManualTime();
        await using var service = new Service(new() { ["VideoStorage:Switch:WatchTime"] = "0" }, time);
        var video = await service.AddVideoAsync("a.mp4", 100_000, "a", "b");
        await using var read = await service.Store.OpenReadAsync(Path, new ReadOptions { Range = ByteRange.Slice(1000, 90_000) });
        var bytes = new byte[90_000];
        await read.Body.ReadExactlyAsync(bytes.AsMemory(0, 40_000));
        await service.Switch.SwitchAsync("b");
        var (old, @new) = (service.Built["a"].Single(), service.Built["b"].Single());

        time.Advance(TimeSpan.FromHours(1.1));
        await Eventually.IsTrueAsync(() => old.Disposals == 1, "the old store is closed under its reader");
        await read.Body.ReadExactlyAsync(bytes.AsMemory(40_000));

        Assert.That(bytes, Is.EqualTo(video[1000..91_000]));
        Assert.That(await read.Body.ReadAsync(new byte[1]), Is.Zero);
        Assert.That(@new.OpenBodies, Is.EqualTo(1));
        await read.DisposeAsync();
        Assert.That((@new.OpenBodies, old.OpenBodies, service.Switch.Status.Leases), Is.EqualTo((0, 0, 0)));
        Assert.That(service.Log, Has.One.Contains("was not drained within 01:00:00 and is closed under 1 readers"));
    }

    [TestCase(false, TestName = "A_body_that_outlives_the_drain_limit_breaks_off_when_the_new_store_has_other_content")]
    [TestCase(true, TestName = "A_body_that_outlives_the_drain_limit_breaks_off_when_its_hash_is_not_known")]
    public async Task A_body_that_outlives_the_drain_limit_breaks_off(bool unknown)
    {
        var time = new FlixTube.Testing.Time.ManualTime();
        await using var service = new Service(new() { ["VideoStorage:Switch:WatchTime"] = "0" }, time);
        await service.AddVideoAsync("a.mp4", 1000, "a");
        await service.AddVideoAsync("a.mp4", 1000, "b");
        if (unknown)
            service.OnBuilt = static (_, _, store) => store.Properties = static properties => properties.Path == Path ? properties with { ContentHash = null } : properties;

        await using var read = await service.Store.OpenReadAsync(Path);
        await service.Switch.SwitchAsync("b");
        time.Advance(TimeSpan.FromHours(1.1));
        await Eventually.IsTrueAsync(() => service.Built["a"].Single().Disposals == 1, "the old store is closed under its reader");

        await Assert.ThatAsync(
            async () => await read.Body.ReadAsync(new byte[10]),
            Throws.TypeOf<VideoStoreException>().With.Property("Error").EqualTo(VideoStoreError.Unavailable).And.Message.Contains("VideoStorage:Switch:DrainLimit"));
    }

    [Test]
    public async Task When_the_old_store_dies_under_a_body_after_the_switch_the_new_one_goes_on()
    {
        await using var service = new Service(new() { ["VideoStorage:Switch:WatchTime"] = "0" });
        var video = await service.AddVideoAsync("a.mp4", 50_000, "a", "b");
        await using var read = await service.Store.OpenReadAsync(Path);
        var bytes = new byte[50_000];
        await read.Body.ReadExactlyAsync(bytes.AsMemory(0, 10_000));
        await service.Switch.SwitchAsync("b");

        service.Built["a"].Single().BeforeBodyRead = static (_, _) => throw new VideoStoreException(VideoStoreError.Unavailable, "The cloud is gone.");
        await read.Body.ReadExactlyAsync(bytes.AsMemory(10_000));

        Assert.That(bytes, Is.EqualTo(video));
        await Eventually.IsTrueAsync(() => service.Built["a"].Single().Disposals == 1, "the old store is closed at once: nobody uses it");
    }

    [Test]
    public async Task A_dry_run_probes_and_changes_nothing()
    {
        await using var service = new Service();
        var outcome = await service.Switch.SwitchAsync("b", dryRun: true);

        Assert.That((outcome.Result, outcome.Succeeded), Is.EqualTo((SwitchResult.Fit, true)));
        Assert.That(service.Switch.Status, Has.Property("Provider").EqualTo("a").And.Property("Generation").EqualTo(1));
        Assert.That(service.Switch.Status.LastAttempt!.IsDryRun, Is.True);
        Assert.That(service.Built["b"].Single().Disposals, Is.EqualTo(1));
    }

    [Test]
    public async Task A_switch_to_what_serves_already_is_nothing_unless_its_settings_changed()
    {
        await using var service = new Service();
        Assert.That((await service.Switch.SwitchAsync("a")).Result, Is.EqualTo(SwitchResult.AlreadyServing));
        Assert.That(service.Built["a"], Has.Count.EqualTo(1));
        Assert.That(service.Switch.Status.Generation, Is.EqualTo(1));

        // Not reloaded: it has not been noticed.
        service.Configuration["VideoStorage:A:Root"] = service.RootOf("elsewhere");

        Assert.That((await service.Switch.SwitchAsync("a")).Result, Is.EqualTo(SwitchResult.Switched));
        Assert.That(service.Switch.Status.Generation, Is.EqualTo(2));
    }

    [Test]
    public async Task An_unknown_provider_and_bad_settings_are_refused_by_name()
    {
        await using var service = new Service(new() { ["VideoStorage:B:Bad"] = "1" });

        var unknown = await service.Switch.SwitchAsync("floppy");
        Assert.That((unknown.Result, unknown.Succeeded), Is.EqualTo((SwitchResult.UnknownProvider, false)));
        Assert.That(unknown.Reason, Does.Contain("a, b, c, file"));

        var invalid = await service.Switch.SwitchAsync("b");
        Assert.That(invalid.Result, Is.EqualTo(SwitchResult.InvalidSettings));
        Assert.That(invalid.Reason, Is.EqualTo("VideoStorage:B:Bad is there: remove it."));
        Assert.That(service.Switch.Status.Provider, Is.EqualTo("a"));
        Assert.That(service.Log, Has.One.EqualTo(
            "Error: Storage was not switched to b, wanted by Request (InvalidSettings), and still serves from a: VideoStorage:B:Bad is there: remove it."));
    }

    [Test]
    public async Task A_store_that_fails_its_probe_is_closed_and_never_serves()
    {
        await using var service = new Service();
        var video = await service.AddVideoAsync("a.mp4", 10, "a");
        service.OnBuilt = static (name, _, store) =>
        {
            if (name == "b")
                store.Before = static (call, _) => call == "read" ? throw new VideoStoreException(VideoStoreError.PermissionDenied, "Not for you.") : Task.CompletedTask;
        };

        var outcome = await service.Switch.SwitchAsync("b");

        Assert.That((outcome.Result, outcome.Reason), Is.EqualTo((SwitchResult.ProbeFailed, "read: Not for you.")));
        Assert.That(service.Built["b"].Single().Disposals, Is.EqualTo(1));
        Assert.That(await BytesAsync(service.Store), Is.EqualTo(video));
        Assert.That(service.Switch.Status, Has.Property("Generation").EqualTo(1).And.Property("IsWatched").False);
    }

    [Test]
    public async Task A_store_without_the_videos_of_the_present_one_is_taken_for_the_wrong_bucket()
    {
        await using var service = new Service(new() { ["VideoStorage:Switch:RequireVideos"] = "true" });
        await service.AddVideoAsync("a.mp4", 10, "a");
        await service.AddVideoAsync("b.mp4", 10, "a", "c");
        await service.AddVideoAsync("other.mp4", 10, "b");

        var wrong = await service.Switch.SwitchAsync("b");
        Assert.That(wrong.Result, Is.EqualTo(SwitchResult.ProbeFailed));
        Assert.That(wrong.Reason, Does.StartWith("videos: The store has none of 2 videos of the one that serves, such as 'a.mp4'").And.Contains("VideoStorage:Switch:RequireVideos"));
        Assert.That(service.Built["b"].Single().Disposals, Is.EqualTo(1));

        Assert.That((await service.Switch.SwitchAsync("c")).Result, Is.EqualTo(SwitchResult.Switched), "one of them is enough");
    }

    [Test]
    public async Task A_present_store_that_is_away_or_empty_does_not_keep_the_service_from_leaving_it()
    {
        await using var service = new Service(new() { ["VideoStorage:Switch:RequireVideos"] = "true", ["VideoStorage:Switch:WatchTime"] = "0" });
        Assert.That((await service.Switch.SwitchAsync("b")).Probe!.Steps[^1], Has.Property("Name").EqualTo("videos").And.Property("Outcome").EqualTo(ProbeOutcome.Skipped));

        await service.AddVideoAsync("a.mp4", 10, "b");
        service.Built["b"].Single().Before = static (_, _) => throw new VideoStoreException(VideoStoreError.Unavailable, "Gone.");

        Assert.That((await service.Switch.SwitchAsync("c")).Result, Is.EqualTo(SwitchResult.Switched));
    }

    [Test]
    public async Task A_store_that_cannot_be_built_is_a_failed_step()
    {
        await using var service = new Service();
        service.BeforeBuild = static name =>
        {
            if (name == "b")
                throw new VideoStoreException(VideoStoreError.Unavailable, "The key file is gone.");
        };

        var outcome = await service.Switch.SwitchAsync("b");

        Assert.That((outcome.Result, outcome.Reason), Is.EqualTo((SwitchResult.ProbeFailed, "build: The key file is gone.")));
    }

    [Test]
    public async Task A_caller_who_gives_up_leaves_things_as_they_were()
    {
        await using var service = new Service();
        using var caller = new CancellationTokenSource();
        service.OnBuilt = (name, _, store) =>
        {
            if (name == "b")
                store.Before = (_, _) => caller.CancelAsync();
        };

        await Assert.ThatAsync(() => service.Switch.SwitchAsync("b", cancellationToken: caller.Token), Throws.InstanceOf<OperationCanceledException>());

        Assert.That(service.Switch.Status, Has.Property("Provider").EqualTo("a"));
        Assert.That(service.Built["b"].Single().Disposals, Is.EqualTo(1));
        Assert.That((await service.Switch.SwitchAsync("c")).Result, Is.EqualTo(SwitchResult.Switched), "the next attempt has its turn");
    }

    [Test]
    public async Task Switches_asked_for_at_once_are_made_one_after_the_other()
    {
        await using var service = new Service();
        var providers = Enumerable.Range(0, 12).Select(i => "abc"[i % 3].ToString()).ToArray();
        var probes = 0;
        service.OnBuilt = (_, _, store) => store.Before = async (call, token) =>
        {
            if (call != "write")
                return;

            Assert.That(Interlocked.Increment(ref probes), Is.EqualTo(1), "one probe at a time");
            await Task.Yield();
            Interlocked.Decrement(ref probes);
        };

        var outcomes = await Task.WhenAll(providers.Select(provider => service.Switch.SwitchAsync(provider)));

        Assert.That(outcomes, Has.All.Property("Succeeded").True, string.Join(", ", outcomes.Select(o => o.Reason)));
        Assert.That(service.Switch.Status.Provider, Is.EqualTo("c"), "the last one holds");
    }

    [Test]
    public async Task Observers_are_told_of_every_change_and_cannot_spoil_it()
    {
        await using var service = new Service();
        var seen = new List<string>();
        using var subscription = ChangeToken.OnChange(service.Switch.GetChangeToken, () => seen.Add(service.Switch.Status.Provider));
        using var spoiler = ChangeToken.OnChange(service.Switch.GetChangeToken, static () => throw new InvalidOperationException("spoiled"));

        await service.Switch.SwitchAsync("b");
        await service.Switch.SwitchAsync("b");
        await service.Switch.SwitchAsync("floppy");
        await service.Switch.SwitchAsync("c");

        Assert.That(seen, Is.EqualTo(new[] { "b", "c" }));
    }

    [Test]
    public async Task An_upload_during_a_switch_is_found_where_the_next_one_looks_for_it()
    {
        await using var service = new Service();
        var store = service.Store;
        var begun = new TaskCompletionSource();
        var go = new TaskCompletionSource();
        service.Built["a"].Single().Before = async (call, _) =>
        {
            if (call != "write")
                return;

            begun.SetResult();
            await go.Task;
        };
        var upload = store.WriteAsync(Path, new MemoryStream([1, 2, 3]), new WriteOptions { ContentType = "video/x-test", Metadata = new([KeyValuePair.Create("k", "v")]) });
        await begun.Task;
        await service.Switch.SwitchAsync("b");
        go.SetResult();
        var written = await upload;

        var found = await store.GetPropertiesAsync(Path);
        Assert.That((found.ETag, found.ContentType, found.Metadata["k"]), Is.EqualTo((written.ETag, "video/x-test", "v")));
        Assert.That(await BytesAsync(store), Is.EqualTo(new byte[] { 1, 2, 3 }));
    }

    [Test]
    public async Task A_deletion_during_a_switch_holds_after_it()
    {
        await using var service = new Service();
        await service.AddVideoAsync("a.mp4", 10, "a", "b");
        var store = service.Store;
        service.Built["a"].Single().Before = async (call, _) =>
        {
            if (call == "delete" && service.Switch.Status.Provider == "a")
                await service.Switch.SwitchAsync("b", cancellationToken: CancellationToken.None);
        };

        await store.DeleteAsync(Path);

        Assert.That(await store.FindPropertiesAsync(Path), Is.Null);
    }

    [Test]
    public async Task A_reader_that_seeks_goes_on_after_a_switch_by_the_contents_hash()
    {
        await using var service = new Service();
        var video = await service.AddVideoAsync("a.mp4", 1000, "a", "b");
        await using var stream = await service.Store.OpenSeekableAsync(Path);
        var bytes = new byte[100];
        await stream.ReadExactlyAsync(bytes);

        await service.Switch.SwitchAsync("b");
        stream.Position = 500;
        await stream.ReadExactlyAsync(bytes);

        Assert.That(bytes, Is.EqualTo(video[500..600]));
    }

    [Test]
    public async Task A_reader_that_seeks_is_refused_when_the_new_store_has_other_content()
    {
        await using var service = new Service();
        await service.AddVideoAsync("a.mp4", 1000, "a");
        await service.AddVideoAsync("a.mp4", 1000, "b");
        await using var stream = await service.Store.OpenSeekableAsync(Path);
        await service.Switch.SwitchAsync("b");

        stream.Position = 500;
        await Assert.ThatAsync(
            async () => await stream.ReadAsync(new byte[1]),
            Throws.TypeOf<VideoStoreException>().With.Property("Error").EqualTo(VideoStoreError.PreconditionFailed));
    }

    [Test]
    public async Task Links_are_refused_where_the_present_store_makes_none()
    {
        await using var service = new Service();

        await Assert.ThatAsync(
            () => ((ISignedUrlSource)service.Store).GetSignedReadUrlAsync(Path, TimeSpan.FromMinutes(1)),
            Throws.TypeOf<VideoStoreException>().With.Property("Error").EqualTo(VideoStoreError.Unsupported).And.Message.Contains("'a'"));
    }

    [Test]
    public async Task When_the_service_ends_every_store_is_closed_once()
    {
        var service = new Service();
        await service.AddVideoAsync("a.mp4", 10, "a");
        var read = await service.Store.OpenReadAsync(Path);
        await service.Switch.SwitchAsync("b");
        await service.Switch.SwitchAsync("c");
        var stores = service.Stores.ToArray();

        await service.DisposeAsync();
        await read.DisposeAsync();

        Assert.That(stores, Has.Length.EqualTo(3).And.All.Property("Disposals").EqualTo(1));
    }

    private static async Task<byte[]> BytesAsync(IVideoStore store)
    {
        using var bytes = new MemoryStream();
        await store.ReadToAsync(Path, bytes);
        return bytes.ToArray();
    }
}
