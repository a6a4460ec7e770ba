namespace FlixTube.Storage.Conformance.Tests.Reference;

/// <summary>A store whose service fails alike whatever it is asked for.</summary>
internal class FailingStore(VideoStoreError error) : IVideoStore
{
    public VideoStoreCapabilities Capabilities { get; } = new ReferenceStore(new ObjectService()).Capabilities;

    protected VideoStoreError Error => error;

    public Task<VideoRead> OpenReadAsync(VideoPath path, ReadOptions options = default, CancellationToken cancellationToken = default) =>
        FailAsync<VideoRead>();

    public Task<VideoProperties> GetPropertiesAsync(VideoPath path, CancellationToken cancellationToken = default) =>
        FailAsync<VideoProperties>();

    public Task<VideoProperties> WriteAsync(
        VideoPath path, Stream content, WriteOptions? options = null, CancellationToken cancellationToken = default) =>
        FailAsync<VideoProperties>();

    public Task DeleteAsync(VideoPath path, DeleteOptions options = default, CancellationToken cancellationToken = default) =>
        FailAsync<bool>();

    public Task<VideoPage> ListPageAsync(ListOptions options = default, CancellationToken cancellationToken = default) =>
        FailAsync<VideoPage>();

    protected virtual Task<T> FailAsync<T>() => Task.FromException<T>(
        new VideoStoreException(error, "The service does not do what it is asked for.", new IOException("The service said so.")));
}
