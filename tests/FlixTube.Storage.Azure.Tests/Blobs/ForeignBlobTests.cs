using Azure.Storage.Blobs.Models;

namespace FlixTube.Storage.Azure.Tests.Blobs;

internal sealed class ForeignBlobTests
{
    private static readonly VideoPath Path = VideoPath.Parse("foreign/video.mp4");

    private TestContainer _container = null!;
    private AzureVideoStore _store = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _container = await TestContainer.CreateAsync();
        _store = new AzureVideoStore(_container.Options);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await _store.DisposeAsync();
        await _container.DisposeAsync();
    }

    [Test]
    public async Task Metadata_of_other_programs_is_read_where_it_is_allowed_and_passed_over_where_not()
    {
        await UploadAsync(new()
        {
            ["Title"] = "A%20day",
            ["length_in_seconds"] = "12",
            ["_private"] = "1",
            ["broken"] = "%00",
            ["content_sha256"] = "no hash",
        });

        var video = await _store.GetPropertiesAsync(Path);

        Assert.That(video.Metadata, Is.EqualTo(new VideoMetadata([new("title", "A day"), new("length-in-seconds", "12")])));
        Assert.That(video.ContentHash, Is.Null);
    }

    [Test]
    public async Task Metadata_that_other_programs_spoilt_is_passed_over()
    {
        await UploadAsync(new() { ["video_metadata"] = "title=a&&=b&c&BAD=d&other=e=f" });

        Assert.That((await _store.GetPropertiesAsync(Path)).Metadata, Is.EqualTo(new VideoMetadata([new("title", "a"), new("other", "e=f")])));
    }

    [Test]
    public async Task Metadata_of_other_programs_that_is_more_than_is_allowed_is_passed_over()
    {
        await UploadAsync(new() { ["a"] = new string('v', 1000), ["b"] = new string('v', 1000) });

        Assert.That((await _store.GetPropertiesAsync(Path)).Metadata, Is.Empty);
    }

    [Test]
    public async Task A_video_with_a_snapshot_can_be_deleted()
    {
        await UploadAsync([]);
        await _container.Client.GetBlobClient(Path.Value).CreateSnapshotAsync();

        await _store.DeleteAsync(Path);

        Assert.That(await _store.FindPropertiesAsync(Path), Is.Null);
    }

    private async Task UploadAsync(Dictionary<string, string> metadata) => await _container.Client
        .GetBlobClient(Path.Value)
        .UploadAsync(BinaryData.FromString("content"), new BlobUploadOptions { Metadata = metadata });
}
