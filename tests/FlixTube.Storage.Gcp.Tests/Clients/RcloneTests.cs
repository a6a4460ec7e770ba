using System.Text.Json;
using FlixTube.Storage.Gcp.Tests.Servers;
using FlixTube.Testing.Programs;

namespace FlixTube.Storage.Gcp.Tests.Clients;

/// <summary>A client that others wrote reads what we write, and we read what it writes.</summary>
[TestFixture]
public sealed class RcloneTests
{
    private TestStore _store = null!;
    private TemporaryFolder _folder = null!;

    private static IEnumerable<string> Names => ["a.mp4", "films/a b+c%20&=.webm", "Ünïcode/😀.mp4"];

    [SetUp]
    public async Task StartAsync()
    {
        _store = await TestStore.StartAsync();
        _folder = new TemporaryFolder();
    }

    [TearDown]
    public async Task StopAsync()
    {
        _folder?.Dispose();
        await (_store?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    [Test]
    public async Task Rclone_lists_and_reads_what_we_write()
    {
        var contents = Names.Select((name, i) => (Name: name, Content: TestStore.Content((i * TestStore.PartLength) + 10, seed: i))).ToList();
        foreach (var (name, content) in contents)
            await _store.WriteAsync(name, content);

        var listed = JsonDocument.Parse(await RcloneAsync("lsjson", "-R", "--files-only", "--hash", Remote())).RootElement.EnumerateArray()
            .ToDictionary(file => file.GetProperty("Path").GetString()!, file => (Size: file.GetProperty("Size").GetInt64(), Type: file.GetProperty("MimeType").GetString()));
        await RcloneAsync("copy", Remote(), _folder.FullPath);

        Assert.That(listed.Keys, Is.EquivalentTo(Names));
        foreach (var (name, content) in contents)
        {
            Assert.That(listed[name], Is.EqualTo((content.LongLength, VideoContentType.FromName(VideoPath.Parse(name)))));
            Assert.That(await File.ReadAllBytesAsync(_folder.PathOf(name.Split('/'))), Is.EqualTo(content));
        }
    }

    [Test]
    public async Task We_list_and_read_what_rclone_writes()
    {
        var contents = Names.Select((name, i) => (Name: name, Content: TestStore.Content((i * 300_000) + 10, seed: i))).ToList();
        foreach (var (name, content) in contents)
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(_folder.PathOf(name.Split('/')))!);
            await File.WriteAllBytesAsync(_folder.PathOf(name.Split('/')), content);
        }

        await RcloneAsync("copy", _folder.FullPath, Remote());

        var videos = (await _store.Store.ListPageAsync()).Videos;
        Assert.That(videos.Select(v => v.Path.Value), Is.EquivalentTo(Names));
        foreach (var (name, content) in contents)
        {
            var properties = await _store.Store.GetPropertiesAsync(VideoPath.Parse(name));
            Assert.That(await _store.ReadAsync(name), Is.EqualTo(content));
            Assert.That(properties.ContentType, Is.EqualTo(VideoContentType.FromName(VideoPath.Parse(name))));
            Assert.That(properties.ContentHash, Is.Null, "nobody told it");
        }
    }

    private string Remote() => $":googlecloudstorage:{_store.Bucket}";

    private Task<string> RcloneAsync(params string[] arguments) => Command.OutputOfAsync(
        Tool.Require("rclone", "apt-get install rclone"),
        [
            "--config", _folder.PathOf("..", "no-such-rclone.conf"),
            "--gcs-anonymous",
            "--gcs-endpoint", $"{_store.Proxy.Address}storage/v1/",
            "--gcs-bucket-policy-only",
            "--retries", "1",
            "-q",
            .. arguments,
        ]);
}
