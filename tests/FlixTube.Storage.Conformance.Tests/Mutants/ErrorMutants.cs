using FlixTube.Storage.Conformance.Tests.Reference;

namespace FlixTube.Storage.Conformance.Tests.Mutants;

/// <summary>Changes what a missing video is reported as.</summary>
internal abstract class NotFoundIsChanged(ObjectService service) : ReferenceStore(service)
{
    public override async Task<VideoRead> OpenReadAsync(VideoPath path, ReadOptions options = default, CancellationToken cancellationToken = default)
    {
        try
        {
            return await base.OpenReadAsync(path, options, cancellationToken);
        }
        catch (VideoStoreException e) when (e.Error == VideoStoreError.NotFound)
        {
            throw Change(e);
        }
    }

    protected abstract Exception Change(VideoStoreException notFound);
}

internal sealed class ErrorIsOfAnotherKind(ObjectService service) : NotFoundIsChanged(service)
{
    protected override Exception Change(VideoStoreException notFound) =>
        new VideoStoreException(VideoStoreError.Internal, notFound.Message, notFound) { Path = notFound.Path };
}

internal sealed class ErrorIsTemporary(ObjectService service) : NotFoundIsChanged(service)
{
    protected override Exception Change(VideoStoreException notFound) =>
        new VideoStoreException(notFound.Error, notFound.Message) { Path = notFound.Path, Persistence = ErrorPersistence.Temporary };
}

internal sealed class ErrorDoesNotTellThePath(ObjectService service) : NotFoundIsChanged(service)
{
    protected override Exception Change(VideoStoreException notFound) => new VideoStoreException(notFound.Error, notFound.Message);
}

internal sealed class ErrorIsThatOfTheSdk(ObjectService service) : NotFoundIsChanged(service)
{
    protected override Exception Change(VideoStoreException notFound) => new KeyNotFoundException(notFound.Message);
}

internal sealed class ErrorTellsASecret(ObjectService service) : NotFoundIsChanged(service)
{
    protected override Exception Change(VideoStoreException notFound) =>
        new VideoStoreException(notFound.Error, notFound.Message, new IOException("GET /video?key=c2VjcmV0")) { Path = notFound.Path };
}

internal sealed class TokenIsIgnored(ObjectService service) : ReferenceStore(service), IHanging
{
    public override Task<VideoProperties> WriteAsync(
        VideoPath path, Stream content, WriteOptions? options = null, CancellationToken cancellationToken = default) =>
        base.WriteAsync(path, content, options, CancellationToken.None);
}

internal sealed class TokenIsSeenAfterTheWork(ObjectService service) : ReferenceStore(service)
{
    public override async Task DeleteAsync(VideoPath path, DeleteOptions options = default, CancellationToken cancellationToken = default)
    {
        await base.DeleteAsync(path, options, CancellationToken.None);
        cancellationToken.ThrowIfCancellationRequested();
    }
}

internal sealed class TokenIsSeenAfterTheRequest(ObjectService service) : ReferenceStore(service)
{
    public override async Task<VideoProperties> GetPropertiesAsync(VideoPath path, CancellationToken cancellationToken = default)
    {
        var properties = await base.GetPropertiesAsync(path, CancellationToken.None);
        cancellationToken.ThrowIfCancellationRequested();
        return properties;
    }
}

internal sealed class CancellationIsATimeout(ObjectService service) : ReferenceStore(service)
{
    public override async Task<VideoRead> OpenReadAsync(VideoPath path, ReadOptions options = default, CancellationToken cancellationToken = default)
    {
        try
        {
            return await base.OpenReadAsync(path, options, cancellationToken);
        }
        catch (OperationCanceledException e)
        {
            throw new VideoStoreException(VideoStoreError.Timeout, "The service did not answer.", e);
        }
    }
}

internal sealed class SourceIsReadBeforeTheTokenIsSeen(ObjectService service) : ReferenceStore(service)
{
    public override async Task<VideoProperties> WriteAsync(
        VideoPath path, Stream content, WriteOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
            await content.ReadAtLeastAsync(new byte[1], 1, throwOnEndOfStream: false, CancellationToken.None);

        return await base.WriteAsync(path, content, options, cancellationToken);
    }
}

internal sealed class CapabilitiesChange(ObjectService service) : ReferenceStore(service)
{
    private int _asked;

    public override VideoStoreCapabilities Capabilities => base.Capabilities with { MaxVideoLength = int.MaxValue - _asked++ };
}

internal sealed class StoreIsNotThreadSafe(ObjectService service) : ReferenceStore(service)
{
    private VideoPath _path;

    public override async Task<VideoRead> OpenReadAsync(VideoPath path, ReadOptions options = default, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _path = path;
        for (var i = 0; i < 10; i++)
            await Task.Yield();
        return await base.OpenReadAsync(_path, options, cancellationToken);
    }
}

internal sealed class ReadsAreStale(ObjectService service) : ReferenceStore(service)
{
    private readonly Dictionary<VideoPath, VideoProperties> _cache = [];

    public override async Task<VideoProperties> GetPropertiesAsync(VideoPath path, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_cache)
        {
            if (_cache.TryGetValue(path, out var cached))
                return cached;
        }

        var properties = await base.GetPropertiesAsync(path, cancellationToken);
        lock (_cache)
            return _cache[path] = properties;
    }
}

internal sealed class UnreachableServiceIsInternal(VideoStoreError error)
    : FailingStore(error == VideoStoreError.Unavailable ? VideoStoreError.Internal : error);

internal sealed class RefusedCredentialsAreNotFound(VideoStoreError error)
    : FailingStore(error == VideoStoreError.PermissionDenied ? VideoStoreError.NotFound : error);

internal sealed class UnreachableServiceIsPermanent(VideoStoreError error) : FailingStore(error)
{
    protected override Task<T> FailAsync<T>() => Task.FromException<T>(
        new VideoStoreException(Error, "The service does not answer.", new IOException()) { Persistence = ErrorPersistence.Permanent });
}

internal sealed class UnreachableServiceHangs(VideoStoreError error) : FailingStore(error), IHanging
{
    protected override Task<T> FailAsync<T>() => new TaskCompletionSource<T>().Task;
}

/// <summary>Fails every test that can fail.</summary>
internal sealed class StoreCanDoNothing(ObjectService service) : IVideoStore
{
    public VideoStoreCapabilities Capabilities { get; } = new ReferenceStore(service).Capabilities;

    public Task<VideoRead> OpenReadAsync(VideoPath path, ReadOptions options = default, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<VideoProperties> GetPropertiesAsync(VideoPath path, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<VideoProperties> WriteAsync(
        VideoPath path, Stream content, WriteOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task DeleteAsync(VideoPath path, DeleteOptions options = default, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<VideoPage> ListPageAsync(ListOptions options = default, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();
}
