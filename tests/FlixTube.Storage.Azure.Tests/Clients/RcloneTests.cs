using System.Security.Cryptography;
using FlixTube.Testing.Programs;
using FlixTube.Testing.Servers.Azurite;

namespace FlixTube.Storage.Azure.Tests.Clients;

/// <summary>Another program's view of what the store keeps, and the store's of what another program wrote.</summary>
internal sealed class RcloneTests
{
    private static readonly string[] Names = ["plain.mp4", "folder/a b#?%+&.webm", "Ünïcode 🎬/视频.mp4"];

    private string _rclone = null!;
    private TestContainer _container = null!;
    private AzureVideoStore _store = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _rclone = Tool.Require("rclone", "apt-get install rclone");
        _container = await TestContainer.CreateAsync();
        _container.Options.PartSizeBytes = AzureStoreOptions.MinPartSizeBytes;
        _store = new AzureVideoStore(_container.Options);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (_container is null)
            return;

        await _store.DisposeAsync();
        await _container.DisposeAsync();
    }

    [TestCaseSource(nameof(Names))]
    public async Task Rclone_lists_and_reads_what_the_store_wrote(string name)
    {
        using var folder = new TemporaryFolder();
        var bytes = RandomNumberGenerator.GetBytes(200_000);
        await _store.WriteAsync(VideoPath.Parse($"ours/{name}"), new MemoryStream(bytes));

        var listed = await RcloneAsync("lsf", "--recursive", "--files-only", "--format", "psm", "--separator", "|", Remote("ours"));
        await RcloneAsync("copyto", Remote($"ours/{name}"), folder.PathOf("copy"));

        Assert.That(listed.Split('\n'), Does.Contain($"{name}|200000|{VideoContentType.FromName(VideoPath.Parse(name))}"));
        Assert.That(await File.ReadAllBytesAsync(folder.PathOf("copy")), Is.EqualTo(bytes));
    }

    [TestCaseSource(nameof(Names))]
    public async Task The_store_lists_and_reads_what_rclone_wrote(string name)
    {
        using var folder = new TemporaryFolder();
        var bytes = RandomNumberGenerator.GetBytes(200_000);
        await File.WriteAllBytesAsync(folder.PathOf(Path.GetFileName(name)), bytes);
        await RcloneAsync("copyto", folder.PathOf(Path.GetFileName(name)), Remote($"theirs/{name}"));
        var path = VideoPath.Parse($"theirs/{name}");

        using var read = new MemoryStream();
        var video = await _store.ReadToAsync(path, read);

        Assert.That(read.ToArray(), Is.EqualTo(bytes));
        Assert.That(video.ContentType, Is.EqualTo(VideoContentType.FromName(path)));
        Assert.That((await _store.ListPageAsync(new() { Prefix = path.Value })).Videos.Single().ETag, Is.EqualTo(video.ETag));
    }

    private string Remote(string path) => $":azureblob:{_container.Options.Container}/{path}";

    private async Task<string> RcloneAsync(params string[] arguments)
    {
        var server = await SharedAzurite.GetAsync();
        return await Command.OutputOfAsync(
            _rclone,
            [
                .. arguments, "--config", "/dev/null", "--azureblob-account", AzuriteServer.AccountName, "--azureblob-key", AzuriteServer.AccountKey,
                "--azureblob-endpoint", server.ServiceUri.AbsoluteUri, "--azureblob-use-emulator", "--retries", "1", "--low-level-retries", "1",
            ]);
    }
}
