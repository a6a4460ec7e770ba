using NUnit.Framework;

namespace FlixTube.Storage.Conformance;

/// <summary>Makes a call that hangs a failed test instead of a test run that never ends.</summary>
internal sealed class BoundedStore(IVideoStore store, TimeSpan limit) : IVideoStore
{
    public VideoStoreCapabilities Capabilities => store.Capabilities;

    public async Task<VideoRead> OpenReadAsync(VideoPath path, ReadOptions options = default, CancellationToken cancellationToken = default)
    {
        var read = await WithinAsync(store.OpenReadAsync(path, options, cancellationToken), limit);
        return new VideoRead(read.Properties, read.Range, new BoundedStream(read.Body, limit));
    }

    public async Task<VideoProperties> GetPropertiesAsync(VideoPath path, CancellationToken cancellationToken = default) =>
        await WithinAsync(store.GetPropertiesAsync(path, cancellationToken), limit);

    public async Task<VideoProperties> WriteAsync(
        VideoPath path, Stream content, WriteOptions? options = null, CancellationToken cancellationToken = default) =>
        await WithinAsync(store.WriteAsync(path, content, options, cancellationToken), limit);

    public async Task DeleteAsync(VideoPath path, DeleteOptions options = default, CancellationToken cancellationToken = default) =>
        await WithinAsync(store.DeleteAsync(path, options, cancellationToken), limit);

    public async Task<VideoPage> ListPageAsync(ListOptions options = default, CancellationToken cancellationToken = default) =>
        await WithinAsync(store.ListPageAsync(options, cancellationToken), limit);

    internal static async Task WithinAsync(Task call, TimeSpan limit)
    {
        try
        {
            await call.WaitAsync(limit);
        }
        catch (TimeoutException e) when (!call.IsCompleted)
        {
            throw new AssertionException($"The call did not end within {limit}.", e);
        }
    }

    internal static async Task<T> WithinAsync<T>(Task<T> call, TimeSpan limit)
    {
        await WithinAsync((Task)call, limit);
        return await call;
    }
}
