using FlixTube.Testing.Faults;

namespace FlixTube.Storage.Azure.Tests.Reading;

internal sealed class ReadFaultTests
{
    private static readonly VideoPath Path = VideoPath.Parse("faults/video.mp4");

    private FaultyStore _faulty = null!;

    private static bool IsRead(ProxiedRequest request) => request.Method == "GET";

    [OneTimeSetUp]
    public async Task StartAsync() => _faulty = await FaultyStore.CreateAsync();

    [OneTimeTearDown]
    public async Task StopAsync() => await _faulty.DisposeAsync();

    [TearDown]
    public void Forget() => _faulty.Proxy.Reset();

    private static IEnumerable<TestCaseData> Passing()
    {
        yield return new TestCaseData(new Fault.Answer(500)).SetArgDisplayNames("500");
        yield return new TestCaseData(new Fault.Answer(502)).SetArgDisplayNames("502");
        yield return new TestCaseData(new Fault.Answer(503, "", "", ("x-ms-error-code", "ServerBusy"))).SetArgDisplayNames("503 ServerBusy");
        yield return new TestCaseData(new Fault.Answer(504)).SetArgDisplayNames("504");
        yield return new TestCaseData(new Fault.Answer(429, "", "", ("Retry-After", "0"))).SetArgDisplayNames("429 with Retry-After");
        yield return new TestCaseData(new Fault.ResetBefore()).SetArgDisplayNames("reset before the answer");
        yield return new TestCaseData(new Fault.Hang()).SetArgDisplayNames("no answer");
    }

    [TestCaseSource(nameof(Passing))]
    public async Task A_fault_that_passes_is_not_seen_by_the_reader(Fault fault)
    {
        var (bytes, video) = await _faulty.PutAsync(Path, 1000);
        _faulty.Proxy.Next(fault, IsRead);

        Assert.That(await _faulty.ReadAsync(Path), Is.EqualTo(bytes));
        Assert.That(_faulty.Proxy.Requests, Has.Count.EqualTo(2));

        _faulty.Proxy.Next(fault);
        Assert.That(await _faulty.Store.GetPropertiesAsync(Path), Is.EqualTo(video));
        _faulty.Proxy.Next(fault);
        Assert.That((await _faulty.Store.ListPageAsync(new() { Prefix = Path.Value })).Videos, Has.Count.EqualTo(1));
        _faulty.Proxy.Next(fault);
        Assert.That(await _faulty.ReadAsync(Path, new() { Range = ByteRange.Suffix(10) }), Is.EqualTo(bytes[990..]));
    }

    private static IEnumerable<TestCaseData> Breaks()
    {
        yield return new TestCaseData(new Fault.ResetAfter(600_000)).SetArgDisplayNames("reset");
        yield return new TestCaseData(new Fault.CutAfter(600_000)).SetArgDisplayNames("cut short");
        yield return new TestCaseData(new Fault.StallAfter(600_000)).SetArgDisplayNames("stalled");
        yield return new TestCaseData(new Fault.CutAfter(0)).SetArgDisplayNames("cut before its first byte");
    }

    [TestCaseSource(nameof(Breaks))]
    public async Task A_body_that_breaks_off_is_resumed_at_that_byte_under_the_same_pin(Fault fault)
    {
        var (bytes, video) = await _faulty.PutAsync(Path, 1_000_000);
        _faulty.Proxy.Next(fault, IsRead);

        Assert.That(await _faulty.ReadAsync(Path, new() { Range = ByteRange.From(1000) }), Is.EqualTo(bytes[1000..]));

        var requests = _faulty.Proxy.Requests;
        Assert.That(requests, Has.Count.EqualTo(2));
        Assert.That(requests[0].Headers, Does.Not.ContainKey("If-Match"));
        Assert.That(requests[1].Headers["If-Match"], Is.EqualTo($"\"{video.ETag}\""));
        Assert.That(requests[1].Headers["x-ms-range"], Does.EndWith("-999999"));
    }

    [Test]
    public async Task A_body_that_breaks_off_again_and_again_without_progress_is_Unavailable()
    {
        await _faulty.PutAsync(Path, 1_000_000);
        _faulty.Proxy.Next(new Fault.ResetAfter(10), IsRead, times: 100);

        var failure = await Failures.OfAsync(() => _faulty.ReadAsync(Path));

        Assert.That(failure.Error, Is.EqualTo(VideoStoreError.Unavailable));
        Assert.That(failure.Persistence, Is.EqualTo(ErrorPersistence.Temporary));
        Assert.That(_faulty.Proxy.Requests, Has.Count.EqualTo(4), "the first and three retries");
    }

    [Test]
    public async Task A_body_whose_video_is_replaced_before_it_is_resumed_is_PreconditionFailed()
    {
        await _faulty.PutAsync(Path, 1_000_000);
        var blob = _faulty.Client.GetBlobClient(Path.Value);
        _faulty.Proxy.Next(new Fault.MeanwhileAfter(100_000, () => blob.UploadAsync(BinaryData.FromBytes(new byte[1_000_000]), overwrite: true)), IsRead);

        var failure = await Failures.OfAsync(() => _faulty.ReadAsync(Path));

        Assert.That(failure.Error, Is.EqualTo(VideoStoreError.PreconditionFailed));
    }

