using FlixTube.Storage.Gcp.Tests.Servers;
using FlixTube.Testing.Faults;

namespace FlixTube.Storage.Gcp.Tests.Faults;

[TestFixture]
public sealed class WriteFaultTests
{
    private const int Part = TestStore.PartLength;
    private static readonly VideoPath Path = VideoPath.Parse("a.mp4");
    private static readonly byte[] Long = TestStore.Content((3 * Part) + 1000);
    private static readonly byte[] Short = TestStore.Content(1000);

    private TestStore _store = null!;

    private static IEnumerable<Fault> Transient =>
    [
        new Fault.Answer(408), new Fault.Answer(502), new Fault.Answer(504), new Fault.ResetBefore(), new Fault.LoseAnswer(),
    ];

    private static IEnumerable<Func<ProxiedRequest, bool>> StepsOfALongWrite =>
    [
        r => r.PathAndQuery.Contains("uploadType=resumable", StringComparison.Ordinal) && r.Method == "POST",
        r => IsPartAt(r, 0),
        r => IsPartAt(r, 2 * Part),
        r => IsPartAt(r, 3 * Part),
        TestStore.IsRewrite,
    ];

    [SetUp]
    public async Task StartAsync() => _store = await TestStore.StartAsync();

    [TearDown]
    public async Task StopAsync() => await (_store?.DisposeAsync() ?? ValueTask.CompletedTask);

    [Test]
    public async Task What_passes_is_tried_again_at_every_step_and_a_long_write_succeeds(
        [ValueSource(nameof(Transient))] Fault fault, [Range(0, 4)] int step)
    {
        _store.Proxy.Next(fault, StepsOfALongWrite.ElementAt(step), times: 2);

        var written = await _store.WriteAsync("a.mp4", Long, new WriteOptions { CreateOnly = true });

        Assert.That(await _store.ReadAsync("a.mp4"), Is.EqualTo(Long));
        Assert.That(await _store.Store.GetPropertiesAsync(Path), Is.EqualTo(written));
        Assert.That(await _store.ObjectsAsync(), Is.EqualTo(new[] { "a.mp4" }), "nothing else is left");
    }

    // Whichever way the service says that there is nothing to delete any more.
    [TestCase(404)]
    [TestCase(412)]
    public async Task A_conditional_delete_whose_answer_was_lost_succeeds(int status)
    {
        var written = await _store.WriteAsync("a.mp4", Short);
        _store.Proxy.Next(new Fault.LoseAnswer(), r => r.Method == "DELETE");
        _store.Proxy.Next(new Fault.Answer(status), r => r.Method == "DELETE");

        await _store.Store.DeleteAsync(Path, new DeleteOptions { IfMatch = written.ETag });

        Assert.That(await _store.ObjectsAsync(), Is.Empty);
    }

    [TestCase(404)]
    [TestCase(412)]
    public async Task A_conditional_delete_of_a_missing_video_is_PreconditionFailed_whichever_way_the_service_says_it(int status)
    {
        _store.Proxy.Next(new Fault.Answer(status), r => r.Method == "DELETE");

        var failure = await Assert.ThrowsAsync<VideoStoreException>(() => _store.Store.DeleteAsync(Path, new DeleteOptions { IfMatch = "7" }));

        Assert.That(failure!.Error, Is.EqualTo(VideoStoreError.PreconditionFailed));
    }

    [Test]
    public async Task After_a_lost_answer_only_what_is_missing_is_sent_again()
    {
        _store.Proxy.Next(new Fault.LoseAnswer(), r => IsPartAt(r, Part));

        await _store.WriteAsync("a.mp4", Long);

        var parts = _store.Requests.Where(r => r.StartsWith("PUT", StringComparison.Ordinal));
        Assert.That(parts, Is.EqualTo(new[]
        {
            "PUT session bytes 0-262143/*",
            "PUT session bytes 262144-524287/*",
            "PUT session bytes */*",
            "PUT session bytes 524288-786431/*",
            "PUT session bytes 786432-787431/787432",
        }));
    }

