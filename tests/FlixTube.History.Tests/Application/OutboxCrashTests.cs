using FlixTube.Testing.Hosts;
using FlixTube.Testing.Programs;

namespace FlixTube.History.Tests.Application;

internal sealed class OutboxCrashTests
{
    [Test]
    public async Task Views_that_a_killed_host_could_not_tell_are_told_by_the_next()
    {
        using var folder = new TemporaryFolder();
        using var historyFolder = new TemporaryFolder();
        Directory.CreateDirectory(folder.PathOf("videos"));
        File.Copy(Repository.SampleVideo, folder.PathOf("videos", "a.mp4"));
        Uri address;
        await using (var history = await HostProcess.StartServiceAsync("FlixTube.History"))
            address = history.BaseAddress;

        // Nobody listens there now.
        var settings = new Dictionary<string, string> { ["Viewed:Http:BaseAddress"] = address.AbsoluteUri };
        await using (var streaming = await HostProcess.StartAsync(folder, settings))
        {
            for (var viewer = 0; viewer < 30; viewer++)
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, streaming.VideoUri("a.mp4"));
                request.Headers.TryAddWithoutValidation("User-Agent", $"viewer {viewer}");
                (await streaming.Client.SendAsync(request)).EnsureSuccessStatusCode();
            }

            await Eventually.IsTrueAsync(() => Task.FromResult(Kept(folder) == 30), "all are on disk");
            streaming.Process.Send(Signal.Kill);
        }

        await using var next = await HostProcess.StartAsync(folder, settings);
        await using var back = HostProcess.Run(
            historyFolder, ["--urls", address.AbsoluteUri], project: "FlixTube.History");
        using var client = new HttpClient { BaseAddress = address };
        await Eventually.IsTrueAsync(async () => await IsUpAsync(client), "it listens");

        Assert.That(await HistoryOf.AtLeastAsync(client, 30), Has.Count.EqualTo(30));
    }

    private static int Kept(TemporaryFolder folder) =>
        Directory.EnumerateFiles(folder.PathOf("outbox", "http"), "*.log").Sum(static file => File.ReadAllLines(file).Length);

    private static async Task<bool> IsUpAsync(HttpClient client)
    {
        try
        {
            return (await client.GetAsync("health/live")).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
