using System.Text;
using FlixTube.Catalog.Tests.Support;
using FlixTube.Storage;

namespace FlixTube.Catalog.Tests.Files;

internal sealed class CrashTests
{
    private static readonly VideoPath Beach = Given.Path("beach.mp4");
    private static readonly VideoId Id = VideoId.ForPath(Beach);
    private static readonly string Leftover = $".{Id}.0123456789abcdef0123456789abcdef.tmp";

    private CatalogFolder _folder;

    [SetUp]
    public void MakeFolder() => _folder = new();

    [TearDown]
    public void DeleteFolder() => _folder.Dispose();

    [Test]
    public async Task A_document_that_was_cut_off_anywhere_is_no_entry_and_can_be_made_again()
    {
        var (video, _) = await _folder.Open().RegisterAsync(Beach);
        var whole = (await File.ReadAllTextAsync(_folder.FileOf(Id))).TrimEnd();

        for (var length = 0; length < whole.Length; length++)
        {
            await File.WriteAllTextAsync(_folder.FileOf(Id), whole[..length], Encoding.UTF8);
            var catalog = _folder.Open();

            Assert.That(await catalog.FindAsync(Id), Is.Null, $"Cut off after {length} characters.");
            if (length % 16 == 0)
                Assert.That((await catalog.RegisterAsync(Beach)).Video.Id, Is.EqualTo(video.Id));
        }
    }

    [Test]
    public async Task A_temporary_file_that_a_crash_left_is_no_entry_and_is_swept()
    {
        _folder.Put(Leftover, """{ "path": "beach.mp4" }""");
        _folder.Time.Advance(TimeSpan.FromMinutes(2));
        var catalog = _folder.Open();

        Assert.That(await catalog.FindAsync(Id), Is.Null);
        Assert.That(_folder.FileNames(), Is.Empty);
    }

    [Test]
    public async Task A_temporary_file_that_may_still_be_in_use_is_left_alone()
    {
        _folder.Put(Leftover, """{ "path": "beach.mp4" }""");

        Assert.That(await _folder.Open().FindAsync(Id), Is.Null);
        Assert.That(_folder.FileNames(), Is.EqualTo(new[] { Leftover }));
    }

    [Test]
    public async Task Temporary_files_of_others_are_left_alone()
    {
        _folder.Put("download.tmp", "");
        _folder.Put($".{Id}.x.tmp", "");
        _folder.Time.Advance(TimeSpan.FromDays(1));

        await _folder.Open().ListPageAsync();

        Assert.That(_folder.FileNames(), Is.EqualTo(new[] { $".{Id}.x.tmp", "download.tmp" }));
    }

    [Test]
    public async Task A_document_with_a_second_name_from_a_crash_before_the_first_was_dropped_is_whole()
    {
        await _folder.Open().RegisterAsync(Beach);
        _folder.Put(Leftover, await File.ReadAllTextAsync(_folder.FileOf(Id)));
        _folder.Time.Advance(TimeSpan.FromMinutes(2));

        Assert.That((await _folder.Open().FindAsync(Id))?.Path, Is.EqualTo(Beach));
        Assert.That(_folder.FileNames(), Is.EqualTo(new[] { $"{Id}.json" }));
    }
}
