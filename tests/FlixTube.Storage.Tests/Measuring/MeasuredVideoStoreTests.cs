using System.Diagnostics;
using FlixTube.Storage.Measuring;
using Moq;

namespace FlixTube.Storage.Tests.Measuring;

[NonParallelizable]
public sealed class MeasuredVideoStoreTests
{
    private static readonly VideoPath Path = VideoPath.Parse("a.mp4");
    private static readonly VideoProperties Properties = new() { Path = Path, Length = 4096, ETag = "1", LastModified = default, ContentType = "video/mp4" };

    private Mock<IVideoStore> _inner = null!;
    private StoreMetrics _metrics = null!;
    private MeasuredVideoStore _store = null!;

    [SetUp]
    public void Make()
    {
        _inner = new();
        _metrics = new();
        _store = new(_inner.Object, "a", _metrics);
    }

    [TearDown]
    public async Task Dispose()
    {
        await _store.DisposeAsync();
        _metrics.Dispose();
    }

    [Test]
    public async Task Calls_and_bytes_are_measured_by_provider()
    {
        using var measured = new Measurements(_metrics.Meter);
        _inner.Setup(store => store.OpenReadAsync(Path, default, default)).ReturnsAsync(() => new VideoRead(Properties, new ServedRange(0, 4096), new MemoryStream(new byte[4096])));
        _inner.Setup(store => store.WriteAsync(Path, Stream.Null, null, default)).ReturnsAsync(Properties);

        var read = await _store.OpenReadAsync(Path);
        await read.Body.CopyToAsync(Stream.Null);
        await read.DisposeAsync();
        await _store.WriteAsync(Path, Stream.Null);
        await _store.DeleteAsync(Path);

        Assert.That(measured["flixtube.storage.read a"], Is.EqualTo(4096));
        Assert.That(measured["flixtube.storage.written a"], Is.EqualTo(4096));
        Assert.That(measured["flixtube.storage.operation.duration a read"], Is.EqualTo(1));
        Assert.That(measured["flixtube.storage.operation.duration a write"], Is.EqualTo(1));
        Assert.That(measured["flixtube.storage.operation.duration a delete"], Is.EqualTo(1));
    }

    [TestCase(VideoStoreError.NotFound, "not_found", ActivityStatusCode.Unset)]
    [TestCase(VideoStoreError.Unavailable, "unavailable", ActivityStatusCode.Error)]
    [TestCase(VideoStoreError.PermissionDenied, "permission_denied", ActivityStatusCode.Error)]
    public async Task A_failure_is_measured_traced_and_thrown_on(VideoStoreError error, string type, ActivityStatusCode status)
    {
        using var measured = new Measurements(_metrics.Meter);
        using var traced = new Traced(StorageTelemetry.Name);
        var failure = new VideoStoreException(error, "The account key k3y is wrong.");
        _inner.Setup(store => store.GetPropertiesAsync(Path, default)).ThrowsAsync(failure);

        Assert.That(await Assert.ThrowsAsync<VideoStoreException>(() => _store.GetPropertiesAsync(Path)), Is.SameAs(failure));

        Assert.That(measured[$"flixtube.storage.operation.duration a stat {type}"], Is.EqualTo(1));
        var activity = traced.Activities.Single(activity => activity.OperationName == "storage stat");
        Assert.That((activity.Status, activity.GetTagItem("error.type")), Is.EqualTo((status, type)));
        Assert.That(activity.TagObjects.Select(tag => $"{tag.Value}").Append($"{activity.StatusDescription}"), Has.None.Contains("k3y"), "what the store said is for the log");
    }

    [Test]
    public async Task What_was_cancelled_is_called_so()
    {
        using var measured = new Measurements(_metrics.Meter);
        _inner.Setup(store => store.ListPageAsync(default, default)).ThrowsAsync(new OperationCanceledException());

        await Assert.ThrowsAsync<OperationCanceledException>(() => _store.ListPageAsync());

        Assert.That(measured["flixtube.storage.operation.duration a list canceled"], Is.EqualTo(1));
    }

    [Test]
    public void While_nobody_listens_a_call_is_passed_on_and_allocates_nothing()
    {
        var store = new MeasuredVideoStore(new ReadyStore(), "a", _metrics);
        Assert.That(Calls(), Is.Zero);

        long Calls()
        {
            Call();
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 100; i++)
                Call();

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        void Call()
        {
            _ = store.OpenReadAsync(Path);
            _ = store.GetPropertiesAsync(Path);
            _ = store.WriteAsync(Path, Stream.Null);
            _ = store.DeleteAsync(Path);
            _ = store.ListPageAsync();
        }
    }

    private sealed class ReadyStore : IVideoStore
    {
        private readonly Task<VideoRead> _read = Task.FromResult(new VideoRead(Properties, new ServedRange(0, 4096), Stream.Null));
        private readonly Task<VideoProperties> _properties = Task.FromResult(Properties);
        private readonly Task<VideoPage> _page = Task.FromResult(new VideoPage([], null));

        public VideoStoreCapabilities Capabilities => throw new NotSupportedException();

        public Task<VideoRead> OpenReadAsync(VideoPath path, ReadOptions options = default, CancellationToken cancellationToken = default) => _read;

        public Task<VideoProperties> GetPropertiesAsync(VideoPath path, CancellationToken cancellationToken = default) => _properties;

        public Task<VideoProperties> WriteAsync(VideoPath path, Stream content, WriteOptions? options = null, CancellationToken cancellationToken = default) => _properties;

        public Task DeleteAsync(VideoPath path, DeleteOptions options = default, CancellationToken cancellationToken = default) => Task.CompletedTask;

        public Task<VideoPage> ListPageAsync(ListOptions options = default, CancellationToken cancellationToken = default) => _page;
    }

    private sealed class Traced : IDisposable
    {
        private readonly ActivityListener _listener;

        public Traced(string source)
        {
            _listener = new()
            {
                ShouldListenTo = candidate => candidate.Name == source,
                Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
                ActivityStopped = activity =>
                {
                    lock (Activities)
                        Activities.Add(activity);
                },
            };
            ActivitySource.AddActivityListener(_listener);
        }

        public List<Activity> Activities { get; } = [];

        public void Dispose() => _listener.Dispose();
    }
}
