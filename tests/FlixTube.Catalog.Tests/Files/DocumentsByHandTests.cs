using FlixTube.Catalog.Tests.Support;
using FlixTube.Storage;

namespace FlixTube.Catalog.Tests.Files;

internal sealed class DocumentsByHandTests
{
    private const string Digits = "5d9e690ad76fe06a3d7ae416";

    private static readonly VideoId Id = Given.Id(Digits);
    private static readonly VideoPath Beach = Given.Path("beach.mp4");

    private CatalogFolder _folder;

    [SetUp]
    public void MakeFolder() => _folder = new();

    [TearDown]
    public void DeleteFolder() => _folder.Dispose();

    [Test]
    public async Task A_document_with_an_id_of_somebodys_choice_is_honoured()
    {
        _folder.Put($"{Digits}.json", """{ "path": "beach.mp4", "registeredAt": "2019-10-09T23:13:14+02:00" }""");
        var catalog = _folder.Open();
        var expected = await catalog.FindAsync(Id);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((expected?.Id, expected?.Path), Is.EqualTo((Id, Beach)));
            Assert.That(expected?.RegisteredAt, Is.EqualTo(new DateTimeOffset(2019, 10, 9, 21, 13, 14, TimeSpan.Zero)));
            Assert.That(expected?.RegisteredAt?.Offset, Is.EqualTo(TimeSpan.Zero));
            Assert.That(await catalog.RegisterAsync(Beach), Is.EqualTo(new CatalogRegistration(expected!, Created: false)));
            Assert.That(await catalog.FindAsync(VideoId.ForPath(Beach)), Is.Null);
        }
    }

    [TestCase("""{"path":"beach.mp4"}""")]
    [TestCase("""{ "title": { "en": "Beach" }, "path": "beach.mp4", "tags": [1, 2], "registeredAt": null }""")]
    [TestCase("""
        {
          // Taken over from the old site.
          "path": "beach.mp4",
        }
        """)]
    [TestCase("\uFEFF{\"path\":\"beach.mp4\"}")]
    public async Task A_document_needs_a_path_and_may_have_anything_else(string text)
    {
        _folder.Put($"{Digits}.json", text);

        var video = await _folder.Open().FindAsync(Id);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(video?.Path, Is.EqualTo(Beach));
            Assert.That(video?.RegisteredAt?.UtcDateTime, Is.EqualTo(File.GetLastWriteTimeUtc(_folder.FileOf(Id))).Within(TimeSpan.FromMilliseconds(1)));
            Assert.That(File.ReadAllText(_folder.FileOf(Id)), Is.EqualTo(text.TrimStart('\uFEFF')));
        }
    }

    [TestCase("")]
    [TestCase("{")]
    [TestCase("null")]
    [TestCase("[]")]
    [TestCase("\"beach.mp4\"")]
    [TestCase("{}")]
    [TestCase("""{ "path": null }""")]
    [TestCase("""{ "path": 1 }""")]
    [TestCase("""{ "path": "" }""")]
    [TestCase("""{ "path": "../beach.mp4" }""")]
    [TestCase("""{ "path": "beach.mp4", "registeredAt": "yesterday" }""")]
    [TestCase("""{ "path": "beach.mp4" } }""")]
    [TestCase("\0\0\0\0\0\0\0\0")]
    public async Task A_document_that_cannot_be_understood_is_passed_over_and_named_in_the_log_once(string text)
    {
        _folder.Put($"{Digits}.json", text);
        var catalog = _folder.Open();
        await catalog.RegisterAsync(Given.Path("good.mp4"));

        _folder.Put("unrelated.txt", "");
        var page = await catalog.ListPageAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(page.Videos.Select(v => v.Path.Value), Is.EqualTo(new[] { "good.mp4" }));
            Assert.That(_folder.Log.Warnings.Single(), Does.Contain(_folder.FileOf(Id)).And.Contain("Correct it, or delete it"));
            Assert.That(File.ReadAllText(_folder.FileOf(Id)), Is.EqualTo(text));
        }
    }

    [Test]
    public async Task A_file_that_is_too_long_for_a_document_is_passed_over_unread()
    {
        _folder.Put($"{Digits}.json", """{ "path": "beach.mp4" }""" + new string(' ', 1 << 20));

        Assert.That(await _folder.Open().FindAsync(Id), Is.Null);
        Assert.That(_folder.Log.Warnings.Single(), Does.Contain(_folder.FileOf(Id)).And.Contain("longer than 1048576 bytes"));
    }

    [TestCase("notes.json")]
    [TestCase("5D9E690AD76FE06A3D7AE416.json")]
    [TestCase("5d9e690ad76fe06a3d7ae416.backup.json")]
    public async Task A_document_whose_name_is_no_id_is_passed_over_and_named_in_the_log(string name)
    {
        _folder.Put(name, """{ "path": "beach.mp4" }""");

        Assert.That((await _folder.Open().ListPageAsync()).Videos, Is.Empty);
        Assert.That(_folder.Log.Warnings.Single(), Does.Contain(_folder.File(name)).And.Contain("rename it"));
    }

    [Test]
    public async Task Other_files_are_nobodys_business()
    {
        _folder.Put("README.md", "about this folder");
        _folder.Put($"{Digits}.json~", """{ "path": "beach.mp4" }""");
        Directory.CreateDirectory(_folder.File($"{VideoId.ForPath(Beach)}.json"));

        Assert.That((await _folder.Open().ListPageAsync()).Videos, Is.Empty);
        Assert.That(_folder.Log.Warnings, Is.Empty);
    }

    [Test]
    public async Task A_document_that_cannot_be_understood_is_kept_aside_when_its_video_is_registered_again()
    {
        var id = VideoId.ForPath(Beach);
        _folder.Put($"{id}.json", "{ \"path\": \"beach.mp4\", \"note\": \"precious\"");

        var (video, created) = await _folder.Open().RegisterAsync(Beach);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((video.Id, created), Is.EqualTo((id, true)));
            Assert.That(File.ReadAllText(_folder.FileOf(id) + ".unreadable"), Does.Contain("precious"));
            Assert.That(_folder.Log.Warnings.Last(), Does.Contain(_folder.FileOf(id)).And.Contain(".unreadable"));
            Assert.That(await _folder.Open().FindAsync(id), Is.EqualTo(video));
        }
    }

    [Test]
    public async Task A_document_that_is_put_in_while_running_is_found_and_listed()
    {
        var catalog = _folder.Open();
        await catalog.RegisterAsync(Given.Path("first.mp4"));

        _folder.Put($"{Digits}.json", """{ "path": "beach.mp4" }""");
        Assert.That((await catalog.FindAsync(Id))?.Path, Is.EqualTo(Beach));

        _folder.Put("111111111111111111111111.json", """{ "path": "by path.mp4" }""");
        Assert.That((await catalog.FindByPathAsync(Given.Path("by path.mp4")))?.Id, Is.EqualTo(Given.Id("111111111111111111111111")));

        _folder.Put("222222222222222222222222.json", """{ "path": "registered.mp4" }""");
        Assert.That((await catalog.RegisterAsync(Given.Path("registered.mp4"))).Created, Is.False);

        _folder.Put("333333333333333333333333.json", """{ "path": "listed.mp4" }""");
        Assert.That(
            (await catalog.ListPageAsync()).Videos.Select(v => v.Path.Value),
            Is.EqualTo(new[] { "beach.mp4", "by path.mp4", "first.mp4", "listed.mp4", "registered.mp4" }));
    }

    [Test]
    public async Task A_document_that_is_taken_out_while_running_is_no_longer_listed()
    {
        var catalog = _folder.Open();
        await catalog.RegisterAsync(Beach);

        _folder.Delete($"{VideoId.ForPath(Beach)}.json");

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await catalog.ListPageAsync()).Videos, Is.Empty);
            Assert.That(await catalog.FindByPathAsync(Beach), Is.Null);
        }
    }

    [Test]
    public async Task An_edited_document_is_read_again_when_the_folder_changes()
    {
        _folder.Put($"{Digits}.json", """{ "path": "before.mp4" }""");
        var catalog = _folder.Open();
        Assert.That((await catalog.FindAsync(Id))?.Path.Value, Is.EqualTo("before.mp4"));

        _folder.Put("next.json.swp", """{ "path": "after.mp4" }""");
        File.SetLastWriteTimeUtc(_folder.File("next.json.swp"), DateTime.UtcNow.AddSeconds(1));
        File.Move(_folder.File("next.json.swp"), _folder.FileOf(Id), overwrite: true);
        _folder.Put("touched.txt", "");
        await catalog.ListPageAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await catalog.FindAsync(Id))?.Path.Value, Is.EqualTo("after.mp4"));
            Assert.That(await catalog.FindByPathAsync(Given.Path("before.mp4")), Is.Null);
        }
    }

    [Test]
    public async Task A_corrected_document_is_read_again()
    {
        _folder.Put($"{Digits}.json", "{");
        var catalog = _folder.Open();
        Assert.That(await catalog.FindAsync(Id), Is.Null);

        _folder.Delete($"{Digits}.json");
        _folder.Put($"{Digits}.json", """{ "path": "beach.mp4" }""");

        Assert.That((await catalog.FindAsync(Id))?.Path, Is.EqualTo(Beach));
    }

    [Test]
    public async Task Of_two_documents_for_one_path_the_one_with_a_chosen_id_is_the_entry()
    {
        var derived = VideoId.ForPath(Beach);
        _folder.Put($"{derived}.json", """{ "path": "beach.mp4" }""");
        _folder.Put("ffffffffffffffffffffffff.json", """{ "path": "beach.mp4" }""");
        var catalog = _folder.Open();

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await catalog.ListPageAsync()).Videos.Select(v => v.Id.ToString()), Is.EqualTo(new[] { "ffffffffffffffffffffffff" }));
            Assert.That(await catalog.FindAsync(derived), Is.Null);
            Assert.That(_folder.Log.Warnings.Single(), Does.Contain(_folder.FileOf(derived)).And.Contain("ffffffffffffffffffffffff.json").And.Contain("Delete"));
        }
    }

    [Test]
    public async Task Of_two_documents_with_chosen_ids_the_one_with_the_lower_id_is_the_entry_and_the_log_says_so_once()
    {
        _folder.Put("ffffffffffffffffffffffff.json", """{ "path": "beach.mp4" }""");
        _folder.Put("000000000000000000000000.json", """{ "path": "beach.mp4" }""");
        var catalog = _folder.Open();
        await catalog.ListPageAsync();
        _folder.Put("touched.txt", "");

        Assert.That((await catalog.ListPageAsync()).Videos.Single().Id.ToString(), Is.EqualTo("000000000000000000000000"));
        Assert.That(_folder.Log.Warnings.Count(), Is.EqualTo(1));
    }

    [Test]
    public async Task A_duplicate_takes_over_when_the_document_before_it_is_taken_out()
    {
        _folder.Put("ffffffffffffffffffffffff.json", """{ "path": "beach.mp4" }""");
        _folder.Put("000000000000000000000000.json", """{ "path": "beach.mp4" }""");
        var catalog = _folder.Open();
        await catalog.ListPageAsync();

        _folder.Delete("000000000000000000000000.json");

        Assert.That((await catalog.FindAsync(Given.Id("ffffffffffffffffffffffff")))?.Path, Is.EqualTo(Beach));
    }

    [Test]
    public async Task Removing_an_entry_removes_its_duplicates_so_that_none_comes_back()
    {
        _folder.Put("ffffffffffffffffffffffff.json", """{ "path": "beach.mp4" }""");
        _folder.Put("eeeeeeeeeeeeeeeeeeeeeeee.json", """{ "path": "other.mp4" }""");
        _folder.Put("000000000000000000000000.json", """{ "path": "beach.mp4" }""");
        var catalog = _folder.Open();

        Assert.That(await catalog.RemoveAsync(Given.Id("ffffffffffffffffffffffff")), Is.False);
        Assert.That(await catalog.RemoveAsync(Given.Id("000000000000000000000000")), Is.True);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await catalog.FindByPathAsync(Beach), Is.Null);
            Assert.That(_folder.FileNames(), Is.EqualTo(new[] { "eeeeeeeeeeeeeeeeeeeeeeee.json" }));
        }
    }
}
