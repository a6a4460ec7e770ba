using System.Globalization;
using System.Security.Cryptography;

namespace FlixTube.Storage.Abstractions.Tests;

/// <summary>As little of a store as the extensions need, with pages of two videos.</summary>
internal sealed class MemoryStore : IVideoStore
{
    private readonly SortedDictionary<VideoPath, (VideoProperties Properties, byte[] Content)> _videos = [];
    private int _version;

    /// <summary>How many bodies were opened, in order of their offsets' requests.</summary>
    public int Reads { get; private set; }

    public int OpenBodies { get; private set; }

    public bool KeepsHashes { get; init; } = true;

    public WriteOptions? LastWrite { get; private set; }

    public VideoStoreCapabilities Capabilities => throw new NotSupportedException();

    public Task<VideoRead> OpenReadAsync(VideoPath path, ReadOptions options = default, CancellationToken cancellationToken = default)
    {
        Reads++;
        var (properties, content) = Find(path);
        if (options.IfMatch is { } tag && tag != properties.ETag)
            throw VideoStoreException.PreconditionFailed(path);

        var range = new ServedRange(0, content.Length);
        if (options.Range is { } wanted && !wanted.TryResolve(content.Length, out range))
            throw VideoStoreException.RangeNotSatisfiable(path, wanted, content.Length);

        OpenBodies++;
        return Task.FromResult(new VideoRead(properties, range, new Body(this, content.AsSpan((int)range.Offset, (int)range.Length).ToArray())));
    }

    public Task<VideoProperties> GetPropertiesAsync(VideoPath path, CancellationToken cancellationToken = default) =>
        Task.FromResult(Find(path).Properties);

    public async Task<VideoProperties> WriteAsync(VideoPath path, Stream content, WriteOptions? options = null, CancellationToken cancellationToken = default)
    {
        LastWrite = options ??= WriteOptions.Default;
        using var bytes = new MemoryStream();
        await content.CopyToAsync(bytes, cancellationToken);
        var properties = new VideoProperties
        {
            Path = path,
            Length = bytes.Length,
            ETag = (++_version).ToString(CultureInfo.InvariantCulture),
            LastModified = DateTimeOffset.UnixEpoch,
            ContentType = options.ContentType ?? VideoContentType.FromName(path),
            ContentHash = KeepsHashes ? Convert.ToHexStringLower(SHA256.HashData(bytes.ToArray())) : null,
            Metadata = options.Metadata,
        };
        _videos[path] = (properties, bytes.ToArray());
        return properties;
    }

    public Task DeleteAsync(VideoPath path, DeleteOptions options = default, CancellationToken cancellationToken = default)
    {
        _videos.Remove(path);
        return Task.CompletedTask;
    }

    public Task<VideoPage> ListPageAsync(ListOptions options = default, CancellationToken cancellationToken = default)
    {
        var rest = _videos.Values
            .Select(video => video.Properties)
            .Where(video => video.Path.Value.StartsWith(options.Prefix ?? "", StringComparison.Ordinal))
            .SkipWhile(video => options.PageToken is { } token && video.Path <= VideoPath.Parse(token))
            .Select(video => new VideoListItem(video.Path, video.Length, video.ETag, video.LastModified))
            .ToArray();
        return Task.FromResult(new VideoPage([.. rest.Take(2)], rest.Length > 2 ? rest[1].Path.Value : null));
    }

    private (VideoProperties Properties, byte[] Content) Find(VideoPath path) =>
        _videos.TryGetValue(path, out var video) ? video : throw VideoStoreException.NotFound(path);

    private sealed class Body(MemoryStore store, byte[] content) : MemoryStream(content, writable: false)
    {
        private bool _closed;

        // In small pieces, as the network gives them.
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, 7)], cancellationToken);

        protected override void Dispose(bool disposing)
        {
            if (!_closed)
                store.OpenBodies--;

            _closed = true;
            base.Dispose(disposing);
        }
    }
}
