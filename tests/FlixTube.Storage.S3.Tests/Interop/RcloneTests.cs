using System.Text.Json;
using FlixTube.Storage.S3.Tests.Support;
using FlixTube.Testing.Programs;
using FlixTube.Testing.Servers.Swift;

namespace FlixTube.Storage.S3.Tests.Interop;

/// <summary>An independent client sees what we write, and we see what it writes.</summary>
[TestFixture]
[NonParallelizable]
public sealed class RcloneTests
{
    private static readonly string[] Names = ["plain.mp4", "folder/ü + 100%.webm"];

    private ProxiedStore _proxied = null!;
    private TemporaryFolder _folder = null!;
    private TestEnvironment _environment = null!;
    private string _remote = "";

    [SetUp]
    public async Task OpenAsync()
    {
        // What a machine sets for Amazon must not reach rclone.
        _environment = new TestEnvironment(("AWS_CA_BUNDLE", null), ("AWS_PROFILE", null), ("AWS_CONFIG_FILE", "/nonexistent"));
        _folder = new TemporaryFolder();
        var server = await SwiftServers.PlainAsync();
        _proxied = await ProxiedStore.OpenAsync(server);
        _remote = $":s3,provider=Other,access_key_id='{SwiftServer.AccessKey}',secret_access_key='{SwiftServer.SecretKey}',"
            + $"endpoint='{server.Address.GetLeftPart(UriPartial.Authority)}',region=us-east-1,force_path_style=true,no_check_bucket=true:{_proxied.Bucket}";
    }

    [TearDown]
    public async Task CloseAsync()
    {
        if (_proxied is not null)
            await _proxied.DisposeAsync();
        _folder.Dispose();
        _environment.Dispose();
    }

    [Test]
    public async Task What_we_write_rclone_lists_and_reads_back()
    {
        await _proxied.Store.WriteAsync(VideoPath.Parse(Names[0]), new MemoryStream(Videos.Bytes(1000)));
        var content = Videos.Bytes(S3StoreOptions.MinPartSizeBytes + 1000, seed: 2);
        await _proxied.Store.WriteAsync(VideoPath.Parse(Names[1]), new MemoryStream(content));

        var listed = JsonDocument.Parse(await RcloneAsync("lsjson", "--recursive", "--files-only", _remote)).RootElement.EnumerateArray()
            .Select(file => (file.GetProperty("Path").GetString(), file.GetProperty("Size").GetInt64(), file.GetProperty("MimeType").GetString()));
        await RcloneAsync("copy", _remote, _folder.FullPath);

        Assert.That(listed, Is.EquivalentTo(new[] { (Names[0], 1000L, "video/mp4"), (Names[1], content.Length, "video/webm") }));
        Assert.That(await File.ReadAllBytesAsync(_folder.PathOf(Names[0])), Is.EqualTo(Videos.Bytes(1000)));
        Assert.That(await File.ReadAllBytesAsync(_folder.PathOf(Names[1])), Is.EqualTo(content));
    }

    [Test]
    public async Task What_rclone_writes_we_list_and_read()
    {
        Directory.CreateDirectory(_folder.PathOf("folder"));
        foreach (var name in Names)
            await File.WriteAllBytesAsync(_folder.PathOf(name), Videos.Bytes(5000, name.Length));

        await RcloneAsync("copy", "--s3-chunk-size", "5Mi", _folder.FullPath, _remote);

        Assert.That((await _proxied.Store.ListPageAsync()).Videos.Select(video => video.Path.Value), Is.EquivalentTo(Names));
        foreach (var name in Names)
        {
            using var bytes = new MemoryStream();
            var properties = await _proxied.Store.ReadToAsync(VideoPath.Parse(name), bytes);
            Assert.That(bytes.ToArray(), Is.EqualTo(Videos.Bytes(5000, name.Length)));
            Assert.That(properties.ContentType, Is.EqualTo(VideoContentType.FromName(VideoPath.Parse(name))));
        }
    }

    private static Task<string> RcloneAsync(params string[] arguments) =>
        Command.OutputOfAsync(Tool.Require("rclone", "apt-get install rclone"), ["--config", "/dev/null", .. arguments]);
}
