using System.Diagnostics;
using FlixTube.Storage.Switching.Generations;

namespace FlixTube.Storage.Measuring;

/// <summary>
/// A layer over a provider's store that measures and traces its calls. While nobody listens it passes them on and allocates
/// nothing. The store belongs to it.
/// </summary>
internal sealed class MeasuredVideoStore(IVideoStore store, string provider, StoreMetrics metrics) : IVideoStore, ISignedUrlSource, IAsyncDisposable
{
    public VideoStoreCapabilities Capabilities => store.Capabilities;

    public Task<VideoRead> OpenReadAsync(VideoPath path, ReadOptions options = default, CancellationToken cancellationToken = default) =>
        metrics.AreCallsObserved ? MeasuredReadAsync(path, options, cancellationToken) : store.OpenReadAsync(path, options, cancellationToken);

    public Task<VideoProperties> GetPropertiesAsync(VideoPath path, CancellationToken cancellationToken = default) =>
        metrics.AreCallsObserved ? MeasuredStatAsync(path, cancellationToken) : store.GetPropertiesAsync(path, cancellationToken);

    public Task<VideoProperties> WriteAsync(VideoPath path, Stream content, WriteOptions? options = null, CancellationToken cancellationToken = default) =>
        metrics.AreCallsObserved ? MeasuredWriteAsync(path, content, options, cancellationToken) : store.WriteAsync(path, content, options, cancellationToken);

    public Task DeleteAsync(VideoPath path, DeleteOptions options = default, CancellationToken cancellationToken = default) =>
        metrics.AreCallsObserved ? MeasuredDeleteAsync(path, options, cancellationToken) : store.DeleteAsync(path, options, cancellationToken);

    public Task<VideoPage> ListPageAsync(ListOptions options = default, CancellationToken cancellationToken = default) =>
        metrics.AreCallsObserved ? MeasuredListAsync(options, cancellationToken) : store.ListPageAsync(options, cancellationToken);

    // Signing is arithmetic as a rule: there is nothing to measure.
    public Task<Uri> GetSignedReadUrlAsync(VideoPath path, TimeSpan lifetime, CancellationToken cancellationToken = default) =>
        store is ISignedUrlSource source
            ? source.GetSignedReadUrlAsync(path, lifetime, cancellationToken)
            : throw new VideoStoreException(VideoStoreError.Unsupported, $"The provider '{provider}' cannot make links.") { Path = path };

    public async ValueTask DisposeAsync()
    {
        switch (store)
        {
            case IAsyncDisposable closable:
                await closable.DisposeAsync().ConfigureAwait(false);
                break;
            case IDisposable closable:
                closable.Dispose();
                break;
        }
    }

    private async Task<VideoRead> MeasuredReadAsync(VideoPath path, ReadOptions options, CancellationToken cancellationToken)
    {
        var read = await MeasureAsync("read", path, () => store.OpenReadAsync(path, options, cancellationToken)).ConfigureAwait(false);
        return new VideoRead(read.Properties, read.Range, new MeasuredBody(read.Body, provider, metrics));
    }

    private Task<VideoProperties> MeasuredStatAsync(VideoPath path, CancellationToken cancellationToken) =>
        MeasureAsync("stat", path, () => store.GetPropertiesAsync(path, cancellationToken));

    private async Task<VideoProperties> MeasuredWriteAsync(VideoPath path, Stream content, WriteOptions? options, CancellationToken cancellationToken)
    {
        var written = await MeasureAsync("write", path, () => store.WriteAsync(path, content, options, cancellationToken)).ConfigureAwait(false);
        metrics.Written(provider, written.Length);
        return written;
    }

    private Task<bool> MeasuredDeleteAsync(VideoPath path, DeleteOptions options, CancellationToken cancellationToken) => MeasureAsync("delete", path, async () =>
    {
        await store.DeleteAsync(path, options, cancellationToken).ConfigureAwait(false);
        return true;
    });

    private Task<VideoPage> MeasuredListAsync(ListOptions options, CancellationToken cancellationToken) =>
        MeasureAsync("list", path: default, () => store.ListPageAsync(options, cancellationToken));

    private async Task<T> MeasureAsync<T>(string operation, VideoPath path, Func<Task<T>> call)
    {
        using var activity = StorageTelemetry.Source.StartActivity($"storage {operation}");
        activity?.SetTag("flixtube.storage.provider", provider);
        if (path != default)
            activity?.SetTag("flixtube.video.path", path.ToString());

        var began = Stopwatch.GetTimestamp();
        try
        {
            var result = await call().ConfigureAwait(false);
            metrics.Called(provider, operation, began, errorType: null);
            return result;
        }
        catch (Exception e)
        {
            var errorType = StorageTelemetry.ErrorType(e);
            metrics.Called(provider, operation, began, errorType);
            activity?.SetTag("error.type", errorType);
            if (FitnessWatch.SpeaksAgainstTheStore(e))
                activity?.SetStatus(ActivityStatusCode.Error);

            throw;
        }
    }
}
