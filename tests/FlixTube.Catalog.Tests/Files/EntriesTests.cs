using FlixTube.Catalog.Tests.Support;
using FlixTube.Storage;

namespace FlixTube.Catalog.Tests.Files;

internal sealed class EntriesTests
{
    private static readonly VideoPath Beach = Given.Path("holiday/beach.mp4");

    private CatalogFolder _folder;

    [SetUp]
    public void MakeFolder() => _folder = new();

    [TearDown]
    public void DeleteFolder() => _folder.Dispose();

    [Test]
    public async Task A_new_catalogue_is_empty_and_makes_no_folder()
    {
        var catalog = _folder.Open();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await catalog.FindAsync(VideoId.ForPath(Beach)), Is.Null);
            Assert.That(await catalog.FindByPathAsync(Beach), Is.Null);
            Assert.That((await catalog.ListPageAsync()).Videos, Is.Empty);
            Assert.That(await catalog.RemoveAsync(VideoId.ForPath(Beach)), Is.False);
            Assert.That(Directory.Exists(_folder.Root), Is.False);
        }
    }

    [Test]
    public async Task A_registered_video_is_found_by_its_id_and_by_its_path()
    {
        var catalog = _folder.Open();

        var (video, created) = await catalog.RegisterAsync(Beach);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(created, Is.True);
            Assert.That((video.Id, video.Path), Is.EqualTo((VideoId.ForPath(Beach), Beach)));
            Assert.That(video.RegisteredAt, Is.EqualTo(_folder.Time.GetUtcNow()).Within(TimeSpan.FromMilliseconds(1)));
            Assert.That(await catalog.FindAsync(video.Id), Is.EqualTo(video));
            Assert.That(await catalog.FindByPathAsync(Beach), Is.EqualTo(video));
        }
    }

    [Test]
    public async Task An_entry_survives_a_restart_unchanged()
    {
        var (video, _) = await _folder.Open().RegisterAsync(Beach);

        Assert.That(await _folder.Open().FindAsync(video.Id), Is.EqualTo(video));
    }

    [Test]
    public async Task A_path_that_has_an_entry_keeps_it()
    {
        var catalog = _folder.Open();
        var (video, _) = await catalog.RegisterAsync(Beach);
        _folder.Time.Advance(TimeSpan.FromHours(1));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await catalog.RegisterAsync(Beach), Is.EqualTo(new CatalogRegistration(video, Created: false)));
            Assert.That(await _folder.Open().RegisterAsync(Beach), Is.EqualTo(new CatalogRegistration(video, Created: false)));
        }
    }

    [Test]
    public async Task A_removed_entry_is_gone_also_after_a_restart()
    {
        var catalog = _folder.Open();
        var (video, _) = await catalog.RegisterAsync(Beach);

        Assert.That(await catalog.RemoveAsync(video.Id), Is.True);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await catalog.RemoveAsync(video.Id), Is.False);
            Assert.That(await catalog.FindAsync(video.Id), Is.Null);
            Assert.That(await catalog.FindByPathAsync(Beach), Is.Null);
            Assert.That(await _folder.Open().FindAsync(video.Id), Is.Null);
            Assert.That(_folder.FileNames(), Is.Empty);
        }
    }

    [Test]
    public async Task A_path_gets_its_old_id_again()
    {
        var catalog = _folder.Open();
        var (first, _) = await catalog.RegisterAsync(Beach);
        await catalog.RemoveAsync(first.Id);

        var (second, created) = await catalog.RegisterAsync(Beach);

        Assert.That((second.Id, created), Is.EqualTo((first.Id, true)));
    }

    [Test]
    public async Task A_path_whose_id_is_taken_gets_another_that_is_always_the_same()
    {
        _folder.Put($"{VideoId.ForPath(Beach)}.json", """{ "path": "renamed.mp4" }""");

        var (video, created) = await _folder.Open().RegisterAsync(Beach);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(created, Is.True);
            Assert.That(video.Id.ToString(), Is.EqualTo("76db7270c6e51a86dba4234f"));
            Assert.That((await _folder.Open().FindAsync(VideoId.ForPath(Beach)))?.Path, Is.EqualTo(Given.Path("renamed.mp4")));
            Assert.That((await _folder.Open().FindAsync(video.Id))?.Path, Is.EqualTo(Beach));
        }
    }

    [Test]
    public async Task A_document_can_be_read_by_a_person()
    {
        var (video, _) = await _folder.Open().RegisterAsync(Given.Path("Größe/<映画> \"x\" & y.mp4"));

        Assert.That(
            await File.ReadAllTextAsync(_folder.FileOf(video.Id)),
            Does.Match("^{\n  \"path\": \"Größe/<映画> \\\\\"x\\\\\" & y.mp4\",\n  \"registeredAt\": \"[-0-9T:.]+\\+00:00\"\n}\n$"));
    }

    [Test]
    public async Task The_default_id_and_path_are_refused()
    {
        var catalog = _folder.Open();

        await Assert.ThatAsync(() => catalog.FindAsync(default), Throws.ArgumentException);
        await Assert.ThatAsync(() => catalog.RemoveAsync(default), Throws.ArgumentException);
        await Assert.ThatAsync(() => catalog.FindByPathAsync(default), Throws.ArgumentException);
        await Assert.ThatAsync(() => catalog.RegisterAsync(default), Throws.ArgumentException);
    }

    [Test]
    public async Task A_call_that_is_cancelled_before_it_begins_does_nothing()
    {
        var catalog = _folder.Open();
        var (video, _) = await catalog.RegisterAsync(Given.Path("kept.mp4"));
        var cancelled = new CancellationToken(canceled: true);

        await Assert.ThatAsync(() => catalog.RegisterAsync(Beach, cancelled), Throws.InstanceOf<OperationCanceledException>());
        await Assert.ThatAsync(() => catalog.RemoveAsync(video.Id, cancellationToken: cancelled), Throws.InstanceOf<OperationCanceledException>());
        await Assert.ThatAsync(() => catalog.FindAsync(video.Id, cancelled), Throws.InstanceOf<OperationCanceledException>());
        await Assert.ThatAsync(() => catalog.FindByPathAsync(Beach, cancelled), Throws.InstanceOf<OperationCanceledException>());
        await Assert.ThatAsync(() => catalog.ListPageAsync(new() { PageSize = 1 }, cancelled), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(_folder.FileNames(), Is.EqualTo(new[] { $"{video.Id}.json" }));
    }

    [Test]
    public async Task Of_many_registrations_of_one_path_at_once_exactly_one_creates()
    {
        var catalog = _folder.Open();

        var registrations = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(() => catalog.RegisterAsync(Beach))));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(registrations.Count(r => r.Created), Is.EqualTo(1));
            Assert.That(registrations.Select(r => r.Video).Distinct().Count(), Is.EqualTo(1));
        }
    }

    [Test]
    public async Task Calls_of_many_threads_leave_what_they_say_they_leave()
    {
        var catalog = _folder.Open();
        var paths = Enumerable.Range(0, 40).Select(i => Given.Path($"video {i}.mp4")).ToArray();

        await Task.WhenAll(paths.Select((path, i) => Task.Run(async () =>
        {
            var (video, _) = await catalog.RegisterAsync(path);
            Assert.That(await catalog.FindAsync(video.Id), Is.EqualTo(video));
            Assert.That((await catalog.ListPageAsync()).Videos, Does.Contain(video));
            if (i % 2 == 0)
                Assert.That(await catalog.RemoveAsync(video.Id), Is.True);
        })));

        var left = paths.Where((_, i) => i % 2 != 0).Order().ToArray();
        using (Assert.EnterMultipleScope())
        {
            Assert.That((await catalog.ListPageAsync()).Videos.Select(v => v.Path), Is.EqualTo(left));
            Assert.That((await _folder.Open().ListPageAsync()).Videos.Select(v => v.Path), Is.EqualTo(left));
        }
    }
}
