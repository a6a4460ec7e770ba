using FlixTube.Testing.Programs;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FlixTube.Host.Tests.Clients;

internal sealed class PageUploadTests : PageFixture
{
    [Test]
    public async Task An_uploaded_video_is_listed_and_plays()
    {
        await OpenAsync(Repository.SampleVideo);
        var video = PathOf("made by ffmpeg.mp4");
        await Command.OutputOfAsync(
            TestVideos.Ffmpeg,
            ["-v", "error", "-f", "lavfi", "-i", "testsrc=size=320x180:rate=10:duration=4", "-pix_fmt", "yuv420p", video]);

        await UploadAsync(video, "trips/made by ffmpeg.mp4");

        await Expect(Status).ToContainTextAsync("Uploaded “trips/made by ffmpeg.mp4”.");
        await Expect(Link("trips/made by ffmpeg.mp4")).ToHaveAttributeAsync("aria-current", "true");
        await PlayedPastAsync(0.3);
        await PlayerIsAsync("player.videoWidth === 320");
        await Expect(Page.Locator("progress")).ToHaveJSPropertyAsync("value", 1);
        var stored = await Host.Client.GetByteArrayAsync(Host.VideoUri("trips/made by ffmpeg.mp4"));
        Assert.That(stored, Is.EqualTo(await File.ReadAllBytesAsync(video)));
    }

    [Test]
    public async Task The_progress_bar_moves_and_a_cancelled_upload_leaves_nothing()
    {
        await OpenAsync(Repository.SampleVideo);
        var video = await TestVideos.LoopedSampleAsync(PathOf("long.mp4"), times: 8);
        await LimitUploadsAsync(bytesPerSecond: 1 << 20);

        await UploadAsync(video);
        await Page.WaitForFunctionAsync("() => { const value = document.querySelector('progress').value; return value > 0.1 && value < 1; }");
        await Expect(Page.Locator("#sent")).ToContainTextAsync(" of 7.6 MiB");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();

        await Expect(Status).ToHaveTextAsync("Cancelled.");
        await Expect(Page.Locator("progress")).ToBeHiddenAsync();
        await ReloadAsync();
        await Expect(Page.Locator("#videos li")).ToHaveCountAsync(1);
    }

    [Test]
    public async Task A_taken_name_is_replaced_only_when_the_user_says_so()
    {
        ExpectedErrors.Add("status of 412");
        var other = await TestVideos.LoopedSampleAsync(PathOf("other.mp4"), times: 2);
        await OpenAsync(Repository.SampleVideo);
        await PlayerIsAsync("Math.abs(player.duration - 10) < 0.5");

        await UploadAsync(other, TestVideos.SampleName);
        var question = Page.GetByRole(AriaRole.Dialog);
        await Expect(question).ToContainTextAsync($"“{TestVideos.SampleName}” exists already.");
        await question.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await Expect(Status).ToHaveTextAsync("Cancelled.");
        Assert.That(await LengthOfSampleAsync(), Is.EqualTo(new FileInfo(Repository.SampleVideo).Length));

        await UploadAsync(other, TestVideos.SampleName);
        await question.GetByRole(AriaRole.Button, new() { Name = "Replace" }).ClickAsync();
        await Expect(Status).ToContainTextAsync("Uploaded");
        Assert.That(await LengthOfSampleAsync(), Is.EqualTo(new FileInfo(other).Length));
        await PlayerIsAsync("Math.abs(player.duration - 20) < 0.5");
        await PlayedPastAsync(0.2);
    }

    [Test]
    public async Task A_refused_name_is_explained_in_the_servers_words()
    {
        ExpectedErrors.Add("status of 400");
        await OpenAsync(Repository.SampleVideo);

        await UploadAsync(Repository.SampleVideo, "../up.mp4");

        await Expect(Alert).Not.ToBeEmptyAsync();
        await Expect(Page.GetByLabel("Video file")).ToBeVisibleAsync();
    }

    [Test]
    public async Task A_video_is_deleted_only_when_the_user_says_so()
    {
        var other = await TestVideos.LoopedSampleAsync(PathOf("other.mp4"), times: 1);
        await OpenAsync(Repository.SampleVideo, other);
        var delete = Page.GetByRole(AriaRole.Button, new() { Name = $"Delete {TestVideos.SampleName}" });
        var question = Page.GetByRole(AriaRole.Dialog);

        await delete.ClickAsync();
        await question.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await Expect(question).ToBeHiddenAsync();
        Assert.That(File.Exists(Path.Combine(Host.Videos, TestVideos.SampleName)), Is.True);

        await delete.ClickAsync();
        await question.GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await Expect(Status).ToHaveTextAsync($"Deleted “{TestVideos.SampleName}”.");
        await Expect(Page.Locator("#videos li")).ToHaveCountAsync(1);
        Assert.That(File.Exists(Path.Combine(Host.Videos, TestVideos.SampleName)), Is.False);
    }

    private async Task<long?> LengthOfSampleAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, Host.VideoUri(TestVideos.SampleName));
        using var response = await Host.Client.SendAsync(request);
        return response.Content.Headers.ContentLength;
    }

    private async Task LimitUploadsAsync(int bytesPerSecond)
    {
        var session = await Page.Context.NewCDPSessionAsync(Page);
        await session.SendAsync("Network.enable");
        await session.SendAsync("Network.emulateNetworkConditions", new Dictionary<string, object>
        {
            ["offline"] = false,
            ["latency"] = 0,
            ["downloadThroughput"] = -1,
            ["uploadThroughput"] = bytesPerSecond,
        });
    }
}
