using FlixTube.Storage;

namespace FlixTube.Catalog.Tests.Support;

/// <summary>The part of a store that discovery asks for: a listing and a stat. Tests stand in its way through the hooks.</summary>
internal sealed class MemoryVideoStore : IVideoStore
{
    private readonly Lock _lock = new();
    private readonly SortedSet<VideoPath> _paths = [];

    public int PageSize { get; set; } = ListOptions.MaxPageSize;

    /// <summary>Called before each page, with its number in all listings.</summary>
    public Func<int, CancellationToken, Task> BeforePage { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Called before each stat.</summary>
    public Func<VideoPath, Task> BeforeStat { get; set; } = _ => Task.CompletedTask;

    /// <summary>Called after each stat, before its answer arrives.</summary>
    public Action<VideoPath> AfterStat { get; set; } = _ => { };

    public int Pages { get; private set; }

    public int Stats { get; private set; }

    public VideoStoreCapabilities Capabilities { get; } = new()
    {
        Provider = "memory",
        ConditionalCreate = false,
        ConditionalWrite = false,
        ConditionalDelete = false,
        SuffixRange = false,
        MaxVideoLength = 0,
    };

    public void Add(VideoPath path)
    {
        lock (_lock)
            _paths.Add(path);
    }

    public void Remove(VideoPath path)
    {
        lock (_lock)
            _paths.Remove(path);
    }

    public async Task<VideoProperties> GetPropertiesAsync(VideoPath path, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await BeforeStat(path);
        bool found;
        lock (_lock)
        {
            Stats++;
            found = _paths.Contains(path);
        }

        AfterStat(path);
        return found
            ? new() { Path = path, Length = 0, ETag = "e", LastModified = default, ContentType = "video/mp4" }
            : throw VideoStoreException.NotFound(path);
    }

    public async Task<VideoPage> ListPageAsync(ListOptions options = default, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        int page;
        lock (_lock)
            page = ++Pages;

        await BeforePage(page, cancellationToken);
        lock (_lock)
        {
            var rest = options.PageToken is null ? _paths : _paths.SkipWhile(p => p <= VideoPath.Parse(options.PageToken));
            var videos = rest.Take(PageSize).Select(p => new VideoListItem(p, 0, "e", default)).ToList();
            return new(videos, videos.Count < PageSize ? null : videos[^1].Path.Value);
        }
    }

    public Task<VideoRead> OpenReadAsync(VideoPath path, ReadOptions options = default, CancellationToken cancellationToken = default) =>
        throw Unused();

    public Task<VideoProperties> WriteAsync(VideoPath path, Stream content, WriteOptions? options = null, CancellationToken cancellationToken = default) =>
        throw Unused();

    public Task DeleteAsync(VideoPath path, DeleteOptions options = default, CancellationToken cancellationToken = default) =>
        throw Unused();

    private static VideoStoreException Unused() => new(VideoStoreError.Unsupported, "Discovery does not ask for this.");
}
