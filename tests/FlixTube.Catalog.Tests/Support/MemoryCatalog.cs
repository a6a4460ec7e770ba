using System.Globalization;
using FlixTube.Storage;

namespace FlixTube.Catalog.Tests.Support;

/// <summary>A correct catalogue in memory. Tests stand in the way of its calls through the hook.</summary>
internal sealed class MemoryCatalog : IVideoCatalog
{
    private readonly Lock _lock = new();
    private readonly Dictionary<VideoId, CatalogVideo> _videos = [];
    private readonly Dictionary<string, int> _calls = new(StringComparer.Ordinal);
    private int _versions;

    /// <summary>Called before each call does its work, with the call's name and token.</summary>
    public Func<string, CancellationToken, Task> Before { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Called when a call did its work, before its answer arrives.</summary>
    public Func<string, Task> After { get; set; } = _ => Task.CompletedTask;

    public int Finds => CallsOf(nameof(FindAsync));

    /// <summary>How many calls there were of this name.</summary>
    public int CallsOf(string name)
    {
        lock (_lock)
            return _calls.GetValueOrDefault(name);
    }

    /// <summary>Every call fails from now on, or none.</summary>
    public void Fail(VideoCatalogError? error) => Before = (_, _) =>
        error is { } e ? Task.FromException(new VideoCatalogException(e, "It is down.")) : Task.CompletedTask;

    public Task<CatalogVideo?> FindAsync(VideoId id, CancellationToken cancellationToken = default) =>
        RunAsync(nameof(FindAsync), () => _videos.GetValueOrDefault(id), cancellationToken);

    public Task<CatalogVideo?> FindByPathAsync(VideoPath path, CancellationToken cancellationToken = default) =>
        RunAsync(nameof(FindByPathAsync), () => _videos.Values.FirstOrDefault(v => v.Path == path), cancellationToken);

    public Task<CatalogVideo> CreateAsync(
        VideoPath path, CatalogDetails? details = null, VideoId? id = null, CancellationToken cancellationToken = default) =>
        RunAsync(
            nameof(CreateAsync),
            () =>
            {
                var video = new CatalogVideo { Id = id ?? VideoId.ForPath(path), Path = path, Version = NextVersion(), Details = details ?? CatalogDetails.None };
                return _videos.Values.Any(v => v.Path == path) || !_videos.TryAdd(video.Id, video) ? throw VideoCatalogException.AlreadyExists(path) : video;
            },
            cancellationToken);

    public Task<CatalogVideo> UpdateAsync(VideoId id, string version, CatalogDetails details, CancellationToken cancellationToken = default) =>
        RunAsync(
            nameof(UpdateAsync),
            () =>
            {
                var video = _videos.GetValueOrDefault(id) ?? throw VideoCatalogException.NotFound(id);
                return video.Version != version
                    ? throw VideoCatalogException.VersionConflict(id)
                    : _videos[id] = video with { Details = details, Version = NextVersion() };
            },
            cancellationToken);

    public Task<bool> RemoveAsync(VideoId id, string? version = null, CancellationToken cancellationToken = default) =>
        RunAsync(
            nameof(RemoveAsync),
            () => version is not null && _videos.GetValueOrDefault(id)?.Version != version
                ? throw VideoCatalogException.VersionConflict(id)
                : _videos.Remove(id),
            cancellationToken);

    public Task<CatalogPage> ListPageAsync(CatalogQuery query = default, CancellationToken cancellationToken = default) =>
        RunAsync(
            nameof(ListPageAsync),
            () =>
            {
                var last = CatalogPageToken.Of(query);
                var videos = _videos.Values.Where(v => last is null || v.Path > last.Path).OrderBy(v => v.Path).Take(query.PageSize + 1).ToList();
                return videos.Count <= query.PageSize
                    ? new CatalogPage(videos, null)
                    : new(videos[..^1], CatalogPageToken.After(videos[^2], query.Order).ToString());
            },
            cancellationToken);

    public Task<long> CountAsync(CatalogFilter filter = default, CancellationToken cancellationToken = default) =>
        RunAsync(nameof(CountAsync), () => (long)_videos.Count, cancellationToken);

    private string NextVersion() => (++_versions).ToString(CultureInfo.InvariantCulture);

    private async Task<T> RunAsync<T>(string name, Func<T> call, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
            _calls[name] = _calls.GetValueOrDefault(name) + 1;

        await Before(name, cancellationToken);
        T result;
        lock (_lock)
            result = call();

        await After(name);
        return result;
    }
}
