using FlixTube.Storage;
using Microsoft.Extensions.Configuration;

namespace FlixTube.Benchmarks.Switching;

/// <summary>One video in memory, answered at once: the cheapest store there can be, so that what stands before it shows.</summary>
internal sealed class MemoryStore : IVideoStore
{
    public static readonly VideoPath Path = VideoPath.Parse("a.mp4");

    private static readonly byte[] Content = new byte[64 * 1024];

    private readonly VideoProperties _properties = new()
    {
        Path = Path,
        Length = Content.Length,
        ETag = "1",
        LastModified = DateTimeOffset.UnixEpoch,
        ContentType = "video/mp4",
    };

    public VideoStoreCapabilities Capabilities { get; } = new()
    {
        Provider = "memory",
        ConditionalCreate = false,
        ConditionalWrite = false,
        ConditionalDelete = false,
        SuffixRange = true,
        MaxVideoLength = Content.Length,
    };

    public Task<VideoRead> OpenReadAsync(VideoPath path, ReadOptions options = default, CancellationToken cancellationToken = default) =>
        Task.FromResult(new VideoRead(_properties, new ServedRange(0, Content.Length), new MemoryStream(Content, writable: false)));

    public Task<VideoProperties> GetPropertiesAsync(VideoPath path, CancellationToken cancellationToken = default) => Task.FromResult(_properties);

    public Task<VideoProperties> WriteAsync(VideoPath path, Stream content, WriteOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new VideoStoreException(VideoStoreError.Unsupported, "Nothing is written here.");

    public Task DeleteAsync(VideoPath path, DeleteOptions options = default, CancellationToken cancellationToken = default) =>
        throw new VideoStoreException(VideoStoreError.Unsupported, "Nothing is deleted here.");

    public Task<VideoPage> ListPageAsync(ListOptions options = default, CancellationToken cancellationToken = default) =>
        Task.FromResult(new VideoPage([], NextPageToken: null));

    internal sealed class Provider : IVideoStoreProvider
    {
        public string Name => "memory";

        public string Section => "Memory";

        public IEnumerable<string> Validate(IConfigurationSection settings) => [];

        public IVideoStore Create(IConfigurationSection settings, IServiceProvider services) => new MemoryStore();
    }
}
