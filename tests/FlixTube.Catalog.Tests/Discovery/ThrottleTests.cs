using FlixTube.Catalog.Discovery;
using FlixTube.Catalog.Tests.Support;
using FlixTube.Storage;

namespace FlixTube.Catalog.Tests.Discovery;

internal sealed class ThrottleTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private CatalogFolder _folder;
    private IVideoCatalog _catalog;
    private MemoryVideoStore _store;
    private RecordingLogger<StoreDiscovery> _log;

    [SetUp]
    public void MakeFolder()
    {
        _folder = new();
        _catalog = _folder.Open();
        _store = new();
        _log = new();
    }

    [TearDown]
    public void DeleteFolder() => _folder.Dispose();

    [Test]
    public async Task The_first_call_waits_for_a_run()
    {
        _store.Add(Given.Path("beach.mp4"));

        await Discovery().EnsureFreshAsync();

        Assert.That((await _catalog.ListPageAsync()).Videos, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task The_next_run_comes_when_the_interval_is_over()
    {
        var discovery = Discovery();
        await discovery.EnsureFreshAsync();

        _folder.Time.Advance(Interval - TimeSpan.FromTicks(1));
        await discovery.EnsureFreshAsync();
        Assert.That(_store.Pages, Is.EqualTo(1));

        _folder.Time.Advance(TimeSpan.FromTicks(1));
        await discovery.EnsureFreshAsync();
        Assert.That(_store.Pages, Is.EqualTo(2));
    }

    [Test]
    public async Task The_interval_begins_when_a_run_ends()
    {
        _store.BeforePage = (_, _) =>
        {
            _folder.Time.Advance(TimeSpan.FromMinutes(1));
            return Task.CompletedTask;
        };
        var discovery = Discovery();

        await discovery.EnsureFreshAsync();
        await discovery.EnsureFreshAsync();

        Assert.That(_store.Pages, Is.EqualTo(1));
    }

    [Test]
    public async Task A_run_that_was_asked_for_expressly_is_not_held_back_and_counts()
    {
        var discovery = Discovery();

        await discovery.RunAsync();
        await discovery.RunAsync();
        await discovery.EnsureFreshAsync();

        Assert.That(_store.Pages, Is.EqualTo(2));
    }

    [Test]
    public async Task A_failed_run_counts_so_that_a_dead_store_is_left_alone()
    {
        _store.BeforePage = (_, _) => throw new VideoStoreException(VideoStoreError.Unavailable, "The line is dead.");
        var discovery = Discovery();
        await Assert.ThatAsync(() => discovery.EnsureFreshAsync(), Throws.TypeOf<VideoStoreException>());

        await discovery.EnsureFreshAsync();
        Assert.That(_store.Pages, Is.EqualTo(1));
        Assert.That(_log.Warnings.Count(), Is.EqualTo(1));

        _folder.Time.Advance(Interval);
        await Assert.ThatAsync(() => discovery.EnsureFreshAsync(), Throws.TypeOf<VideoStoreException>());
        Assert.That(_store.Pages, Is.EqualTo(2));
    }

    [Test]
    public async Task A_cancelled_run_does_not_count()
    {
        var discovery = Discovery();
        using var cancellation = new CancellationTokenSource();
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _store.BeforePage = async (page, token) =>
        {
            if (page > 1)
                return;

            await cancellation.CancelAsync();
            try
            {
                await new TaskCompletionSource().Task.WaitAsync(token);
            }
            finally
            {
                ended.SetResult();
            }
        };
        await Assert.ThatAsync(() => discovery.EnsureFreshAsync(cancellation.Token), Throws.InstanceOf<OperationCanceledException>());
        await ended.Task;

        await discovery.EnsureFreshAsync();

        Assert.That(_store.Pages, Is.EqualTo(2));
        Assert.That(_log.Warnings, Is.Empty);
    }

    [Test]
    public async Task Without_an_interval_every_call_runs()
    {
        var discovery = Discovery(interval: TimeSpan.Zero);

        await discovery.EnsureFreshAsync();
        await discovery.EnsureFreshAsync();

        Assert.That(_store.Pages, Is.EqualTo(2));
    }

    [Test]
    public async Task When_discovery_is_off_only_an_express_run_looks_into_the_store()
    {
        var discovery = Discovery(enabled: false);

        await discovery.EnsureFreshAsync();
        Assert.That(_store.Pages, Is.Zero);

        await discovery.RunAsync();
        Assert.That(_store.Pages, Is.EqualTo(1));
    }

    private StoreDiscovery Discovery(bool enabled = true, TimeSpan? interval = null) =>
        new(_store, _catalog, new() { Enabled = enabled, Interval = interval ?? Interval }, _folder.Time, _log);
}
