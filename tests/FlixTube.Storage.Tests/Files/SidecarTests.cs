using System.Text;

namespace FlixTube.Storage.Tests.Files;

public sealed class SidecarTests
{
    private static readonly WriteOptions Options = new()
    {
        ContentType = "video/x-special",
        Metadata = new([KeyValuePair.Create("title", "Ein Film – ☂")]),
    };

    private StoreOfOneTest _test = null!;

    [SetUp]
    public void SetUp() => _test = new();

    [TearDown]
    public void TearDown() => _test.Dispose();

    [Test]
    public async Task What_was_written_with_a_video_is_known_to_the_next_store_over_the_folder()
    {
        var written = await _test.WriteAsync("a.mp4", "content", Options);

        var found = await _test.Open().GetPropertiesAsync(VideoPath.Parse("a.mp4"));

        Assert.That(found, Is.EqualTo(written));
        Assert.That(found.ContentHash, Is.EqualTo(StoreOfOneTest.Sha256("content")));
        Assert.That(found.ContentType, Is.EqualTo("video/x-special"));
        Assert.That(found.Metadata["title"], Is.EqualTo("Ein Film – ☂"));
    }

    [Test]
    public async Task A_video_edited_in_place_is_another_version_of_which_nothing_is_known()
    {
        var written = await _test.WriteAsync("a.mp4", "content", Options);

        File.WriteAllText(_test.FileOf("a.mp4"), "CONTENT");

        var found = (await _test.FindAsync("a.mp4"))!;
        Assert.That(found.ETag, Is.Not.EqualTo(written.ETag));
        Assert.That(found.ContentHash, Is.Null);
        Assert.That(found.ContentType, Is.EqualTo("video/mp4"));
        Assert.That(found.Metadata, Is.Empty);
    }

    [Test]
    public async Task A_video_moved_to_another_name_by_hand_does_not_take_its_properties_along()
    {
        await _test.WriteAsync("a.mp4", "content", Options);

        File.Move(_test.FileOf("a.mp4"), _test.FileOf("b.webm"));

        Assert.That(await _test.FindAsync("a.mp4"), Is.Null);
        Assert.That((await _test.FindAsync("b.webm"))!.ContentType, Is.EqualTo("video/webm"));
    }

