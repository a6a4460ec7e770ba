using FlixTube.Storage.Conformance.Tests.Reference;

namespace FlixTube.Storage.Conformance.Tests.Mutants;

internal sealed class FailedSourceIsCommitted(ObjectService service) : ReferenceStore(service)
{
    public override async Task<VideoProperties> WriteAsync(
        VideoPath path, Stream content, WriteOptions? options = null, CancellationToken cancellationToken = default)
    {
        using var written = new MemoryStream();
        try
        {
            return await base.WriteAsync(path, new Tee(content, written), options, cancellationToken);
        }
        catch (Exception e) when (e is not VideoStoreException and not ArgumentException && written.Length > 0)
        {
            written.Position = 0;
            await base.WriteAsync(path, written, options, CancellationToken.None);
            throw;
        }
    }

    private sealed class Tee(Stream inner, Stream copy) : WrappedStream(inner)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var count = await base.ReadAsync(buffer, cancellationToken);
            await copy.WriteAsync(buffer[..count], CancellationToken.None);
            return count;
        }

        protected override void Dispose(bool disposing)
        {
        }
    }
}

internal sealed class FailedWriteLeavesItsParts(ObjectService service) : ReferenceStore(service)
{
    protected override async Task<string> SendAsync(ObjectService.Upload upload, Stream content, CancellationToken cancellationToken)
    {
        try
        {
            return await base.SendAsync(upload, content, cancellationToken);
        }
        catch
        {
            Service.BeginUpload();
            throw;
        }
    }
}

internal sealed class OldVideoIsDeletedFirst(ObjectService service) : ReferenceStore(service)
{
    protected override async Task<string> SendAsync(ObjectService.Upload upload, Stream content, CancellationToken cancellationToken)
    {
        foreach (var stored in Service.List().Where(o => o.Name.EndsWith("/video.mp4", StringComparison.Ordinal)))
            Service.Delete(stored.Name, _ => true);
        return await base.SendAsync(upload, content, cancellationToken);
    }
}

internal sealed class UnfinishedWriteIsListed(ObjectService service) : ReferenceStore(service)
{
    private readonly HashSet<VideoPath> _unfinished = [];

    public override async Task<VideoProperties> WriteAsync(
        VideoPath path, Stream content, WriteOptions? options = null, CancellationToken cancellationToken = default)
    {
        lock (_unfinished)
            _unfinished.Add(path);
        try
        {
            return await base.WriteAsync(path, content, options, cancellationToken);
        }
        finally
        {
            lock (_unfinished)
                _unfinished.Remove(path);
        }
    }

    protected override IEnumerable<VideoListItem> List(string prefix)
    {
        lock (_unfinished)
        {
            return base.List(prefix)
                .UnionBy(_unfinished.Where(p => p != default && p.Value.StartsWith(prefix, StringComparison.Ordinal)).Select(p => new VideoListItem(p, 0, "unfinished", default)), v => v.Path)
                .OrderBy(v => v.Path)
                .ToArray();
        }
    }
}

internal sealed class WriterLocksReadersOut(ObjectService service) : ReferenceStore(service), IHanging
{
    private readonly SemaphoreSlim _gate = new(1);

    public override async Task<VideoProperties> WriteAsync(
        VideoPath path, Stream content, WriteOptions? options = null, CancellationToken cancellationToken = default)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            return await base.WriteAsync(path, content, options, cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    public override async Task<VideoProperties> GetPropertiesAsync(VideoPath path, CancellationToken cancellationToken = default)
    {
        await _gate.WaitAsync(cancellationToken);
        _gate.Release();
        return await base.GetPropertiesAsync(path, cancellationToken);
    }
}

internal sealed class SourceIsClosed(ObjectService service) : ReferenceStore(service)
{
    public override async Task<VideoProperties> WriteAsync(
        VideoPath path, Stream content, WriteOptions? options = null, CancellationToken cancellationToken = default)
    {
        await using (content)
            return await base.WriteAsync(path, content, options, cancellationToken);
    }
}

internal sealed class SourceIsClosedWhenItFails(ObjectService service) : ReferenceStore(service)
{
    public override async Task<VideoProperties> WriteAsync(
        VideoPath path, Stream content, WriteOptions? options = null, CancellationToken cancellationToken = default)
    {
        try
        {
            return await base.WriteAsync(path, content, options, cancellationToken);
        }
        catch
        {
            if (content is not null)
                await content.DisposeAsync();
            throw;
        }
    }
}

internal sealed class SourcesFailureIsSwallowed(ObjectService service) : ReferenceStore(service)
{
    protected override Task<string> SendAsync(ObjectService.Upload upload, Stream content, CancellationToken cancellationToken) =>
        base.SendAsync(upload, new Quiet(content), cancellationToken);

