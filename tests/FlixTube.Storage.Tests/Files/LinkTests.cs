using System.Diagnostics;

namespace FlixTube.Storage.Tests.Files;

[Platform(Exclude = "Win", Reason = "Links need a privilege there, and there are no pipes in folders.")]
public sealed class LinkTests
{
    private StoreOfOneTest _test = null!;
    private string _secret = null!;

    [SetUp]
    public void SetUp()
    {
        _test = new();
        Directory.CreateDirectory(Path.Join(_test.Outside, "secrets"));
        _secret = Path.Join(_test.Outside, "secrets", "secret");
        File.WriteAllText(_secret, "secret");
    }

    [TearDown]
    public void TearDown() => _test.Dispose();

    private void PlaceLinks()
    {
        Directory.CreateDirectory(_test.FileOf("inside"));
        File.CreateSymbolicLink(_test.FileOf("file"), _secret);
        File.CreateSymbolicLink(_test.FileOf("inside/file"), _secret);
        Directory.CreateSymbolicLink(_test.FileOf("folder"), Path.GetDirectoryName(_secret)!);
        Directory.CreateSymbolicLink(_test.FileOf("inside/folder"), Path.GetDirectoryName(_secret)!);
        File.CreateSymbolicLink(_test.FileOf("nowhere"), Path.Join(_test.Outside, "nowhere"));
        File.CreateSymbolicLink(_test.FileOf("itself"), _test.FileOf("itself"));
    }

    private static IEnumerable<string> PathsThroughLinks() =>
        ["file", "inside/file", "folder/secret", "inside/folder/secret", "nowhere", "itself", "itself/a", "file/a", "folder"];

    [TestCaseSource(nameof(PathsThroughLinks))]
    public async Task Nothing_is_read_through_a_link(string path)
    {
        PlaceLinks();

        await Assert.ThatAsync(() => _test.ReadAsync(path), VideoStoreErrors.Of(VideoStoreError.NotFound));
        Assert.That(await _test.FindAsync(path), Is.Null);
    }

    [Test]
    public async Task Nothing_behind_a_link_is_listed()
    {
        PlaceLinks();
        await _test.WriteAsync("inside/video", "video");

        Assert.That(await _test.ListAsync(), Is.EqualTo(["inside/video"]));
        Assert.That(await _test.ListAsync("folder/"), Is.Empty);
        Assert.That(await _test.ListAsync("inside/folder/s"), Is.Empty);
    }

    [TestCaseSource(nameof(PathsThroughLinks))]
    public async Task A_video_written_where_a_link_is_leaves_the_link_and_its_target_alone(string path)
    {
        PlaceLinks();
        var before = Directory.GetFileSystemEntries(_test.Root, "*", SearchOption.TopDirectoryOnly).Order(StringComparer.Ordinal).ToArray();

        await _test.WriteAsync(path, "video", new WriteOptions { CreateOnly = true });
        await _test.WriteAsync(path, "video 2");

        Assert.That(await _test.ReadAsync(path), Is.EqualTo("video 2"));
        Assert.That(await _test.ListAsync(), Is.EqualTo([path]));
        AssertUntouched();

        await _test.DeleteAsync(path);
        Assert.That(await _test.FindAsync(path), Is.Null);
        AssertUntouched();

        void AssertUntouched()
        {
            Assert.That(Directory.GetFileSystemEntries(Path.GetDirectoryName(_secret)!), Is.EqualTo([_secret]));
            Assert.That(File.ReadAllText(_secret), Is.EqualTo("secret"));
            Assert.That(new FileInfo(_test.FileOf("file")).LinkTarget, Is.EqualTo(_secret));
            Assert.That(Directory.GetFileSystemEntries(_test.Root, "*", SearchOption.TopDirectoryOnly).Order(StringComparer.Ordinal), Is.EqualTo(before));
        }
    }

    [Test]
    public async Task A_link_in_the_place_of_a_sidecar_is_not_followed()
    {
        await _test.WriteAsync("a.mp4", "video", new WriteOptions { ContentType = "video/x-own" });
        var sidecar = Directory.GetFiles(_test.FileOf(".flixtube/properties"), "*", SearchOption.AllDirectories).Single();
        File.Move(sidecar, _secret, overwrite: true);
        File.CreateSymbolicLink(sidecar, _secret);

        Assert.That((await _test.FindAsync("a.mp4"))!.ContentType, Is.EqualTo("video/mp4"));
    }

    [Test]
    public async Task The_folder_of_the_store_itself_must_not_be_a_link()
    {
        var root = Directory.CreateDirectory(Path.Join(_test.Outside, "other")).FullName;
        Directory.CreateSymbolicLink(Path.Join(root, ".flixtube"), Path.GetDirectoryName(_secret)!);
        var store = new FlixTube.Storage.Files.FileVideoStore(new() { Root = root });

        await Assert.ThatAsync(() => store.WriteAsync(VideoPath.Parse("a"), Stream.Null), VideoStoreErrors.Of(VideoStoreError.Unavailable));

        Assert.That(Directory.GetFileSystemEntries(Path.GetDirectoryName(_secret)!), Is.EqualTo([_secret]));
    }

    [Test]
    [CancelAfter(30_000)]
    public async Task A_pipe_is_no_video_and_nobody_waits_for_it(CancellationToken timeout)
    {
        await MakePipeAsync(_test.FileOf("pipe"), timeout);
        var path = VideoPath.Parse("pipe");

        await Assert.ThatAsync(() => _test.Store.OpenReadAsync(path, cancellationToken: timeout), VideoStoreErrors.Of(VideoStoreError.NotFound));
        Assert.That(await _test.Store.FindPropertiesAsync(path, timeout), Is.Null);
        Assert.That(await _test.ListAsync(), Is.Empty);

        await _test.WriteAsync("pipe", "video");
        Assert.That(await _test.ReadAsync("pipe"), Is.EqualTo("video"));
        await _test.DeleteAsync("pipe");
        Assert.That(File.Exists(_test.FileOf("pipe")));
    }

    [Test]
    public async Task A_folder_is_no_video()
    {
        Directory.CreateDirectory(_test.FileOf("folder"));

        await Assert.ThatAsync(() => _test.ReadAsync("folder"), VideoStoreErrors.Of(VideoStoreError.NotFound));
        await _test.DeleteAsync("folder");

        Assert.That(Directory.Exists(_test.FileOf("folder")));
    }

    private static async Task MakePipeAsync(string path, CancellationToken cancellationToken)
    {
        using var process = Process.Start("mkfifo", [path]);
        await process.WaitForExitAsync(cancellationToken);
        Assert.That(process.ExitCode, Is.Zero);
    }
}
