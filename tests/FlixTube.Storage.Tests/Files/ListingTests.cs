using System.Diagnostics;
using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace FlixTube.Storage.Tests.Files;

public sealed class ListingTests
{
    private StoreOfOneTest _test = null!;

    [SetUp]
    public void SetUp() => _test = new();

    [TearDown]
    public void TearDown() => _test.Dispose();

    // Folders are not visited in this order by anyone: '/' sorts between other characters.
    private static readonly string[] InOrder =
    [
        "!", "A", "a!b", "a-/x", "a/b", "a/b/c", "a/b0", "a/ö/z", "a0", "a0/b", "aa", "b", "é", "ﬀ/x", "\ufffd", "😀", "😀/a",
    ];

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    [TestCase(7)]
    [TestCase(1000)]
    public async Task Videos_come_in_the_order_of_their_utf8_bytes_in_pages_of_any_size(int pageSize)
    {
        await FillAsync();

        Assert.That(await PagesAsync(null, pageSize), Is.EqualTo(InOrder));
    }

    private static IEnumerable<string> Prefixes() => ["", "a", "a/", "a/b", "a/b/", "a0", "a-/", "b/", "😀", "é", "nothing", "a//", "../", "/", "a\\", "\ud83d", ".flixtube/", "a/../a"];

    [TestCaseSource(nameof(Prefixes))]
    public async Task A_prefix_selects_by_characters(string prefix)
    {
        await FillAsync();
        File.WriteAllText(Path.Join(_test.Outside, "outside"), "outside");

        var expected = InOrder.Where(path => path.StartsWith(prefix, StringComparison.Ordinal)).ToArray();
        Assert.That(await PagesAsync(prefix, 2), Is.EqualTo(expected));
        Assert.That(await PagesAsync(prefix, 1000), Is.EqualTo(expected));
    }

    [Test]
    public void Any_set_of_videos_is_listed_whole_and_in_order()
    {
        var path = Gen.Elements("a", "b", "/", "!", "0", "é", "😀", "-").ListOf()
            .Select(string.Concat)
            .Where(text => VideoPath.TryParse(text, out _));
        var paths = path.ListOf().Select(list => list.Distinct().ToArray()).ToArbitrary();
        var pageSize = Gen.Choose(1, 5).ToArbitrary();

        Prop.ForAll(paths, pageSize, ListsWholeAndInOrder).Check(Config.QuickThrowOnFailure.WithMaxTest(25));

        static void ListsWholeAndInOrder(string[] paths, int pageSize)
        {
            using var test = new StoreOfOneTest();
            foreach (var path in paths)
                test.WriteAsync(path, path).GetAwaiter().GetResult();

            var listed = PagesOfAsync(test, null, pageSize).GetAwaiter().GetResult();

            Assert.That(listed, Is.EqualTo(paths.Order(Comparer<string>.Create(CompareBytes))));
        }
    }

    [Test]
    public async Task What_is_no_video_is_passed_over()
    {
        _test.Copy("good.mp4", "good");
        _test.Copy(".hidden/.good.mp4", "good");
        if (!OperatingSystem.IsWindows())
        {
            _test.Copy("back\\slash", "");
            _test.Copy("control\u0001", "");
            _test.Copy("line\nbreak/a", "");
        }

        Directory.CreateDirectory(_test.FileOf("empty"));
        _test.Copy(".flixtube/objects/not-encoded=", "an object of nobody: the name of 'not-encoded' is, so it is one");
        _test.Copy(".flixtube/objects/Upper=", "nobody's");
        _test.Copy(".flixtube/objects/a%2=", "nobody's");
        _test.Copy(".flixtube/objects/%61=", "nobody's");
        _test.Copy(".flixtube/objects/%2e%2e%2fx=", "nobody's");
        _test.Copy(".flixtube/objects/x", "nobody's");
        _test.Copy(".flixtube/tmp/x", "nobody's");

        Assert.That(await _test.ListAsync(), Is.EqualTo([".hidden/.good.mp4", "good.mp4", "not-encoded"]));
        Assert.That(await PagesAsync(null, 1), Is.EqualTo([".hidden/.good.mp4", "good.mp4", "not-encoded"]));
    }

    [Test]
    [Platform("Linux", Reason = "Only there may names be any bytes.")]
    public async Task Names_that_are_no_utf8_are_passed_over()
    {
        _test.Copy("good.mp4", "good");
        try
        {
            await RunAsync("""name=$(printf '\377') && touch "bad$name" && mkdir "dir$name" && touch "dir$name/a" """);

            Assert.That(await _test.ListAsync(), Is.EqualTo(["good.mp4"]));
            Assert.That(await PagesAsync(null, 1), Is.EqualTo(["good.mp4"]));
        }
        finally
        {
            // .NET cannot remove them either.
            await RunAsync("rm -r bad* dir*");
        }
    }

