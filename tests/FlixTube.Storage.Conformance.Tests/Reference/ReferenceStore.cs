using System.Buffers;
using System.Security.Cryptography;

namespace FlixTube.Storage.Conformance.Tests.Reference;

/// <summary>A correct store over <see cref="ObjectService"/>, as plain as the contract lets it be.</summary>
internal class ReferenceStore(ObjectService service) : IVideoStore
{
    public virtual VideoStoreCapabilities Capabilities { get; } = new()
    {
        Provider = "reference",
        ConditionalCreate = true,
        ConditionalWrite = true,
        ConditionalDelete = true,
        SuffixRange = true,
        MaxVideoLength = int.MaxValue,
    };

    protected ObjectService Service => service;

    public virtual async Task<VideoRead> OpenReadAsync(VideoPath path, ReadOptions options = default, CancellationToken cancellationToken = default)
    {
        var stored = await FindAsync(path, cancellationToken);
        var served = Resolve(path, stored, options);
        return new VideoRead(Describe(path, stored), served, OpenBody(stored, served));
    }

    public virtual async Task<VideoProperties> GetPropertiesAsync(VideoPath path, CancellationToken cancellationToken = default) =>
        Describe(path, await FindAsync(path, cancellationToken));

    public virtual async Task<VideoProperties> WriteAsync(
        VideoPath path, Stream content, WriteOptions? options = null, CancellationToken cancellationToken = default)
    {
        await StartAsync(path, cancellationToken);
        ArgumentNullException.ThrowIfNull(content);
        options ??= WriteOptions.Default;
        options.Validate();
        RefuseUnsupported(path, options);

        var upload = service.BeginUpload();
        try
        {
            var hash = await SendAsync(upload, content, cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            return Commit(upload, path, options, hash);
        }
        finally
        {
            service.Abort(upload);
        }
    }

    public virtual async Task DeleteAsync(VideoPath path, DeleteOptions options = default, CancellationToken cancellationToken = default)
    {
        await StartAsync(path, cancellationToken);
        if (options.IfMatch is not null && !Capabilities.ConditionalDelete)
            throw Unsupported(path);

        if (!service.Delete(NameOf(path), present => options.IfMatch is null || options.IfMatch == present?.ETag))
            throw VideoStoreException.PreconditionFailed(path);
    }

    public virtual async Task<VideoPage> ListPageAsync(ListOptions options = default, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await Task.Yield();
        var after = default(VideoPath);
        if (options.PageToken is not null && !VideoPath.TryParse(options.PageToken, out after))
            throw new ArgumentException("The page token is not one of this store.", nameof(options));

        var videos = List(options.Prefix ?? "")
            .Where(v => options.PageToken is null || v.Path > after)
            .Take(options.PageSize + 1)
            .ToArray();
        var page = videos[..Math.Min(videos.Length, options.PageSize)];
        return new VideoPage(page, videos.Length > page.Length ? page[^1].Path.Value : null);
    }

    protected virtual string NameOf(VideoPath path) => path.Value;

    protected virtual ServedRange Resolve(VideoPath path, StoredObject stored, ReadOptions options)
    {
        if (options.IfMatch is { } etag && etag != stored.ETag)
            throw VideoStoreException.PreconditionFailed(path);

        var served = new ServedRange(0, stored.Content.Length);
        if (options.Range is { } range && !range.TryResolve(stored.Content.Length, out served))
            throw VideoStoreException.RangeNotSatisfiable(path, range, stored.Content.Length);

        return served;
    }

    protected virtual Stream OpenBody(StoredObject stored, ServedRange served) => service.OpenBody(stored, served);

    protected virtual bool Holds(WriteOptions options, StoredObject? present) =>
        options.CreateOnly ? present is null : options.IfMatch is null || options.IfMatch == present?.ETag;

    protected virtual StoredObject Keep(StoredObject stored, WriteOptions options, string hash) =>
        stored with { ContentType = options.ContentType, ContentHash = hash, Metadata = options.Metadata };

    protected virtual VideoProperties Commit(ObjectService.Upload upload, VideoPath path, WriteOptions options, string hash)
    {
        var stored = service.Commit(upload, NameOf(path), present => Holds(options, present), s => Keep(s, options, hash));
        return stored is not null ? Describe(path, stored)
            : options.CreateOnly ? throw VideoStoreException.AlreadyExists(path)
            : throw VideoStoreException.PreconditionFailed(path);
    }

    protected virtual IEnumerable<VideoListItem> List(string prefix) =>
        service.List()
            .Where(o => o.Name.StartsWith(prefix, StringComparison.Ordinal) && VideoPath.TryParse(o.Name, out _))
            .Select(o => new VideoListItem(VideoPath.Parse(o.Name), o.Content.Length, o.ETag, o.LastModified));

    protected virtual VideoProperties Describe(VideoPath path, StoredObject stored) => new()
    {
        Path = path,
        Length = stored.Content.Length,
        ETag = stored.ETag,
        LastModified = stored.LastModified,
        ContentType = stored.ContentType ?? VideoContentType.FromName(path),
        ContentHash = stored.ContentHash,
        Metadata = stored.Metadata,
    };

    // A service is never as near as memory: what runs at once here would hide what goes wrong elsewhere.
    protected static async Task StartAsync(VideoPath path, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _ = path.Value;
        await Task.Yield();
    }

    protected async Task<StoredObject> FindAsync(VideoPath path, CancellationToken cancellationToken)
    {
        await StartAsync(path, cancellationToken);
        return service.Find(NameOf(path)) ?? throw VideoStoreException.NotFound(path);
    }

    protected virtual async Task<string> SendAsync(ObjectService.Upload upload, Stream content, CancellationToken cancellationToken)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var part = ArrayPool<byte>.Shared.Rent(ObjectService.PartLength);
        try
        {
            int count;
            do
            {
                cancellationToken.ThrowIfCancellationRequested();
                count = await content.ReadAtLeastAsync(
                    part.AsMemory(0, ObjectService.PartLength), ObjectService.PartLength, throwOnEndOfStream: false, cancellationToken);
                sha.AppendData(part.AsSpan(0, count));
                if (count > 0)
                    service.SendPart(upload, part.AsSpan(0, count));
            }
            while (count == ObjectService.PartLength);

            return Convert.ToHexStringLower(sha.GetHashAndReset());
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(part);
        }
    }

    private void RefuseUnsupported(VideoPath path, WriteOptions options)
    {
        if ((options.CreateOnly && !Capabilities.ConditionalCreate) || (options.IfMatch is not null && !Capabilities.ConditionalWrite))
            throw Unsupported(path);
    }

    protected static VideoStoreException Unsupported(VideoPath path) =>
        new(VideoStoreError.Unsupported, $"The condition on '{path}' cannot be decided atomically.") { Path = path };
}
