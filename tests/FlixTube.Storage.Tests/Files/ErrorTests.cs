using FlixTube.Storage.Files;

namespace FlixTube.Storage.Tests.Files;

public sealed class ErrorTests
{
    private static readonly VideoPath A = VideoPath.Parse("a.mp4");
    private StoreOfOneTest _test = null!;

    [SetUp]
    public void SetUp() => _test = new();

    [TearDown]
    public void TearDown() => _test.Dispose();

    private static IEnumerable<TestCaseData> Calls()
    {
        yield return Call("read", store => store.OpenReadAsync(A));
        yield return Call("stat", store => store.GetPropertiesAsync(A));
        yield return Call("write", store => store.WriteAsync(A, new MemoryStream([1])));
        yield return Call("write over a version", store => store.WriteAsync(A, new MemoryStream([1]), new WriteOptions { IfMatch = "x" }));
        yield return Call("delete a version", store => store.DeleteAsync(A, new DeleteOptions { IfMatch = "x" }));
        yield return Call("delete", store => store.DeleteAsync(A));
        yield return Call("list", store => store.ListPageAsync());
        yield return Call("list below", store => store.ListPageAsync(new ListOptions { Prefix = "folder/" }));

        static TestCaseData Call(string name, Func<IVideoStore, Task> call) => new TestCaseData(call).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Calls))]
    public async Task A_folder_that_is_gone_is_not_an_empty_one(Func<IVideoStore, Task> call)
    {
        Directory.Delete(_test.Root, recursive: true);

        await Assert.ThatAsync(() => call(_test.Store), VideoStoreErrors.Of(VideoStoreError.Unavailable));
        Assert.That(Directory.Exists(_test.Root), Is.False);
    }

    [TestCaseSource(nameof(Calls))]
    public async Task The_empty_place_of_a_disk_that_is_not_mounted_any_more_is_not_an_empty_folder(Func<IVideoStore, Task> call)
    {
        Directory.Delete(_test.FileOf(".flixtube"), recursive: true);

        await Assert.ThatAsync(() => call(_test.Store), VideoStoreErrors.Of(VideoStoreError.Unavailable).And.Message.Contains(_test.Root));
        Assert.That(Directory.GetFileSystemEntries(_test.Root), Is.Empty);
    }

    [TestCase("tmp")]
    [TestCase("locks")]
    [TestCase("objects")]
    [TestCase("properties")]
    public async Task A_part_of_the_stores_own_folder_that_is_missing_is_restored(string part)
    {
        await _test.WriteAsync("a.mp4", "old");
        Directory.Delete(_test.FileOf($".flixtube/{part}"), recursive: true);

        Assert.That(await _test.ReadAsync("a.mp4"), Is.EqualTo("old"));
        Assert.That(await _test.ListAsync(), Is.EqualTo(["a.mp4"]));
        await _test.WriteAsync("a.mp4", "new");
        await _test.WriteAsync("a.mp4/b", "an object");
        Assert.That(await _test.ListAsync(), Is.EqualTo(["a.mp4", "a.mp4/b"]));
    }

    [Test]
    public async Task A_folder_that_comes_back_serves_again()
    {
        await _test.WriteAsync("a.mp4", "content");
        var away = Path.Join(_test.Outside, "away");
        Directory.Move(_test.Root, away);
        await Assert.ThatAsync(() => _test.ReadAsync("a.mp4"), VideoStoreErrors.Of(VideoStoreError.Unavailable));

        Directory.Move(away, _test.Root);

        Assert.That(await _test.ReadAsync("a.mp4"), Is.EqualTo("content"));
    }

    [Test]
    public void A_root_that_cannot_be_created_is_an_error_at_once()
    {
        _test.Copy("file", "");

        Assert.That(
            () => new FileVideoStore(new FileStoreOptions { Root = _test.FileOf("file/videos") }),
            VideoStoreErrors.Of(VideoStoreError.Unavailable).And.Message.Contains("file/videos"));
    }

    [TestCase("")]
    [TestCase("  ")]
    public void A_root_must_be_given(string root) =>
        Assert.That(() => new FileVideoStore(new FileStoreOptions { Root = root }), Throws.ArgumentException);

    [Test]
    public async Task A_full_disk_is_said_to_be_full_and_keeps_the_old_video()
    {
        using var disk = MountedDisk.Make(_test.FileOf("disk"), "size=1m");
        var store = new FileVideoStore(new FileStoreOptions { Root = disk.Folder });
        var old = await store.WriteAsync(A, new MemoryStream(new byte[1000]));

        await Assert.ThatAsync(
            () => store.WriteAsync(A, new MemoryStream(new byte[2_000_000])),
            VideoStoreErrors.Of(VideoStoreError.Unavailable).And.Message.Contains("room").And.InnerException.TypeOf<IOException>());

        Assert.That(await store.GetPropertiesAsync(A), Is.EqualTo(old));
        Assert.That(Directory.GetFileSystemEntries(Path.Join(disk.Folder, ".flixtube/tmp")), Is.Empty);
        Assert.That((await store.WriteAsync(A, new MemoryStream(new byte[100_000]))).Length, Is.EqualTo(100_000));
    }

    [Test]
    public async Task A_read_only_folder_is_read_and_refuses_writes()
    {
        using var disk = MountedDisk.Make(_test.FileOf("disk"), "size=1m");
        var old = await new FileVideoStore(new FileStoreOptions { Root = disk.Folder }).WriteAsync(A, new MemoryStream([1]));
        disk.Remount("ro");

        await AssertReadOnlyAsync(new FileVideoStore(new FileStoreOptions { Root = disk.Folder }), old);
    }

    [Test]
    public async Task A_folder_that_was_read_only_from_the_start_is_read_and_refuses_writes()
    {
        using var disk = MountedDisk.Make(_test.FileOf("disk"), "size=1m");
        await File.WriteAllTextAsync(Path.Join(disk.Folder, "a.mp4"), "x");
        disk.Remount("ro");
        var store = new FileVideoStore(new FileStoreOptions { Root = disk.Folder });

        await AssertReadOnlyAsync(store, await store.GetPropertiesAsync(A));

        disk.Remount("rw");
        await store.DeleteAsync(A);
        Assert.That((await store.ListPageAsync()).Videos, Is.Empty);
    }

    [Test]
    public async Task A_file_system_mounted_inside_the_folder_is_read_and_new_videos_below_it_are_kept_beside()
    {
        using var disk = MountedDisk.Make(_test.FileOf("disk"), "size=1m");
        _test.Copy("disk/copied", "copied");

        await _test.WriteAsync("disk/new", "new");

        Assert.That(await _test.ListAsync(), Is.EqualTo(["disk/copied", "disk/new"]));
        Assert.That(await _test.ReadAsync("disk/new"), Is.EqualTo("new"));
        await Assert.ThatAsync(() => _test.WriteAsync("disk/copied", "replaced"), VideoStoreErrors.Of(VideoStoreError.Unsupported));
        Assert.That(await _test.ReadAsync("disk/copied"), Is.EqualTo("copied"));
    }

    [Test]
    public async Task A_pre_cancelled_call_does_nothing()
    {
        using var source = new MemoryStream([1]);
        var cancelled = new CancellationToken(canceled: true);

        await Assert.ThatAsync(() => _test.Store.WriteAsync(A, source, cancellationToken: cancelled), Throws.InstanceOf<OperationCanceledException>());

        Assert.That(source.Position, Is.Zero);
        Assert.That(_test.Everything(), Is.Empty);
    }

    [Test]
    public async Task A_locked_path_is_waited_for_and_given_up_with_a_timeout()
    {
        using var other = new LockOfAnotherProcess(_test);
        var time = new ImpatientClock();

        await Assert.ThatAsync(() => _test.Open(time).WriteAsync(A, new MemoryStream([1])), VideoStoreErrors.Of(VideoStoreError.Timeout));
        Assert.That(_test.Everything(), Is.Empty);

        using var cancellation = new CancellationTokenSource();
        var waiting = _test.Store.WriteAsync(A, new MemoryStream([1]), cancellationToken: cancellation.Token);
        Assert.That(waiting.IsCompleted, Is.False);
        await cancellation.CancelAsync();
        await Assert.ThatAsync(() => waiting, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(_test.Everything(), Is.Empty);

        var write = _test.WriteAsync("a.mp4", "content");
        other.Dispose();
        Assert.That((await write).Length, Is.EqualTo(7));
    }

    private static async Task AssertReadOnlyAsync(FileVideoStore store, VideoProperties old)
    {
        await Assert.ThatAsync(() => store.WriteAsync(A, new MemoryStream([1])), VideoStoreErrors.Of(VideoStoreError.PermissionDenied));
        await Assert.ThatAsync(() => store.DeleteAsync(A), VideoStoreErrors.Of(VideoStoreError.PermissionDenied));
        await store.DeleteAsync(VideoPath.Parse("none"));
        Assert.That(await store.GetPropertiesAsync(A), Is.EqualTo(old));
        Assert.That((await store.ListPageAsync()).Videos, Has.Count.EqualTo(1));
        await using var read = await store.OpenReadAsync(A);
        Assert.That(read.Body.ReadByte(), Is.Positive);
    }

    /// <summary>Holds all the locks of the folder, through handles of its own as another process would.</summary>
    private sealed class LockOfAnotherProcess(StoreOfOneTest test) : IDisposable
    {
        private readonly FileStream[] _locks =
        [
            .. Enumerable.Range(0, 64).Select(i => new FileStream(test.FileOf($".flixtube/locks/{i:x2}"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None)),
        ];

        public void Dispose() => Array.ForEach(_locks, file => file.Dispose());
    }

    /// <summary>A clock by which every look at it is ten seconds after the one before.</summary>
    private sealed class ImpatientClock : TimeProvider
    {
        private long _looks;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Interlocked.Add(ref _looks, 10);
    }
}
