using FlixTube.Catalog.Discovery;
using FlixTube.Catalog.Tests.Support;
using FlixTube.Storage;

namespace FlixTube.Catalog.Tests.Discovery;

internal sealed class SharedRunTests
{
    private static readonly VideoPath Beach = Given.Path("beach.mp4");

    private CatalogFolder _folder;
    private MemoryVideoStore _store;
    private StoreDiscovery _discovery;
    private TaskCompletionSource _listing;
    private TaskCompletionSource _answer;
    private TaskCompletionSource _cancelled;

    [SetUp]
    public void HoldTheListing()
    {
        _folder = new();
        _store = new();
        _store.Add(Beach);
        _discovery = new(_store, _folder.Open(), new());
        _listing = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _store.BeforePage = async (_, token) =>
        {
            token.Register(() => _cancelled.TrySetResult());
            _listing.TrySetResult();
            await _answer.Task.WaitAsync(token);
        };
    }

    [TearDown]
    public void DeleteFolder() => _folder.Dispose();

    [Test]
    public async Task Callers_who_come_during_a_run_share_it()
    {
        var callers = Enumerable.Range(0, 50).Select(i => i % 2 == 0 ? _discovery.RunAsync() : _discovery.EnsureFreshAsync()).ToArray();
        await _listing.Task;

        _answer.SetResult();
        await Task.WhenAll(callers);

        Assert.That(callers.OfType<Task<DiscoveryResult>>().Select(c => c.Result), Is.All.EqualTo(new DiscoveryResult(1, 0)));
        Assert.That(_store.Pages, Is.EqualTo(1));
    }

    [Test]
    public async Task A_caller_who_cancels_leaves_at_once_and_the_run_goes_on_for_the_others()
    {
        using var impatient = new CancellationTokenSource();
        var leaving = _discovery.RunAsync(impatient.Token);
        var staying = _discovery.RunAsync();
        await _listing.Task;

        await impatient.CancelAsync();
        await Assert.ThatAsync(() => leaving, Throws.InstanceOf<OperationCanceledException>());

        Assert.That((staying.IsCompleted, _cancelled.Task.IsCompleted), Is.EqualTo((false, false)));
        _answer.SetResult();
        Assert.That(await staying, Is.EqualTo(new DiscoveryResult(1, 0)));
    }

    [Test]
    public async Task The_last_caller_who_leaves_cancels_the_run()
    {
        using var impatient = new CancellationTokenSource();
        var callers = Enumerable.Range(0, 3).Select(_ => _discovery.RunAsync(impatient.Token)).ToArray();
        await _listing.Task;

        await impatient.CancelAsync();

        foreach (var caller in callers)
            await Assert.ThatAsync(() => caller, Throws.InstanceOf<OperationCanceledException>());

        await _cancelled.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Test]
    public async Task Who_comes_after_everyone_left_gets_a_run_that_begins_when_the_old_one_ended()
    {
        var released = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _store.BeforePage = async (page, _) =>
        {
            _listing.TrySetResult();
            if (page == 1)
                await released.Task;
        };
        using var impatient = new CancellationTokenSource();
        var leaving = _discovery.RunAsync(impatient.Token);
        await _listing.Task;
        await impatient.CancelAsync();
        await Assert.ThatAsync(() => leaving, Throws.InstanceOf<OperationCanceledException>());

        var next = _discovery.RunAsync();
        await LetOthersRunAsync();
        Assert.That((next.IsCompleted, _store.Pages), Is.EqualTo((false, 1)));

        released.SetResult();
        Assert.That(await next, Is.EqualTo(new DiscoveryResult(1, 0)));
        Assert.That(_store.Pages, Is.EqualTo(2));
    }

    [Test]
    public async Task A_failure_reaches_everyone_who_waited()
    {
        var callers = Enumerable.Range(0, 3).Select(_ => _discovery.RunAsync()).Append(_discovery.EnsureFreshAsync()).ToArray();
        await _listing.Task;

        _answer.SetException(new VideoStoreException(VideoStoreError.Unavailable, "The line is dead."));

        foreach (var caller in callers)
            await Assert.ThatAsync(() => caller, Throws.TypeOf<VideoStoreException>());
    }

    [Test]
    public async Task A_call_that_is_cancelled_before_it_begins_does_nothing()
    {
        var cancelled = new CancellationToken(canceled: true);

        await Assert.ThatAsync(() => _discovery.RunAsync(cancelled), Throws.InstanceOf<OperationCanceledException>());
        await Assert.ThatAsync(() => _discovery.EnsureFreshAsync(cancelled), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(_store.Pages, Is.Zero);
    }

    // The thread pool begins work in order, so that what was begun before has had its turn many times over.
    private static async Task LetOthersRunAsync()
    {
        for (var i = 0; i < 1000; i++)
            await Task.Run(() => { });
    }
}
