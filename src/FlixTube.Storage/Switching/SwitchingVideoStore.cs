using FlixTube.Storage.Switching.Generations;

namespace FlixTube.Storage.Switching;

/// <summary>
/// The store behind <see cref="VideoStorage.ServiceName"/>: passes every call to the generation that serves, which cannot
/// go away during the call or while the body that it opened is read.
/// </summary>
/// <remarks>
/// <para>
/// A call that fails because its store does is made again, once, where another generation may be able to answer it: the
/// newer one that was published meanwhile, or the one before, while a new one proves itself.
/// </para>
/// <para>
/// <see cref="Capabilities"/> are those of the present generation. It is an <see cref="ISignedUrlSource"/> always, because
/// the next generation may be one: those that are not refuse with <see cref="VideoStoreError.Unsupported"/>.
/// </para>
/// </remarks>
internal sealed class SwitchingVideoStore(ServingGenerations generations) : IVideoStore, ISignedUrlSource
{
    public VideoStoreCapabilities Capabilities => generations.Current.Store.Capabilities;

    // Not by CallAsync: the lease goes on, and this is the hot path.
    public async Task<VideoRead> OpenReadAsync(VideoPath path, ReadOptions options = default, CancellationToken cancellationToken = default)
    {
        var generation = generations.Acquire();
        for (var isRepeated = false; ; isRepeated = true)
        {
            try
            {
                var read = await generation.Store.OpenReadAsync(path, options, cancellationToken).ConfigureAwait(false);
                generation.Watch?.Answered();
                return new VideoRead(read.Properties, read.Range, new LeasedBody(generations, generation, read));
            }
            catch (Exception e)
            {
                if (After(generation, e, path, isRepeated, cancellationToken) is not { } other)
                    throw;

                generation = other;
            }
        }
    }

    public Task<VideoProperties> GetPropertiesAsync(VideoPath path, CancellationToken cancellationToken = default) =>
        CallAsync(path, path, static (generation, path, token) => generation.Store.GetPropertiesAsync(path, token), cancellationToken);

    public async Task<VideoProperties> WriteAsync(VideoPath path, Stream content, WriteOptions? options = null, CancellationToken cancellationToken = default)
    {
        var generation = generations.Acquire();
        try
        {
            var written = await generation.Store.WriteAsync(path, content, options, cancellationToken).ConfigureAwait(false);
            generation.Watch?.Answered();
            return generations.Current == generation ? written : await CarryOverAsync(generation, path, options, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // The content has been read: nobody else can be asked.
            generations.AcquireOther(generation, e)?.Release();
            if (SwitchErrors.Translate(e, generation, path) is var failure && failure != e)
                throw failure;

            throw;
        }
        finally
        {
            generation.Release();
        }
    }

    public async Task DeleteAsync(VideoPath path, DeleteOptions options = default, CancellationToken cancellationToken = default)
    {
        var served = await CallAsync(
            path,
            (path, options),
            static async (generation, what, token) =>
            {
                await generation.Store.DeleteAsync(what.path, what.options, token).ConfigureAwait(false);
                return generation.Number;
            },
            cancellationToken).ConfigureAwait(false);

        // It must be gone where the next one looks for it. That it was the version meant has been decided.
        if (generations.Current.Number != served)
            await DeleteAsync(path, default, cancellationToken).ConfigureAwait(false);
    }

    public Task<VideoPage> ListPageAsync(ListOptions options = default, CancellationToken cancellationToken = default) =>
        CallAsync(path: null, options, static (generation, options, token) => GenerationListing.PageAsync(generation, options, token), cancellationToken);

    public Task<Uri> GetSignedReadUrlAsync(VideoPath path, TimeSpan lifetime, CancellationToken cancellationToken = default) =>
        CallAsync(
            path,
            (path, lifetime),
            static (generation, what, token) => generation.Store is ISignedUrlSource source
                ? source.GetSignedReadUrlAsync(what.path, what.lifetime, token)
                : throw new VideoStoreException(VideoStoreError.Unsupported, $"The provider '{generation.Provider}' cannot make links.") { Path = what.path },
            cancellationToken);

    private async Task<T> CallAsync<TArgument, T>(
        VideoPath? path, TArgument argument, Func<StoreGeneration, TArgument, CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        var generation = generations.Acquire();
        for (var isRepeated = false; ; isRepeated = true)
        {
            try
            {
                var result = await call(generation, argument, cancellationToken).ConfigureAwait(false);
                generation.Watch?.Answered();
                generation.Release();
                return result;
            }
            catch (Exception e)
            {
                if (After(generation, e, path, isRepeated, cancellationToken) is not { } other)
                    throw;

                generation = other;
            }
        }
    }

    /// <summary>Ends the lease of a call that failed.</summary>
    /// <returns>A lease on the generation to make it again with; <c>null</c> when <paramref name="failure"/> is to be thrown on.</returns>
    /// <exception cref="VideoStoreException">What is to be thrown instead.</exception>
    private StoreGeneration? After(StoreGeneration failed, Exception failure, VideoPath? path, bool isRepeated, CancellationToken cancellationToken)
    {
        try
        {
            if (cancellationToken.IsCancellationRequested)
                return null;

            var other = generations.AcquireOther(failed, failure);
            if (other is not null && !isRepeated)
                return other;

            other?.Release();
            var translated = SwitchErrors.Translate(failure, failed, path);
            return translated == failure ? null : throw translated;
        }
        finally
        {
            failed.Release();
        }
    }

    // A switch came during the upload: what was promised to be there must be found where the next one looks for it.
    private async Task<VideoProperties> CarryOverAsync(StoreGeneration from, VideoPath path, WriteOptions? options, CancellationToken cancellationToken)
    {
        var created = new WriteOptions { CreateOnly = options?.CreateOnly ?? false };
        return await from.Store.CopyToAsync(path, this, created, cancellationToken).ConfigureAwait(false);
    }
}
