using System.Globalization;
using System.Security.Cryptography;
using FlixTube.Storage;

namespace OwnProvider;

/// <summary>Videos in the memory of this process: a whole provider, in as little code as the contract lets it be. Thread-safe.</summary>
public sealed class MemoryVideoStore(long maxVideoLength) : IVideoStore
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<VideoPath, (VideoProperties Properties, byte[] Content)> _videos = [];
    private long _version;

    public VideoStoreCapabilities Capabilities { get; } = new()
    {
        Provider = "memory",
        ConditionalCreate = true,
        ConditionalWrite = true,
        ConditionalDelete = true,
        SuffixRange = true,
        Remote = false,
        MaxVideoLength = maxVideoLength,
    };

    public Task<VideoRead> OpenReadAsync(VideoPath path, ReadOptions options = default, CancellationToken cancellationToken = default) =>
        AnswerAsync(
            () =>
            {
                var (video, content) = Find(path);
                if (options.IfMatch is { } pin && pin != video.ETag)
                    throw VideoStoreException.PreconditionFailed(path);

                var served = new ServedRange(0, video.Length);
                if (options.Range is { } range && !range.TryResolve(video.Length, out served))
                    throw VideoStoreException.RangeNotSatisfiable(path, range, video.Length);

                // A version is never changed, only replaced: who reads it goes on reading it.
                return new VideoRead(video, served, new MemoryBody(content.AsMemory((int)served.Offset, (int)served.Length)));
            },
            cancellationToken);

    public Task<VideoProperties> GetPropertiesAsync(VideoPath path, CancellationToken cancellationToken = default) =>
        AnswerAsync(() => Find(path).Properties, cancellationToken);

    public async Task<VideoProperties> WriteAsync(
        VideoPath path, Stream content, WriteOptions? options = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _ = path.Value;
        ArgumentNullException.ThrowIfNull(content);
        options ??= WriteOptions.Default;
        options.Validate();

        // Nobody sees it before it is complete; a source that fails leaves nothing behind.
        using var copy = new MemoryStream();
        await content.CopyToAsync(copy, cancellationToken).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        var bytes = copy.ToArray();
        lock (_lock)
        {
            // The condition and the change are one step: of several writers at once, one wins.
            var present = _videos.TryGetValue(path, out var known) ? known.Properties : null;
            if (options.CreateOnly && present is not null)
                throw VideoStoreException.AlreadyExists(path);

            if (options.IfMatch is { } etag && etag != present?.ETag)
                throw VideoStoreException.PreconditionFailed(path);

            var written = new VideoProperties
            {
                Path = path,
                Length = bytes.Length,
                ETag = (++_version).ToString(CultureInfo.InvariantCulture),
                LastModified = DateTimeOffset.UtcNow,
                ContentType = options.ContentType ?? VideoContentType.FromName(path),
                ContentHash = Convert.ToHexStringLower(SHA256.HashData(bytes)),
                Metadata = options.Metadata,
            };
            _videos[path] = (written, bytes);
            return written;
        }
    }

    public Task DeleteAsync(VideoPath path, DeleteOptions options = default, CancellationToken cancellationToken = default) =>
        AnswerAsync(
            () =>
            {
                _ = path.Value;
                var present = _videos.TryGetValue(path, out var known) ? known.Properties : null;
                if (options.IfMatch is { } etag && etag != present?.ETag)
                    throw VideoStoreException.PreconditionFailed(path);

                return _videos.Remove(path);
            },
            cancellationToken);

    public Task<VideoPage> ListPageAsync(ListOptions options = default, CancellationToken cancellationToken = default) =>
        AnswerAsync(
            () =>
            {
                var after = default(VideoPath);
                if (options.PageToken is { } token && !VideoPath.TryParse(token, out after))
                    throw new ArgumentException("The page token is not one of this store.", nameof(options));

                // The order of VideoPath is that of the paths' UTF-8 bytes, as the contract wants it.
                var found = _videos.Values.Select(video => video.Properties)
                    .Where(video => video.Path.Value.StartsWith(options.Prefix ?? "", StringComparison.Ordinal))
                    .Where(video => options.PageToken is null || video.Path.CompareTo(after) > 0)
                    .Take(options.PageSize + 1)
                    .Select(video => new VideoListItem(video.Path, video.Length, video.ETag, video.LastModified))
                    .ToArray();
                var page = found[..Math.Min(found.Length, options.PageSize)];
                return new VideoPage(page, found.Length > page.Length ? page[^1].Path.Value : null);
            },
            cancellationToken);

    private (VideoProperties Properties, byte[] Content) Find(VideoPath path)
    {
        _ = path.Value;
        return _videos.TryGetValue(path, out var video) ? video : throw VideoStoreException.NotFound(path);
    }

    // Failures come with the task, as those of a service do, and cancellation is one of them.
    private Task<T> AnswerAsync<T>(Func<T> answer, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return Task.FromCanceled<T>(cancellationToken);

        try
        {
            lock (_lock)
                return Task.FromResult(answer());
        }
        catch (Exception e)
        {
            return Task.FromException<T>(e);
        }
    }
}