    [Test]
    public async Task A_body_whose_video_is_deleted_before_it_is_resumed_fails_as_gone()
    {
        await _faulty.PutAsync(Path, 1_000_000);
        var blob = _faulty.Client.GetBlobClient(Path.Value);
        _faulty.Proxy.Next(new Fault.MeanwhileAfter(100_000, () => blob.DeleteAsync()), IsRead);

        var failure = await Failures.OfAsync(() => _faulty.ReadAsync(Path));

        Assert.That(failure.Error, Is.EqualTo(VideoStoreError.PreconditionFailed).Or.EqualTo(VideoStoreError.NotFound));
    }

    [Test]
    public async Task A_suffix_of_a_video_that_is_replaced_between_its_two_requests_is_of_the_new_version()
    {
        await _faulty.PutAsync(Path, 1000);
        var replacement = new byte[500];
        var blob = _faulty.Client.GetBlobClient(Path.Value);
        var reads = 0;
        _faulty.Proxy.Next(new Fault.ResetBefore(), request =>
        {
            if (IsRead(request) && reads++ == 0)
                blob.Upload(BinaryData.FromBytes(replacement), overwrite: true);

            return false;
        });

        Assert.That(await _faulty.ReadAsync(Path, new() { Range = ByteRange.Suffix(10) }), Is.EqualTo(replacement[..10]));
        Assert.That(reads, Is.EqualTo(2));
    }

    [Test]
    public async Task A_service_that_asks_for_a_long_pause_is_Throttled_at_once()
    {
        await _faulty.PutAsync(Path, 10);
        _faulty.Proxy.Next(new Fault.Answer(429, "", "", ("Retry-After", "60")), times: 100);

        var failure = await Failures.OfAsync(() => _faulty.ReadAsync(Path));

        Assert.That(failure.Error, Is.EqualTo(VideoStoreError.Throttled));
        Assert.That(failure.RetryAfter, Is.EqualTo(TimeSpan.FromSeconds(60)));
        Assert.That(_faulty.Proxy.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_service_that_never_answers_is_a_Timeout()
    {
        await _faulty.PutAsync(Path, 10);
        _faulty.Proxy.Next(new Fault.Hang(), times: 100);

        var failure = await Failures.OfAsync(() => _faulty.ReadAsync(Path));

        Assert.That(failure.Error, Is.EqualTo(VideoStoreError.Timeout));
    }

    [Test]
    public async Task A_cancelled_call_does_not_wait_for_a_service_that_never_answers()
    {
        await _faulty.PutAsync(Path, 10);
        _faulty.Proxy.Next(new Fault.Hang(), times: 100);
        using var cancellation = new CancellationTokenSource();

        var call = _faulty.Store.OpenReadAsync(Path, default, cancellation.Token);
        await Eventually.IsTrueAsync(() => _faulty.Proxy.Requests.Count == 1);
        await cancellation.CancelAsync();

        await Assert.ThatAsync(() => call, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(_faulty.Proxy.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_body_that_is_abandoned_ends_the_request_at_the_service()
    {
        await _faulty.PutAsync(Path, 32_000_000);
        await using (var read = await _faulty.Store.OpenReadAsync(Path))
            await read.Body.ReadExactlyAsync(new byte[1000]);

        var request = _faulty.Proxy.Requests.Single();
        await request.Ended;

        Assert.That(request.AbandonedByClient, Is.True);
        Assert.That(request.BytesSent, Is.LessThan(16_000_000));
    }

    [Test]
    public async Task A_pin_that_does_not_hold_ends_the_request_at_the_service()
    {
        await _faulty.PutAsync(Path, 32_000_000);

        var failure = await Failures.OfAsync(() => _faulty.ReadAsync(Path, new() { IfMatch = "another" }));

        Assert.That(failure.Error, Is.EqualTo(VideoStoreError.PreconditionFailed));
        var request = _faulty.Proxy.Requests.Single();
        await request.Ended;
        Assert.That(request.AbandonedByClient, Is.True);
    }

    [Test]
    public async Task A_missing_container_is_Unavailable_for_good_and_names_itself_and_its_setting()
    {
        await using var store = new AzureVideoStore(new AzureStoreOptions
        {
            ConnectionString = (await SharedAzurite.GetAsync()).ConnectionString,
            Container = "no-such-container",
        });

        foreach (var call in new Func<Task>[]
        {
            () => store.OpenReadAsync(Path),
            () => store.GetPropertiesAsync(Path),
            () => store.ListPageAsync(),
            () => store.DeleteAsync(Path),
            () => store.WriteAsync(Path, new MemoryStream(new byte[10])),
            () => store.WriteAsync(Path, new MemoryStream(new byte[10]), new WriteOptions { CreateOnly = true }),
        })
        {
            var failure = await Failures.OfAsync(call);
            Assert.That(failure.Error, Is.EqualTo(VideoStoreError.Unavailable));
            Assert.That(failure.Persistence, Is.EqualTo(ErrorPersistence.Permanent));
            Assert.That(failure.Message, Does.Contain("no-such-container").And.Contain("VideoStorage:Azure:Container"));
        }
    }
}