    private static IEnumerable<TestCaseData> Damage()
    {
        var hash = new string('0', 64);
        yield return Case("empty", "");
        yield return Case("cut off", "{");
        yield return Case("null", "null");
        yield return Case("an array", "[]");
        yield return Case("nothing in it", "{}");
        yield return Case("a short hash", """{ "path": "a.mp4", "sha256": "00" }""");
        yield return Case("a hash that is null", """{ "path": "a.mp4", "sha256": null }""");
        yield return Case("another path", $$"""{ "path": "b.mp4", "sha256": "{{hash}}" }""");
        yield return Case("a hash of other digits", $$"""{ "path": "a.mp4", "sha256": "{{hash.Replace('0', 'Z')}}" }""");
        yield return Case("a content type of two lines", $$"""{ "path": "a.mp4", "sha256": "{{hash}}", "contentType": "a\nb" }""");
        yield return Case("metadata that are null", $$"""{ "path": "a.mp4", "sha256": "{{hash}}", "metadata": null }""");
        yield return Case("a forbidden key", $$"""{ "path": "a.mp4", "sha256": "{{hash}}", "metadata": { "Bad Key": "x" } }""");
        yield return Case("a value that is null", $$"""{ "path": "a.mp4", "sha256": "{{hash}}", "metadata": { "key": null } }""");
        yield return Case("too long", new string(' ', 70_000) + $$"""{ "path": "a.mp4", "sha256": "{{hash}}" }""");

        static TestCaseData Case(string name, string document) => new TestCaseData(document).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Damage))]
    public async Task A_damaged_sidecar_is_none(string damage)
    {
        await _test.WriteAsync("a.mp4", "content", Options);
        File.WriteAllText(SidecarFiles().Single(), damage);

        var found = (await _test.FindAsync("a.mp4"))!;

        Assert.That(found.ContentType, Is.EqualTo("video/mp4"));
        Assert.That(found.ContentHash, Is.Null);
        Assert.That(found.Metadata, Is.Empty);
        Assert.That(await _test.ReadAsync("a.mp4"), Is.EqualTo("content"));
    }

    [Test]
    public async Task There_is_one_sidecar_however_often_a_video_is_replaced_and_none_after_its_deletion()
    {
        for (var i = 0; i < 3; i++)
            await _test.WriteAsync("a.mp4", "content", Options);

        Assert.That(SidecarFiles(), Has.Length.EqualTo(1));

        await _test.DeleteAsync("a.mp4");
        Assert.That(_test.Everything(), Is.Empty);
    }

    [Test]
    public async Task The_sidecars_of_versions_that_never_came_to_be_go_with_the_next_write_or_deletion()
    {
        await _test.WriteAsync("a.mp4", "content", Options);
        var sidecar = SidecarFiles().Single();
        File.Copy(sidecar, sidecar.Replace(".json", "0.json"));

        await _test.WriteAsync("a.mp4", "more", Options);
        Assert.That(SidecarFiles(), Has.Length.EqualTo(1));

        // Deleted by hand: the sidecar is an orphan, which deleting what is not there removes.
        File.Delete(_test.FileOf("a.mp4"));
        await _test.DeleteAsync("a.mp4");
        Assert.That(_test.Everything(), Is.Empty);
    }

    [Test]
    public async Task A_failed_write_leaves_the_sidecar_of_the_old_version_and_no_other()
    {
        var written = await _test.WriteAsync("a.mp4", "content", Options);

        await Assert.ThatAsync(
            () => _test.WriteAsync("a.mp4", "more", new WriteOptions { IfMatch = "other" }),
            VideoStoreErrors.Of(VideoStoreError.PreconditionFailed));

        Assert.That(await _test.FindAsync("a.mp4"), Is.EqualTo(written));
        Assert.That(SidecarFiles(), Has.Length.EqualTo(1));
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task Properties_and_body_are_of_one_version_while_it_is_replaced_again_and_again(CancellationToken timeout)
    {
        var path = VideoPath.Parse("a.mp4");
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(timeout);
        await WriteVersionAsync(1);
        var writer = Task.Run(
            async () =>
            {
                for (var i = 2; !enough.IsCancellationRequested; i++)
                    await WriteVersionAsync(i);
            },
            timeout);

        var versions = new HashSet<string>();
        try
        {
            while (versions.Count < 30)
            {
                await using var read = await _test.Store.OpenReadAsync(path, cancellationToken: timeout);
                using var bytes = new MemoryStream();
                await read.Body.CopyToAsync(bytes, timeout);
                var content = Encoding.UTF8.GetString(bytes.ToArray());

                versions.Add(read.Properties.ETag);
                AssertWhole(read.Properties);
                Assert.That(read.Properties.Length, Is.EqualTo(content.Length));
                Assert.That(read.Properties.ContentHash, Is.EqualTo(StoreOfOneTest.Sha256(content)));
                AssertWhole(await _test.Store.GetPropertiesAsync(path, timeout));
            }
        }
        finally
        {
            await enough.CancelAsync();
            await writer;
        }

        Task WriteVersionAsync(int version) =>
            _test.WriteAsync("a.mp4", new string('x', version), new WriteOptions { ContentType = $"video/x-{version}" });

        static void AssertWhole(VideoProperties properties)
        {
            Assert.That(properties.ContentType, Is.EqualTo($"video/x-{properties.Length}"));
            Assert.That(properties.ContentHash, Is.EqualTo(StoreOfOneTest.Sha256(new string('x', (int)properties.Length))));
        }
    }

    private string[] SidecarFiles() => Directory.GetFiles(_test.FileOf(".flixtube/properties"), "*", SearchOption.AllDirectories);
}
