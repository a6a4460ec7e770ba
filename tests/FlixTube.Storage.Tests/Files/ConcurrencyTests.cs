namespace FlixTube.Storage.Tests.Files;

/// <summary>Two stores over one folder meet only in the file system, as two processes do.</summary>
public sealed class ConcurrencyTests
{
    private StoreOfOneTest _test = null!;

    [SetUp]
    public void SetUp() => _test = new();

    [TearDown]
    public void TearDown() => _test.Dispose();

    [Test]
    public async Task Of_many_create_only_writes_one_succeeds()
    {
        var succeeded = await RaceAsync(20, (store, i) => WriteAsync(store, "a/b/c", i, new WriteOptions { CreateOnly = true }), VideoStoreError.AlreadyExists);

        Assert.That(succeeded, Has.Count.EqualTo(1));
        Assert.That(await _test.ReadAsync("a/b/c"), Is.EqualTo($"content {succeeded[0]}"));
    }

    [Test]
    public async Task Of_many_writes_over_one_version_one_succeeds()
    {
        var old = await _test.WriteAsync("a", "old");

        var succeeded = await RaceAsync(20, (store, i) => WriteAsync(store, "a", i, new WriteOptions { IfMatch = old.ETag }), VideoStoreError.PreconditionFailed);

        Assert.That(succeeded, Has.Count.EqualTo(1));
        Assert.That(await _test.ReadAsync("a"), Is.EqualTo($"content {succeeded[0]}"));
    }

    [Test]
    public async Task Of_many_deletions_of_one_version_one_succeeds()
    {
        var old = await _test.WriteAsync("a/b", "old");

        var succeeded = await RaceAsync(
            20, (store, _) => store.DeleteAsync(VideoPath.Parse("a/b"), new DeleteOptions { IfMatch = old.ETag }), VideoStoreError.PreconditionFailed);

        Assert.That(succeeded, Has.Count.EqualTo(1));
        Assert.That(_test.Everything(), Is.Empty);
    }

    [Test]
    public async Task Writers_and_deleters_in_one_folder_do_not_disturb_each_other()
    {
        // Each deletion takes the folder away when it was the last; each write needs it.
        await Parallel.ForEachAsync(Enumerable.Range(0, 8), async (worker, cancellationToken) =>
        {
            var store = _test.Open();
            var path = VideoPath.Parse($"a/b/{worker}");
            for (var i = 0; i < 15; i++)
            {
                await WriteAsync(store, path.Value, i, new WriteOptions { CreateOnly = true });
                Assert.That((await store.GetPropertiesAsync(path, cancellationToken)).ContentHash, Is.EqualTo(StoreOfOneTest.Sha256($"content {i}")));
                await store.DeleteAsync(path, cancellationToken: cancellationToken);
            }
        });

        Assert.That(_test.Everything(), Is.Empty);
    }

    [Test]
    public async Task Writers_of_a_name_and_of_names_below_it_both_find_a_place()
    {
        for (var round = 0; round < 10; round++)
        {
            await Task.WhenAll(
                Task.Run(() => WriteAsync(_test.Open(), "a", 1)),
                Task.Run(() => WriteAsync(_test.Open(), "a/b", 2)),
                Task.Run(() => WriteAsync(_test.Open(), "a/b/c", 3)));

            Assert.That(await _test.ReadAsync("a"), Is.EqualTo("content 1"));
            Assert.That(await _test.ReadAsync("a/b"), Is.EqualTo("content 2"));
            Assert.That(await _test.ReadAsync("a/b/c"), Is.EqualTo("content 3"));
            Assert.That(await _test.ListAsync(), Is.EqualTo(["a", "a/b", "a/b/c"]));

            await Task.WhenAll(_test.DeleteAsync("a"), _test.DeleteAsync("a/b"), _test.DeleteAsync("a/b/c"));
            Assert.That(_test.Everything(), Is.Empty);
        }
    }

    [Test]
    public async Task A_store_that_starts_leaves_the_temporary_files_of_living_writers_alone()
    {
        using var source = new HeldStream();
        var write = _test.Store.WriteAsync(VideoPath.Parse("a"), source);
        await source.Reached;

        _test.Open();
        source.Release();

        Assert.That((await write).Length, Is.EqualTo(HeldStream.ContentLength));
        Assert.That(await _test.FindAsync("a"), Is.Not.Null);
    }

    private static Task<VideoProperties> WriteAsync(IVideoStore store, string path, int i, WriteOptions? options = null) =>
        store.WriteAsync(VideoPath.Parse(path), new MemoryStream(System.Text.Encoding.UTF8.GetBytes($"content {i}")), options);

    /// <summary>Makes all the calls at once, each through a store of its own; all but those that succeed must fail in the one way.</summary>
    private async Task<List<int>> RaceAsync(int count, Func<IVideoStore, int, Task> call, VideoStoreError error)
    {
        var stores = Enumerable.Range(0, count).Select(_ => _test.Open()).ToArray();
        var results = await Task.WhenAll(stores.Select((store, i) => Task.Run(async () =>
        {
            try
            {
                await call(store, i);
                return i;
            }
            catch (VideoStoreException e) when (e.Error == error)
            {
                return -1;
            }
        })));
        return [.. results.Where(i => i >= 0)];
    }

    /// <summary>A source that waits in its middle until it is released.</summary>
    private sealed class HeldStream : MemoryStream
    {
        public const int ContentLength = 1024 * 1024;

        private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public HeldStream()
            : base(new byte[ContentLength])
        {
        }

        public Task Reached => _reached.Task;

        public void Release() => _released.SetResult();

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (Position >= ContentLength / 2)
            {
                _reached.TrySetResult();
                await _released.Task.WaitAsync(cancellationToken);
            }

            return Read(buffer.Span);
        }
    }
}
