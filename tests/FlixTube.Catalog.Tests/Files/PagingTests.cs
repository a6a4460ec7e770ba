using System.Text;
using FlixTube.Catalog.Files;
using FlixTube.Catalog.Tests.Support;
using FlixTube.Storage;
using FsCheck.Fluent;

namespace FlixTube.Catalog.Tests.Files;

internal sealed class PagingTests
{
    private CatalogFolder _folder;

    [SetUp]
    public void MakeFolder() => _folder = new();

    [TearDown]
    public void DeleteFolder() => _folder.Dispose();

    [Test]
    public void Pages_of_any_size_hold_every_entry_once_in_the_order_of_UTF8() =>
        Given.Always(
            Prop.ForAll(Given.SetsOfPaths, Gen.Choose(1, 7).ToArbitrary(), (paths, pageSize) =>
            {
                using var folder = new CatalogFolder();
                folder.Fill(paths);

                var listed = PathsOf(folder.Open(), pageSize);

                Assert.That(listed, Is.EqualTo(paths.OrderBy(p => p.Value, Comparer<string>.Create(CompareUtf8)).ToArray()));
            }),
            runs: 60);

    [TestCase(1)]
    [TestCase(3)]
    [TestCase(4)]
    public async Task The_last_page_has_no_token(int pageSize)
    {
        await RegisterAsync("a", "b", "c", "d", "e", "f");
        var catalog = _folder.Open();

        string? token = null;
        for (var page = 0; page < (6 + pageSize - 1) / pageSize; page++)
        {
            Assert.That(page == 0 || token is not null, Is.True);
            token = (await catalog.ListPageAsync(new() { PageSize = pageSize, PageToken = token })).NextPageToken;
        }

        Assert.That(token, Is.Null);
    }

    [Test]
    public async Task A_token_survives_entries_that_come_and_go()
    {
        await RegisterAsync("b", "d", "f", "h");
        var catalog = _folder.Open();
        var first = await catalog.ListPageAsync(new() { PageSize = 2 });

        await catalog.RegisterAsync(Given.Path("a"));
        await catalog.RegisterAsync(Given.Path("e"));
        await catalog.RemoveAsync(VideoId.ForPath(Given.Path("d")));
        await catalog.RemoveAsync(VideoId.ForPath(Given.Path("f")));
        var rest = await catalog.ListPageAsync(new() { PageSize = 10, PageToken = first.NextPageToken });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(first.Videos.Select(v => v.Path.Value), Is.EqualTo(new[] { "b", "d" }));
            Assert.That(rest.Videos.Select(v => v.Path.Value), Is.EqualTo(new[] { "e", "h" }));
            Assert.That(rest.NextPageToken, Is.Null);
        }
    }

    [Test]
    public async Task A_token_survives_a_restart()
    {
        await RegisterAsync("a", "b", "c");
        var token = (await _folder.Open().ListPageAsync(new() { PageSize = 1 })).NextPageToken;

        Assert.That((await _folder.Open().ListPageAsync(new() { PageSize = 1, PageToken = token })).Videos.Single().Path.Value, Is.EqualTo("b"));
    }

    [Test]
    public async Task A_token_past_the_last_entry_gives_an_empty_page()
    {
        await RegisterAsync("a", "b");
        var catalog = _folder.Open();
        var token = (await catalog.ListPageAsync(new() { PageSize = 1 })).NextPageToken;
        await catalog.RemoveAsync(VideoId.ForPath(Given.Path("a")));
        await catalog.RemoveAsync(VideoId.ForPath(Given.Path("b")));

        var page = await catalog.ListPageAsync(new() { PageSize = 1, PageToken = token });

        Assert.That((page.Videos.Count, page.NextPageToken), Is.EqualTo((0, (string?)null)));
    }

    [TestCase("")]
    [TestCase("!")]
    [TestCase("YQ==")]
    [TestCase(" YQ")]
    [TestCase("YR")]
    [TestCase("_w")]
    [TestCase("Li4")]
    [TestCase("a path.mp4")]
    public async Task A_token_of_someone_elses_is_refused(string token) =>
        await Assert.ThatAsync(
            () => _folder.Open().ListPageAsync(new() { PageSize = 1, PageToken = token }),
            Throws.TypeOf<VideoCatalogException>().With.Property("Error").EqualTo(VideoCatalogError.InvalidPageToken));

    [TestCase(0)]
    [TestCase(-1)]
    [TestCase(1001)]
    public async Task A_page_size_out_of_bounds_is_refused(int pageSize) =>
        await Assert.ThatAsync(() => _folder.Open().ListPageAsync(new() { PageSize = pageSize }), Throws.InstanceOf<ArgumentOutOfRangeException>());

    private static List<VideoPath> PathsOf(FileVideoCatalog catalog, int pageSize)
    {
        var paths = new List<VideoPath>();
        string? token = null;
        do
        {
            var page = catalog.ListPageAsync(new() { PageSize = pageSize, PageToken = token }).GetAwaiter().GetResult();
            Assert.That(page.Videos, Has.Count.InRange(0, pageSize));
            paths.AddRange(page.Videos.Select(v => v.Path));
            token = page.NextPageToken;
        }
        while (token is not null);

        return paths;
    }

    private static int CompareUtf8(string a, string b) => Encoding.UTF8.GetBytes(a).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b));

    private async Task RegisterAsync(params string[] paths)
    {
        var catalog = _folder.Open();
        foreach (var path in paths)
            await catalog.RegisterAsync(Given.Path(path));
    }
}
