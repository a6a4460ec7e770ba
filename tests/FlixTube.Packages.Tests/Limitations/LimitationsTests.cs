using FlixTube.Storage;
using FlixTube.Testing.Programs;

namespace FlixTube.Packages.Tests.Limitations;

internal sealed class LimitationsTests
{
    private const string UpdateVariable = "UPDATE_LIMITATIONS";
    private const string UpdateCommand = $"{UpdateVariable}=1 dotnet test tests/FlixTube.Packages.Tests --filter Name~Page_of_limitations_is_current";

    [Test]
    public async Task Page_of_limitations_is_current()
    {
        using var folder = new TemporaryFolder();
        var page = Repository.PathOf("docs", "limitations.md");
        var text = await LimitationsPage.WriteAsync(Stores.All(folder.PathOf("videos")));

        if (Environment.GetEnvironmentVariable(UpdateVariable) == "1")
            await File.WriteAllTextAsync(page, text);

        Assert.That(File.Exists(page) ? await File.ReadAllTextAsync(page) : "", Is.EqualTo(text), $"To make it current: {UpdateCommand}");
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
