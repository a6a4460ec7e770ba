using System.Net;
using System.Text.Json;
using FlixTube.Catalog;
using FlixTube.Storage;
using Microsoft.Extensions.DependencyInjection;
using Moq;

namespace FlixTube.Host.Tests.Library;

[TestFixture(1)]
[TestFixture(2)]
internal sealed class VideoShelfTests(int hosts)
{
    private RunningHost _host = null!;

    [SetUp]
    public void Start() => _host = RunningHost.Start(hosts);

    [TearDown]
    public async Task Stop() => await _host.DisposeAsync();

    private async Task<JsonElement> GetAsync(string url) => JsonDocument.Parse(await _host.Client.GetStringAsync(url)).RootElement;

    private async Task<string?[]> PathsAsync() =>
        [.. (await GetAsync("/videos")).GetProperty("videos").EnumerateArray().Select(v => v.GetProperty("path").GetString())];

    private void CopyIn(string path, int length = 3)
    {
        var file = Path.Combine(_host.Videos, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, new byte[length]);
    }

    [Test]
    public async Task An_empty_store_lists_nothing()
    {
        var page = await GetAsync("/videos");
        Assert.That(page.GetProperty("videos").GetArrayLength(), Is.Zero);
        Assert.That(page.GetProperty("nextPageToken").ValueKind, Is.EqualTo(JsonValueKind.Null));
    }

    [Test]
    public async Task A_video_that_somebody_copied_into_the_folder_appears_plays_and_keeps_its_id()
    {
        CopyIn("series/one.mp4");

        var video = (await GetAsync("/videos")).GetProperty("videos")[0];
        Assert.That(video.GetProperty("path").GetString(), Is.EqualTo("series/one.mp4"));
        var id = video.GetProperty("id").GetString();
        Assert.That(await _host.Client.GetByteArrayAsync($"/video?id={id}"), Has.Length.EqualTo(3));

        await using var another = new RunningHost(new() { ["VideoStorage:File:Root"] = _host.Videos });
        Assert.That((await another.Client.GetAsync($"/videos/{id}")).StatusCode, Is.EqualTo(HttpStatusCode.OK), "an id outlives the catalogue that gave it");
    }

    [Test]
    public async Task A_video_that_somebody_took_out_of_the_folder_disappears()
    {
        CopyIn("a.mp4");
        CopyIn("b.mp4");
        Assert.That(await PathsAsync(), Is.EqualTo(new[] { "a.mp4", "b.mp4" }));

        File.Delete(Path.Combine(_host.Videos, "a.mp4"));
        Assert.That(await PathsAsync(), Is.EqualTo(new[] { "b.mp4" }));
    }

    [Test]
    public async Task Pages_follow_one_another_to_the_end()
    {
        for (var i = 0; i < 25; i++)
            CopyIn($"{i:00}.mp4");

        var seen = new List<string?>();
        for (var url = "/videos?pageSize=10"; ;)
        {
            var page = await GetAsync(url);
            var videos = page.GetProperty("videos").EnumerateArray().Select(v => v.GetProperty("path").GetString()).ToList();
            Assert.That(videos, Has.Count.LessThanOrEqualTo(10));
            seen.AddRange(videos);
            if (page.GetProperty("nextPageToken").GetString() is not { } token)
                break;

            url = "/videos?pageSize=10&pageToken=" + Uri.EscapeDataString(token);
        }

        Assert.That(seen, Is.EqualTo(Enumerable.Range(0, 25).Select(i => $"{i:00}.mp4")));
    }

    [Test]
    public async Task A_deleted_video_is_gone_from_the_list_the_store_and_its_id()
    {
        CopyIn("a.mp4");
        var id = (await GetAsync("/videos")).GetProperty("videos")[0].GetProperty("id").GetString();

        Assert.That((await _host.Client.DeleteAsync($"/videos/{id}")).StatusCode, Is.EqualTo(HttpStatusCode.NoContent));

        Assert.That(await PathsAsync(), Is.Empty);
        Assert.That(File.Exists(Path.Combine(_host.Videos, "a.mp4")), Is.False);
        await ProblemAssert.IsProblemAsync(await _host.Client.GetAsync($"/video?id={id}"), HttpStatusCode.NotFound, "video-not-found");
        await ProblemAssert.IsProblemAsync(await _host.Client.DeleteAsync($"/videos/{id}"), HttpStatusCode.NotFound, "video-not-found");
    }

    [Test]
    public async Task A_video_whose_entry_is_gone_but_which_the_store_could_not_delete_is_found_and_can_be_deleted_again()
    {
        var path = VideoPath.Parse("a.mp4");
        var there = true;
        var fails = true;
        var store = new Mock<IVideoStore>();
        store.Setup(s => s.ListPageAsync(It.IsAny<ListOptions>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync(() => new VideoPage(there ? [new VideoListItem(path, 3, "e", default)] : [], null));
        store.Setup(s => s.GetPropertiesAsync(path, It.IsAny<CancellationToken>())).ReturnsAsync(() => there
            ? new VideoProperties { Path = path, Length = 3, ETag = "e", LastModified = default, ContentType = "video/mp4" }
            : throw VideoStoreException.NotFound(path));
        store.Setup(s => s.DeleteAsync(path, It.IsAny<DeleteOptions>(), It.IsAny<CancellationToken>())).Returns(() =>
        {
            there = fails;
            return fails ? Task.FromException(new VideoStoreException(VideoStoreError.Unavailable, "It is away.")) : Task.CompletedTask;
        });
        await using var host = new RunningHost(services: services => services.AddKeyedSingleton(VideoStorage.ServiceName, store.Object));
        var id = VideoId.ForPath(path);
        Assert.That((await host.Client.GetAsync($"/videos/{id}")).StatusCode, Is.EqualTo(HttpStatusCode.OK));

        await ProblemAssert.IsProblemAsync(await host.Client.DeleteAsync($"/videos/{id}"), HttpStatusCode.ServiceUnavailable, "store-unavailable");
        fails = false;

        Assert.That((await host.Client.DeleteAsync($"/videos/{id}")).StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That(there, Is.False);
        await ProblemAssert.IsProblemAsync(await host.Client.GetAsync($"/videos/{id}"), HttpStatusCode.NotFound, "video-not-found");
    }

    [Test]
    public async Task The_store_that_serves_is_named_without_its_settings()
    {
        Assert.That(await _host.Client.GetStringAsync("/storage"), Does.StartWith($$"""{"name":"video-storage","provider":"{{(hosts == 1 ? "file" : "http")}}",""").And.Not.Contain("videos"));
    }
}