    [Test]
    public async Task What_fails_for_good_at_any_step_leaves_the_old_video_and_nothing_else([Range(0, 4)] int step, [Values(403, 503)] int status)
    {
        await _store.WriteAsync("a.mp4", Short);
        _store.Proxy.Next(new Fault.Answer(status), StepsOfALongWrite.ElementAt(step), times: 100);

        var failure = await Assert.ThrowsAsync<VideoStoreException>(() => _store.WriteAsync("a.mp4", Long));

        Assert.That(failure!.Error, Is.EqualTo(status == 403 ? VideoStoreError.PermissionDenied : VideoStoreError.Unavailable));
        Assert.That(await _store.ReadAsync("a.mp4"), Is.EqualTo(Short));
        Assert.That(await _store.ObjectsAsync(), Is.EqualTo(new[] { "a.mp4" }));
    }

    [Test]
    public async Task When_the_answer_to_the_last_part_is_lost_for_good_the_object_that_nobody_told_of_is_deleted()
    {
        _store.Proxy.Next(new Fault.LoseAnswer(), r => IsPartAt(r, 3 * Part));
        _store.Proxy.Next(new Fault.Answer(503), r => r.Headers.GetValueOrDefault("Content-Range") == "bytes */*", times: 100);

        var failure = await Assert.ThrowsAsync<VideoStoreException>(() => _store.WriteAsync("a.mp4", Long));

        Assert.That(failure!.Error, Is.EqualTo(VideoStoreError.Unavailable));
        Assert.That(await _store.ObjectsAsync(), Is.Empty);
    }

    [Test]
    public async Task A_session_that_is_gone_is_Unavailable_and_temporary([Values(404, 410)] int status)
    {
        _store.Proxy.Next(new Fault.Answer(status), r => IsPartAt(r, Part), times: 100);
        _store.Proxy.Next(new Fault.Answer(status), r => r.Headers.GetValueOrDefault("Content-Range") == "bytes */*", times: 100);

        var failure = await Assert.ThrowsAsync<VideoStoreException>(() => _store.WriteAsync("a.mp4", Long));

        Assert.That((failure!.Error, failure.Persistence), Is.EqualTo((VideoStoreError.Unavailable, ErrorPersistence.Temporary)));
        Assert.That(await _store.ObjectsAsync(), Is.Empty);
    }

    // One bit of the body differs from what the checksum says: as if it had been changed on its way.
    [Test]
    public async Task Content_that_is_damaged_on_its_way_is_refused_by_the_service_and_never_a_video([Values] bool isLong)
    {
        _store.Proxy.Next(
            new Fault.Answer(400, """{"error":{"code":400,"message":"Provided CRC32C \"AAAAAA==\" doesn't match calculated CRC32C \"yZRlqg==\"."}}""", "application/json"),
            r => isLong ? IsPartAt(r, 3 * Part) : TestStore.IsInsert(r),
            times: 100);

        var failure = await Assert.ThrowsAsync<VideoStoreException>(() => _store.WriteAsync("a.mp4", isLong ? Long : Short));

        Assert.That((failure!.Error, failure.Persistence), Is.EqualTo((VideoStoreError.Unavailable, ErrorPersistence.Temporary)));
        Assert.That(await _store.ObjectsAsync(), Is.Empty);
    }

    [Test]
    public async Task A_cleaning_that_fails_does_not_hide_why_the_write_failed()
    {
        _store.Proxy.Next(new Fault.Answer(403), r => IsPartAt(r, Part), times: 100);
        _store.Proxy.Next(new Fault.Answer(500), r => r.Method == "DELETE", times: 100);

        var failure = await Assert.ThrowsAsync<VideoStoreException>(() => _store.WriteAsync("a.mp4", Long));

        Assert.That(failure!.Error, Is.EqualTo(VideoStoreError.PermissionDenied));
    }

    [Test]
    public async Task A_cleaning_that_fails_does_not_make_a_write_fail()
    {
        _store.Proxy.Next(new Fault.Answer(500), r => r.Method == "DELETE", times: 100);

        await _store.WriteAsync("a.mp4", Long);

        Assert.That(await _store.ReadAsync("a.mp4"), Is.EqualTo(Long));
    }

    private static bool IsPartAt(ProxiedRequest request, int offset) =>
        request.Headers.TryGetValue("Content-Range", out var range) && range.StartsWith($"bytes {offset}-", StringComparison.Ordinal);
}