    [TestCase("%")]
    [TestCase("a b")]
    [TestCase("")]
    [TestCase("Lg")]
    [TestCase("Lw")]
    [TestCase("YQBi")]
    [TestCase("_w")]
    [TestCase("ééé")]
    public async Task A_token_of_nobody_is_refused(string token) =>
        await Assert.ThatAsync(() => _test.Store.ListPageAsync(new ListOptions { PageToken = token }), Throws.ArgumentException);

    [Test]
    public async Task A_listed_video_has_the_validator_length_and_time_of_its_properties()
    {
        var written = await _test.WriteAsync("a.mp4", "content");
        _test.Copy("b.mp4", "copied");

        var videos = (await _test.Store.ListPageAsync()).Videos;

        Assert.That(videos[0], Is.EqualTo(new VideoListItem(written.Path, written.Length, written.ETag, written.LastModified)));
        Assert.That(videos[1].ETag, Is.EqualTo((await _test.FindAsync("b.mp4"))!.ETag));
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task A_video_that_is_replaced_all_the_time_is_never_missing(CancellationToken timeout)
    {
        for (var i = 0; i < 30; i++)
            _test.Copy($"f{i}/v", "");
        await _test.WriteAsync("m", "content");
        var replaced = 0;
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(timeout);
        var writer = Task.Run(
            async () =>
            {
                for (; !enough.IsCancellationRequested; replaced++)
                    await _test.WriteAsync("m", "content");
            },
            timeout);

        try
        {
            while (Volatile.Read(ref replaced) < 30)
            {
                var paths = await PagesAsync(null, 10);
                Assert.That(paths, Is.Unique.And.Length.EqualTo(31));
                Assert.That(paths, Does.Contain("m"));
            }
        }
        finally
        {
            await enough.CancelAsync();
            await writer;
        }
    }

    [Test]
    public async Task Twenty_thousand_videos_are_listed_in_memory_that_does_not_grow_with_them()
    {
        for (var i = 0; i < 20_000; i++)
            _test.Copy($"{i % 40:d2}/{i * 7919L % 20_000:d5}", "");
        await _test.Store.ListPageAsync();

        // A page of one video is almost only the walk over the others.
        var total = GC.GetTotalAllocatedBytes(precise: true);
        var page = await _test.Store.ListPageAsync(new ListOptions { PageSize = 1 });
        var allocated = GC.GetTotalAllocatedBytes(precise: true) - total;

        Assert.That(page.Videos, Has.Count.EqualTo(1));
        Assert.That(allocated, Is.LessThan(1_000_000), "bytes for one page of one video");
        Assert.That(await _test.ListAsync(), Has.Length.EqualTo(20_000).And.Ordered.Using((IComparer<string>)StringComparer.Ordinal));
    }

    [Test]
    public async Task A_cancelled_listing_ends()
    {
        _test.Copy("a", "");
        await Assert.ThatAsync(() => _test.Store.ListPageAsync(default, new CancellationToken(canceled: true)), Throws.InstanceOf<OperationCanceledException>());
    }

    private async Task FillAsync()
    {
        foreach (var path in InOrder.Reverse())
            await _test.WriteAsync(path, path);
    }

    private Task<string[]> PagesAsync(string? prefix, int pageSize) => PagesOfAsync(_test, prefix, pageSize);

    private static async Task<string[]> PagesOfAsync(StoreOfOneTest test, string? prefix, int pageSize)
    {
        var paths = new List<string>();
        var options = new ListOptions { Prefix = prefix, PageSize = pageSize };
        do
        {
            var page = await test.Store.ListPageAsync(options);
            Assert.That(page.Videos, Has.Count.LessThanOrEqualTo(pageSize));
            paths.AddRange(page.Videos.Select(video => video.Path.Value));
            options = options with { PageToken = page.NextPageToken };
        }
        while (options.PageToken is not null);

        return [.. paths];
    }

    private async Task RunAsync(string script)
    {
        using var process = Process.Start(new ProcessStartInfo("sh", ["-c", script]) { WorkingDirectory = _test.Root, UseShellExecute = false })!;
        await process.WaitForExitAsync();
        Assert.That(process.ExitCode, Is.Zero);
    }

    private static int CompareBytes(string left, string right) =>
        Encoding.UTF8.GetBytes(left).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(right));
}
