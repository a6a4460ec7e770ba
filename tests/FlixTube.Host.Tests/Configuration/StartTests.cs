using FlixTube.Testing.Hosts;
using FlixTube.Testing.Programs;

namespace FlixTube.Host.Tests.Configuration;

internal sealed class StartTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [TestCase("VideoStorage:Provider", "floppy", "file")]
    [TestCase("VideoStorage:File:Root", "/dev/null/videos", "'/dev/null/videos' cannot be created")]
    [TestCase("VideoStorage:File:Root", "/dev/null", "VideoStorage:File:Root is '/dev/null'")]
    [TestCase("Catalog:Provider", "floppy", "file")]
    [TestCase("Catalog:Discovery:Interval", "soon", "Catalog:Discovery:Interval")]
    [TestCase("Access:JwtKey", "short", "32 bytes")]
    [TestCase("JWT_KEY", "short", "JWT_KEY")]
    [TestCase("Upload:MaxBytes", "-1", "Upload:MaxBytes")]
    [TestCase("Upload:MaxBytes", "much", "Upload:MaxBytes")]
    [TestCase("Limits:DrainTime", "-00:00:01", "Limits:DrainTime")]
    [TestCase("Limits:RequestTime", "00:00:00", "Limits:RequestTime")]
    [TestCase("Streaming:MaxConcurrentStreams", "0", "Streaming:MaxConcurrentStreams")]
    [TestCase("Streaming:ViewerIdleTimeout", "later", "Streaming:ViewerIdleTimeout")]
    [TestCase("Viewed:Http:BaseAddress", "history", "Viewed:Http:BaseAddress")]
    [TestCase("RABBIT", "guest:secret@rabbit:5672", "RABBIT")]
    [TestCase("Viewed:RabbitMQ:Mode", "everyone", "Viewed:RabbitMQ:Mode")]
    [TestCase("Viewed:Outbox:MaxBytes", "1", "Viewed:Outbox:MaxBytes")]
    public async Task A_wrong_setting_keeps_the_host_from_starting_and_is_named_in_a_sentence(string key, string value, string named)
    {
        using var folder = new TemporaryFolder();
        await using var host = HostProcess.Launch(folder, "http://127.0.0.1:0", new Dictionary<string, string> { [key] = value });

        Assert.That(await host.ExitAsync(Limit), Is.EqualTo(1));
        Assert.That(host.Transcript, Does.Contain(named));
        Assert.That(host.Transcript, Does.Not.Contain("   at "), "no stack trace");
    }

    [TestCase("FlixTube.Host")]
    [TestCase("FlixTube.History")]
    public async Task A_start_does_not_take_longer_where_there_are_many_folders(string project)
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.PathOf("some", "folders"));
        await using var service = await HostProcess.StartServiceAsync(project, folder: folder);

        Assert.That(WatchesOf(service.Process.Id), Is.Zero, "each of the folders that are watched, at any depth, takes time and one of the system's watches");
    }

    [Test]
    public async Task The_port_of_the_book_is_where_the_host_listens()
    {
        using var folder = new TemporaryFolder();
        await using var refused = HostProcess.Launch(folder, urls: null, new Dictionary<string, string> { ["PORT"] = "eighty" });
        Assert.That(await refused.ExitAsync(Limit), Is.EqualTo(1));
        Assert.That(refused.Transcript, Does.Contain("PORT is 'eighty'"));

        await using var host = HostProcess.Launch(folder, urls: null, new Dictionary<string, string> { ["PORT"] = "0" });
        var line = await host.LineAsync(static line => line.Contains("Now listening on", StringComparison.Ordinal), Limit);
        Assert.That(line, Does.Match(@"http://\[::\]:\d+"), "on all addresses, as a container needs it");
    }

    // proc(5): what inotify watches is a line each, for one of the files that a process has open.
    private static int WatchesOf(int process) =>
        Directory.EnumerateFiles($"/proc/{process}/fdinfo").Sum(file => File.ReadLines(file).Count(line => line.StartsWith("inotify", StringComparison.Ordinal)));
}
