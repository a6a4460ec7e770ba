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

    [Test]
    public async Task A_body_that_breaks_off_is_resumed_under_the_same_pin()
    {
        var (bytes, video) = await _faulty.PutAsync(Path, 1_000_000);
        _faulty.Proxy.Next(new Fault.ResetAfter(600_000), IsRead);

        Assert.That(await _faulty.ReadAsync(Path, new() { Range = ByteRange.From(1000) }), Is.EqualTo(bytes[1000..]));

        var requests = _faulty.Proxy.Requests;
        Assert.That(requests, Has.Count.EqualTo(2));
        Assert.That(requests[0].Headers, Does.Not.ContainKey("If-Match"));
        Assert.That(requests[1].Headers["If-Match"], Is.EqualTo($"\"{video.ETag}\""));
        Assert.That(requests[1].Headers["x-ms-range"], Does.EndWith("-999999"));
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
