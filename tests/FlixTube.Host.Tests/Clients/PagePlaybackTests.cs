using FlixTube.Testing.Programs;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FlixTube.Host.Tests.Clients;

internal sealed class PagePlaybackTests : PageFixture
{
    [Test]
    public async Task The_page_lists_the_sample_and_plays_it()
    {
        await OpenAsync(Repository.SampleVideo);

        await Expect(Page.Locator("#storage")).ToHaveTextAsync("Served by video-storage (file)");
        await Link(TestVideos.SampleName).ClickAsync();

        await PlayedPastAsync(0.5);
        await PlayerIsAsync("player.videoWidth === 1280 && player.videoHeight === 720 && Math.abs(player.duration - 10) < 0.5");
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = TestVideos.SampleName })).ToBeVisibleAsync();
        await Expect(Page).ToHaveTitleAsync($"{TestVideos.SampleName} · FlixTube");
    }

    [Test]
    public async Task A_seek_asks_for_the_middle_of_the_video_only()
    {
        var folder = PathOf("long");
        Directory.CreateDirectory(folder);
        var video = await TestVideos.LoopedSampleAsync(Path.Combine(folder, "long.mp4"), times: 40);
        await OpenAsync(video);
        await PlayerIsAsync("player.readyState >= player.HAVE_METADATA");
        var length = new FileInfo(video).Length;

        var seeked = Page.EvaluateAsync("() => new Promise(done => document.querySelector('video').addEventListener('seeked', done, { once: true }))");
        var response = await Page.RunAndWaitForResponseAsync(
            () => Page.EvaluateAsync("() => { const player = document.querySelector('video'); player.currentTime = player.duration / 2; }"),
            response => FirstByteOf(response) > length / 4 && FirstByteOf(response) < length * 3 / 4);
        await seeked;

        Assert.That(response.Status, Is.EqualTo(206));
        await PlayerIsAsync("Math.abs(player.currentTime - 200) < 1 && !player.seeking");
    }

    [Test]
    public async Task A_deep_link_opens_its_video()
    {
        var other = await TestVideos.LoopedSampleAsync(PathOf("zz-other.mp4"), times: 2);
        await OpenAsync(Repository.SampleVideo, other);
        var address = await Link("zz-other.mp4").GetAttributeAsync("href");

        await Page.GotoAsync("about:blank");
        await ReloadAsync(address!);

        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "zz-other.mp4" })).ToBeVisibleAsync();
        await Expect(Link("zz-other.mp4")).ToHaveAttributeAsync("aria-current", "true");
        await PlayerIsAsync("Math.abs(player.duration - 20) < 0.5");
    }

    [Test]
    public async Task A_deep_link_to_nothing_says_so()
    {
        ExpectedErrors.Add("status of 404");
        await OpenAsync(Repository.SampleVideo);

        await Page.GotoAsync("about:blank");
        await ReloadAsync("#0123456789abcdef01234567");

        await Expect(Alert).Not.ToBeEmptyAsync();
        await Expect(Link(TestVideos.SampleName)).ToBeVisibleAsync();
    }

    [Test]
    public async Task The_keyboard_is_enough_to_choose_a_video()
    {
        await OpenAsync(Repository.SampleVideo);
        await Expect(Link(TestVideos.SampleName)).ToBeVisibleAsync();

        await Link(TestVideos.SampleName).FocusAsync();
        await Page.Keyboard.PressAsync("Enter");

        await PlayedPastAsync(0.2);
    }

    [Test]
    public async Task A_choice_made_while_the_page_still_opens_its_first_video_plays()
    {
        await OpenAsync(Repository.SampleVideo);
        await Expect(Link(TestVideos.SampleName)).ToBeVisibleAsync();

        // The description of the first video, asked for on opening, comes last.
        var asked = 0;
        var released = new TaskCompletionSource();
        await Page.RouteAsync("**/videos/*", async route =>
        {
            if (Interlocked.Increment(ref asked) == 1)
                await released.Task;

            await route.ContinueAsync();
        });
        await Page.ReloadAsync();
        await Link(TestVideos.SampleName).ClickAsync();
        await PlayedPastAsync(0.2);
        released.SetResult();

        await PlayedPastAsync(1);
    }

    [Test]
    public async Task A_video_opened_by_its_own_address_plays()
    {
        await OpenAsync(Repository.SampleVideo);

        await Page.GotoAsync(Host.VideoUri(TestVideos.SampleName).AbsoluteUri);

        await PlayedPastAsync(0.2);
    }

    [Test]
    public async Task An_empty_store_is_explained()
    {
        await OpenAsync();

        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "No videos yet" })).ToBeVisibleAsync();
        await Expect(Player).ToBeHiddenAsync();
    }

    [Test]
    public async Task What_is_not_a_video_is_said_to_be_unplayable()
    {
        var file = PathOf("words.mp4");
        await File.WriteAllTextAsync(file, "These are words.");

        await OpenAsync(file);

        await Expect(Alert).ToContainTextAsync("cannot play");
    }

    [Test]
    public async Task More_videos_than_fit_a_page_are_loaded_on_request()
    {
        var files = Enumerable.Range(0, 130).Select(number => PathOf($"video-{number:000}.mp4")).ToArray();
        foreach (var file in files)
            File.Copy(Repository.SampleVideo, file);
        await OpenAsync(files);
        var items = Page.Locator("#videos li");
        await Expect(items).ToHaveCountAsync(100);

        await Page.GetByRole(AriaRole.Button, new() { Name = "Load more" }).ClickAsync();

        await Expect(items).ToHaveCountAsync(130);
        await Expect(Page.GetByRole(AriaRole.Button, new() { Name = "Load more" })).ToBeHiddenAsync();
    }

    private static long FirstByteOf(IResponse response) =>
        response.Headers.TryGetValue("content-range", out var range) && range.StartsWith("bytes ", StringComparison.Ordinal)
            ? long.Parse(range["bytes ".Length..].Split('-')[0])
            : 0;
}
