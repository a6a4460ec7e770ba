namespace FlixTube.Storage.Tests.Files;

public sealed class LayoutTests
{
    private StoreOfOneTest _test = null!;

    [SetUp]
    public void SetUp() => _test = new();

    [TearDown]
    public void TearDown() => _test.Dispose();

    [Test]
    public async Task A_video_is_the_file_of_its_path()
    {
        await _test.WriteAsync("films/a b.mp4", "moving");

        Assert.That(File.ReadAllText(_test.FileOf("films/a b.mp4")), Is.EqualTo("moving"));
    }

    [Test]
    public async Task A_file_copied_into_the_folder_is_a_video_with_the_type_of_its_name_and_no_hash()
    {
        _test.Copy("films/new.webm", "copied");

        var video = await _test.FindAsync("films/new.webm");

        Assert.That(video, Is.Not.Null);
        Assert.That(video.Length, Is.EqualTo(6));
        Assert.That(video.ContentType, Is.EqualTo("video/webm"));
        Assert.That(video.ContentHash, Is.Null);
        Assert.That(video.Metadata, Is.Empty);
        Assert.That(video.LastModified.UtcDateTime, Is.EqualTo(File.GetLastWriteTimeUtc(_test.FileOf("films/new.webm"))));
        Assert.That(await _test.ReadAsync("films/new.webm"), Is.EqualTo("copied"));
        Assert.That(await _test.ListAsync(), Is.EqualTo(["films/new.webm"]));
    }

    [TestCase("a", "a/b")]
    [TestCase("a/b", "a")]
    [TestCase("x/a", "x/a/b/c")]
    [TestCase("x/a/b/c", "x/a")]
    public async Task A_video_and_one_below_its_name_live_together(string first, string second)
    {
        await _test.WriteAsync(first, "first");
        await _test.WriteAsync(second, "second");
        await _test.WriteAsync(first, "first again");

        Assert.That(await _test.ReadAsync(first), Is.EqualTo("first again"));
        Assert.That(await _test.ReadAsync(second), Is.EqualTo("second"));
        Assert.That(await _test.ListAsync(), Is.EqualTo(new[] { first, second }.Order(StringComparer.Ordinal)));

        await _test.DeleteAsync(first);
        Assert.That(await _test.FindAsync(first), Is.Null);
        Assert.That(await _test.ReadAsync(second), Is.EqualTo("second"));

        await _test.DeleteAsync(second);
        Assert.That(_test.Everything(), Is.Empty);
    }

    private static IEnumerable<TestCaseData> Awkward()
    {
        yield return Case("the store's folder", ".flixtube");
        yield return Case("in the store's folder", ".flixtube/tmp/a");
        yield return Case("like an object", ".flixtube/objects/a=");
        yield return Case("the store's folder in other letters", ".FlixTube/a");
        yield return Case("a segment of 256 bytes", new string('n', 256));
        yield return Case("a segment of 1,022 bytes", "x/" + new string('n', 1022));
        yield return Case("two long segments", new string('n', 300) + "/" + new string('m', 300) + "/x");
        yield return Case("64 emoji", string.Concat(Enumerable.Repeat("😀", 64)));
        yield return Case("341 noncharacters", string.Concat(Enumerable.Repeat("\ufdd0", 341)));
        yield return Case("1,024 percent signs", new string('%', 1024));

        static TestCaseData Case(string name, string path) => new TestCaseData(path).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Awkward))]
    public async Task A_video_that_cannot_have_its_natural_place_is_kept_all_the_same(string path)
    {
        var options = new WriteOptions { ContentType = "video/x-odd" };
        var written = await _test.WriteAsync(path, "odd", options);

        Assert.That(Directory.GetFileSystemEntries(_test.Root).Select(Path.GetFileName), Is.EqualTo([".flixtube"]));
        Assert.That(await _test.ReadAsync(path), Is.EqualTo("odd"));
        Assert.That(await _test.FindAsync(path), Is.EqualTo(written));
        Assert.That(await _test.ListAsync(), Is.EqualTo([path]));
        Assert.That(await _test.ListAsync(path), Is.EqualTo([path]));

        await _test.WriteAsync(path, "odder");
        Assert.That(await _test.ReadAsync(path), Is.EqualTo("odder"));

        await _test.DeleteAsync(path);
        Assert.That(await _test.FindAsync(path), Is.Null);
        Assert.That(_test.Everything(), Is.Empty);
    }

    [Test]
    public async Task A_segment_of_255_bytes_has_its_natural_place()
    {
        var path = new string('n', 255) + "/" + string.Concat(Enumerable.Repeat("é", 127));

        await _test.WriteAsync(path, "long");

        Assert.That(File.Exists(_test.FileOf(path)));
    }

    [Test]
    public async Task The_file_that_somebody_puts_in_the_natural_place_wins_and_is_replaced_and_deleted_with_the_other()
    {
        await _test.WriteAsync("a/b", "in the way");
        await _test.WriteAsync("a", "hidden", new WriteOptions { ContentType = "video/x-hidden" });
        await _test.DeleteAsync("a/b");
        _test.Copy("a", "copied");

        Assert.That(await _test.ReadAsync("a"), Is.EqualTo("copied"));
        Assert.That((await _test.FindAsync("a"))!.ContentType, Is.EqualTo(VideoContentType.Unknown));
        Assert.That(await _test.ListAsync(), Is.EqualTo(["a"]));

        await _test.WriteAsync("a", "replaced");
        Assert.That(File.ReadAllText(_test.FileOf("a")), Is.EqualTo("replaced"));

        await _test.DeleteAsync("a");
        Assert.That(await _test.FindAsync("a"), Is.Null);
        Assert.That(_test.Everything(), Is.Empty);
    }

    [Test]
    public async Task A_deleted_video_takes_the_empty_folders_with_it_and_no_others()
    {
        await _test.WriteAsync("a/b/c/d.mp4", "d");
        await _test.WriteAsync("a/e.mp4", "e");

        await _test.DeleteAsync("a/b/c/d.mp4");
        Assert.That(Directory.Exists(_test.FileOf("a/b")), Is.False);
        Assert.That(await _test.ReadAsync("a/e.mp4"), Is.EqualTo("e"));

        await _test.DeleteAsync("a/e.mp4");
        Assert.That(_test.Everything(), Is.Empty);
        Assert.That(Directory.Exists(_test.Root));
    }

    [Test]
    public async Task The_folder_is_created_with_those_above_it()
    {
        var root = Path.Join(_test.Outside, "one/two/videos/");

        var store = new FlixTube.Storage.Files.FileVideoStore(new() { Root = root });
        await store.WriteAsync(VideoPath.Parse("a"), Stream.Null);

        Assert.That(File.Exists(Path.Join(root, "a")));
    }

    [Test]
    public async Task The_root_itself_may_be_a_link()
    {
        await _test.WriteAsync("a", "through the door");
        var link = Path.Join(_test.Outside, "link");
        Directory.CreateSymbolicLink(link, _test.Root);

        var store = new FlixTube.Storage.Files.FileVideoStore(new() { Root = link });

        Assert.That((await store.GetPropertiesAsync(VideoPath.Parse("a"))).Length, Is.EqualTo(16));
        Assert.That((await store.ListPageAsync()).Videos, Has.Count.EqualTo(1));
        await store.WriteAsync(VideoPath.Parse("b/c"), Stream.Null);
        Assert.That(await _test.ListAsync(), Is.EqualTo(["a", "b/c"]));
    }
}
