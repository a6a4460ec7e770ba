using FlixTube.Packages.Tests.Pages;
using FlixTube.Storage;
using FlixTube.Testing.Programs;

namespace FlixTube.Packages.Tests.Limitations;

internal sealed class LimitationsTests
{
    [Test]
    public async Task Page_of_limitations_is_current()
    {
        using var folder = new TemporaryFolder();
        var text = await LimitationsPage.WriteAsync(Stores.All(folder.PathOf("videos")));

        await GeneratedPage.CheckAsync("docs/limitations.md", text, nameof(Page_of_limitations_is_current));
    }

    [Test]
    public void A_store_that_does_what_its_capabilities_deny_has_no_page()
    {
        var liar = new Liar();

        Assert.That(
            async () => await LimitationsPage.WriteAsync([new("`liar`", liar, _ => liar)]),
            Throws.InvalidOperationException.With.Message.Contains("liar does what its capabilities deny"));
    }

    private sealed class Liar : IVideoStore
    {
        public VideoStoreCapabilities Capabilities { get; } = new()
        {
            Provider = "liar", ConditionalCreate = false, ConditionalWrite = true, ConditionalDelete = true, SuffixRange = true, MaxVideoLength = 1,
        };

        public Task<VideoRead> OpenReadAsync(VideoPath path, ReadOptions options = default, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public Task<VideoProperties> GetPropertiesAsync(VideoPath path, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<VideoProperties> WriteAsync(
            VideoPath path, Stream content, WriteOptions? options = null, CancellationToken cancellationToken = default) =>
            Task.FromResult(new VideoProperties
            {
                Path = path, Length = 0, ETag = "1", LastModified = DateTimeOffset.UnixEpoch, ContentType = "video/mp4", Metadata = VideoMetadata.Empty,
            });

        public Task DeleteAsync(VideoPath path, DeleteOptions options = default, CancellationToken cancellationToken = default) => Task.CompletedTask;

        public Task<VideoPage> ListPageAsync(ListOptions options = default, CancellationToken cancellationToken = default) => throw new NotSupportedException();
    }
}
