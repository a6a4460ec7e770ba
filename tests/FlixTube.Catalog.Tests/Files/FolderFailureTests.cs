using FlixTube.Catalog.Files;
using FlixTube.Catalog.Tests.Support;
using FlixTube.Storage;

namespace FlixTube.Catalog.Tests.Files;

internal sealed class FolderFailureTests
{
    private static readonly VideoPath Beach = Given.Path("beach.mp4");

    private CatalogFolder _folder;

    [SetUp]
    public void MakeFolder() => _folder = new();

    [TearDown]
    public void DeleteFolder() => _folder.Dispose();

    // The kernel lets nobody, root neither, make a file or a folder there.
    [TestCase("/sys/kernel", TestName = "A_folder_that_cannot_be_written_refuses_new_entries")]
    [TestCase("/sys/flixtube-catalog", TestName = "A_folder_that_cannot_be_made_refuses_new_entries")]
    [Platform("Linux")]
    public async Task A_folder_that_cannot_be_written_can_be_read_and_refuses_new_entries(string root)
    {
        var catalog = new FileVideoCatalog(new() { Root = root });

        Assert.That((await catalog.ListPageAsync()).Videos, Is.Empty);
        var refusal = await Assert.ThrowsAsync<VideoCatalogException>(() => catalog.RegisterAsync(Beach));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(refusal!.Error, Is.EqualTo(VideoCatalogError.PermissionDenied));
            Assert.That(refusal.Message, Does.Contain($"'{root}'").And.Contain("Catalog:File:Root"));
        }
    }

    [Test]
    public async Task A_file_in_the_place_of_the_folder_is_named()
    {
        File.WriteAllText(_folder.Root, "");
        var catalog = _folder.Open();

        foreach (var call in new Func<Task>[] { () => catalog.RegisterAsync(Beach), () => catalog.ListPageAsync(), () => catalog.FindByPathAsync(Beach) })
        {
            var failure = await Assert.ThrowsAsync<VideoCatalogException>(() => call());
            using (Assert.EnterMultipleScope())
            {
                Assert.That(failure!.Error, Is.EqualTo(VideoCatalogError.Unavailable));
                Assert.That(failure.Message, Does.Contain($"'{_folder.Root}' cannot be used: It is a file."));
            }
        }
    }

    [Test]
    public async Task A_folder_that_goes_while_running_is_reported_and_not_begun_anew()
    {
        var catalog = _folder.Open();
        var (video, _) = await catalog.RegisterAsync(Beach);
        Directory.Delete(_folder.Root, recursive: true);

        foreach (var call in new Func<Task>[] { () => catalog.ListPageAsync(), () => catalog.RegisterAsync(Given.Path("new")), () => catalog.RemoveAsync(video.Id) })
        {
            var failure = await Assert.ThrowsAsync<VideoCatalogException>(() => call());
            using (Assert.EnterMultipleScope())
            {
                Assert.That(failure!.Error, Is.EqualTo(VideoCatalogError.Unavailable));
                Assert.That(failure.Message, Does.Contain($"'{_folder.Root}' is gone"));
            }
        }

        Assert.That(await catalog.FindAsync(video.Id), Is.EqualTo(video), "What is known needs no folder.");
        Assert.That(Directory.Exists(_folder.Root), Is.False);
    }

    [Test]
    public async Task A_folder_that_comes_back_is_read_again()
    {
        var catalog = _folder.Open();
        var (video, _) = await catalog.RegisterAsync(Beach);
        Directory.Move(_folder.Root, _folder.Root + ".away");
        await Assert.ThrowsAsync<VideoCatalogException>(() => catalog.ListPageAsync());

        Directory.Move(_folder.Root + ".away", _folder.Root);

        Assert.That((await catalog.ListPageAsync()).Videos, Is.EqualTo(new[] { video }));
    }

    [TestCase(28, VideoCatalogError.Unavailable, "no room")]
    [TestCase(unchecked((int)0x80070070), VideoCatalogError.Unavailable, "no room")]
    [TestCase(30, VideoCatalogError.PermissionDenied, "refuses the access")]
    [TestCase(5, VideoCatalogError.Unavailable, "the disk's own words")]
    public void The_systems_numbers_become_sentences(int number, VideoCatalogError error, string words)
    {
        var cause = new IOException("the disk's own words", number);

        var failure = FolderFailure.Of(cause, "/data/catalog");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(failure.Error, Is.EqualTo(error));
            Assert.That(failure.Message, Does.Contain(words).And.Contain("'/data/catalog'"));
            Assert.That(failure.InnerException, Is.SameAs(cause));
        }
    }

    [TestCase("")]
    [TestCase(" ")]
    public void A_catalogue_without_a_folder_is_refused(string root) =>
        Assert.That(() => new FileVideoCatalog(new() { Root = root }), Throws.ArgumentException);
}