    private sealed class Quiet(Stream inner) : WrappedStream(inner)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            try
            {
                return await base.ReadAsync(buffer, cancellationToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                return 0;
            }
        }
    }
}

internal sealed class SourcesFailureIsWrapped(ObjectService service) : ReferenceStore(service)
{
    protected override async Task<string> SendAsync(ObjectService.Upload upload, Stream content, CancellationToken cancellationToken)
    {
        try
        {
            return await base.SendAsync(upload, content, cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw new VideoStoreException(VideoStoreError.Internal, "The write failed.", e);
        }
    }
}

internal sealed class SourcesIOExceptionIsTakenForTheDisks(ObjectService service) : ReferenceStore(service)
{
    protected override async Task<string> SendAsync(ObjectService.Upload upload, Stream content, CancellationToken cancellationToken)
    {
        try
        {
            return await base.SendAsync(upload, content, cancellationToken);
        }
        catch (IOException e)
        {
            throw new VideoStoreException(VideoStoreError.Unavailable, "The disk failed.", e);
        }
    }
}

internal sealed class SourceIsReadSynchronously(ObjectService service) : ReferenceStore(service)
{
    protected override Task<string> SendAsync(ObjectService.Upload upload, Stream content, CancellationToken cancellationToken) =>
        base.SendAsync(upload, new Synchronous(content), cancellationToken);

    private sealed class Synchronous(Stream inner) : WrappedStream(inner)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var bytes = new byte[buffer.Length];
            var count = Inner.Read(bytes, 0, bytes.Length);
            bytes.AsMemory(0, count).CopyTo(buffer);
            return new(count);
        }
    }
}

internal sealed class SourceIsRewound(ObjectService service) : ReferenceStore(service)
{
    protected override Task<string> SendAsync(ObjectService.Upload upload, Stream content, CancellationToken cancellationToken)
    {
        if (content.CanSeek)
            content.Position = 0;
        return base.SendAsync(upload, content, cancellationToken);
    }
}

internal sealed class SourceMustKnowItsLength(ObjectService service) : ReferenceStore(service)
{
    protected override Task<string> SendAsync(ObjectService.Upload upload, Stream content, CancellationToken cancellationToken) =>
        content.Length >= 0 ? base.SendAsync(upload, content, cancellationToken) : throw new InvalidOperationException();
}

internal sealed class ShortReadEndsTheSource(ObjectService service) : ReferenceStore(service)
{
    protected override Task<string> SendAsync(ObjectService.Upload upload, Stream content, CancellationToken cancellationToken) =>
        base.SendAsync(upload, new Hasty(content), cancellationToken);

    private sealed class Hasty(Stream inner) : WrappedStream(inner)
    {
        private bool _ended;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var count = _ended ? 0 : await base.ReadAsync(buffer, cancellationToken);
            _ended |= count < buffer.Length;
            return count;
        }
    }
}

internal sealed class LastPartIsLostWhenItIsFull(ObjectService service) : ReferenceStore(service)
{
    protected override VideoProperties Commit(ObjectService.Upload upload, VideoPath path, WriteOptions options, string hash)
    {
        if (upload.Parts is [_, .., { Length: ObjectService.PartLength }])
            upload.Parts.RemoveAt(upload.Parts.Count - 1);
        return base.Commit(upload, path, options, hash);
    }
}

internal sealed class SourceIsBufferedWhole(ObjectService service) : ReferenceStore(service)
{
    protected override async Task<string> SendAsync(ObjectService.Upload upload, Stream content, CancellationToken cancellationToken)
    {
        using var whole = new MemoryStream();
        await content.CopyToAsync(whole, cancellationToken);
        whole.Position = 0;
        return await base.SendAsync(upload, whole, cancellationToken);
    }
}

internal sealed class OptionsAreNotValidated(ObjectService service) : ReferenceStore(service)
{
    public override Task<VideoProperties> WriteAsync(
        VideoPath path, Stream content, WriteOptions? options = null, CancellationToken cancellationToken = default) =>
        base.WriteAsync(path, content, options is { CreateOnly: true } ? options with { IfMatch = null } : options, cancellationToken);
}
