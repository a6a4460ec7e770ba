using FlixTube.Storage.Caching.Fetching;
using FlixTube.Storage.Caching.Reading;
using FlixTube.Storage.Caching.Versions;

namespace FlixTube.Storage.Caching;

/// <summary>
/// A store with the cache before it: reads and stats are answered from the cache where they can be, everything else goes
/// through, and what is written or deleted here is forgotten at once. It owns the store.
/// </summary>
/// <remarks>
/// Thread-safe. It is an <see cref="ISignedUrlSource"/> always; where the store is none, it refuses with
/// <see cref="VideoStoreError.Unsupported"/>. Links lead past the cache.
/// </remarks>
internal sealed class CachingVideoStore : IVideoStore, ISignedUrlSource, IAsyncDisposable
{
    private const int MostAttempts = 4;

    private readonly IVideoStore _store;
    private readonly SliceCache _cache;
    private readonly Fetches _fetches;
    private readonly Validation _validation;
    private readonly int _number;

    /// <param name="store">The store.</param>
    /// <param name="identity">What tells it from others, also in the next process.</param>
    /// <param name="number">The same in this process.</param>
    /// <param name="cache">The cache, which outlives this.</param>
    public CachingVideoStore(IVideoStore store, string identity, int number, SliceCache cache)
    {
        _store = store;
        _cache = cache;
        _number = number;
        _fetches = new Fetches(store, identity, number, cache);
        _validation = new Validation(_fetches, number);
    }

    public VideoStoreCapabilities Capabilities => _store.Capabilities;

    public async Task<VideoRead> OpenReadAsync(VideoPath path, ReadOptions options = default, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _ = path.Value;
        for (var attempt = 1; ; attempt++)
        {
            var video = _validation.Of(path);
            try
            {
                // Somebody replaces it again and again: what the store opens it cannot deny.
                if (attempt > 1)
                    return await OpenAsync(video, path, options, joinable: TimeSpan.Zero, cancellationToken).ConfigureAwait(false);

                // A word that contradicts the caller's may be the older one.
                if (_validation.Fresh(video) is { } word && Matches(options.IfMatch, word.Version))
                    return await ReadAsync(video, new Answer(word, StaleSince: null), path, options, opened: null, cancellationToken).ConfigureAwait(false);

                if (IsWorthAStat(video, path, options.Range))
                    return await ReadAsync(video, await _validation.AskAsync(video, path, cancellationToken).ConfigureAwait(false), path, options, opened: null, cancellationToken).ConfigureAwait(false);

                return await OpenAsync(video, path, options, _cache.Options.RevalidateAfter, cancellationToken).ConfigureAwait(false);
            }
            catch (VideoStoreException e) when (attempt < MostAttempts && IsOutdated(e, video, path, options))
            {
                // The version that was believed in is no more.
                _cache.Videos.Forget(new VideoKey(_number, path), video);
            }
        }
    }

    public async Task<VideoProperties> GetPropertiesAsync(VideoPath path, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _ = path.Value;
        var video = _validation.Of(path);
        var answer = _validation.Fresh(video) is { } word
            ? new Answer(word, StaleSince: null)
            : await _validation.AskAsync(video, path, cancellationToken).ConfigureAwait(false);
        return answer.Describe(answer.VersionOf(path));
    }

    public async Task<VideoProperties> WriteAsync(VideoPath path, Stream content, WriteOptions? options = null, CancellationToken cancellationToken = default)
    {
        try
        {
            return await _store.WriteAsync(path, content, options, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Forget(path);
        }
    }

    public async Task DeleteAsync(VideoPath path, DeleteOptions options = default, CancellationToken cancellationToken = default)
    {
        try
        {
            await _store.DeleteAsync(path, options, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Forget(path);
        }
    }

    public Task<VideoPage> ListPageAsync(ListOptions options = default, CancellationToken cancellationToken = default) =>
        _store.ListPageAsync(options, cancellationToken);

    public Task<Uri> GetSignedReadUrlAsync(VideoPath path, TimeSpan lifetime, CancellationToken cancellationToken = default) =>
        _store is ISignedUrlSource source
            ? source.GetSignedReadUrlAsync(path, lifetime, cancellationToken)
            : throw new VideoStoreException(VideoStoreError.Unsupported, $"The provider '{Capabilities.Provider}' cannot make links.") { Path = path };

    public async ValueTask DisposeAsync()
    {
        _fetches.StopAll();
        switch (_store)
        {
            case IAsyncDisposable store:
                await store.DisposeAsync().ConfigureAwait(false);
                break;
            case IDisposable store:
                store.Dispose();
                break;
        }
    }

    private void Forget(VideoPath path)
    {
        _cache.Videos.Forget(new VideoKey(_number, path));
        _cache.Disk?.ForgetWord(CachedVersion.VideoOf(_fetches.Identity, path));
    }

    // Whether the store is better asked for its word alone than for the bytes: when we have them, if nothing has changed.
    private bool IsWorthAStat(CachedVideo video, VideoPath path, ByteRange? range)
    {
        if (video.Word?.Version is not { } version)
            return _cache.Disk?.ContainsVideo(CachedVersion.VideoOf(_fetches.Identity, path)) ?? false;

        var length = version.Properties.Length;
        return range is null ? length > 0 && _cache.Has(version.KeyOf(0))
            : range.Value.TryResolve(length, out var served) && served.Length > 0 && _cache.Has(version.KeyOf(version.IndexOf(served.Offset)));
    }

    // Asks for the version and the bytes in one.
    private async Task<VideoRead> OpenAsync(CachedVideo video, VideoPath path, ReadOptions options, TimeSpan joinable, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_fetches.JoinOrOpen(video, path, options, joinable, out var known) is not { } opened)
            {
                if (known is not null)
                    return await ReadAsync(video, new Answer(known, StaleSince: null), path, options, opened: null, cancellationToken).ConfigureAwait(false);

                _cache.Metrics.Bypassed();
                return await _store.OpenReadAsync(path, options, cancellationToken).ConfigureAwait(false);
            }

            CachedVersion version;
            try
            {
                version = await opened.Fetch.Opened.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (VideoStoreException e) when (opened.IsJoined && e.Error is VideoStoreError.RangeNotSatisfiable or VideoStoreError.PreconditionFailed)
            {
                // That was about another's range or pin.
                opened.Fetch.Detach();
                continue;
            }
            catch (VideoStoreException e) when (e is { Error: VideoStoreError.RangeNotSatisfiable, VideoLength: not null } && options.Range is not null)
            {
                opened.Fetch.Detach();

                // The store was asked for more than the caller asked for.
                throw VideoStoreException.RangeNotSatisfiable(path, options.Range.Value, e.VideoLength.Value, e);
            }
            catch (Exception)
            {
                opened.Fetch.Detach();
                throw;
            }

            return await ReadAsync(video, new Answer(new StoreWord(version, 0), StaleSince: null), path, options, opened, cancellationToken).ConfigureAwait(false);
        }
    }

    // Whoever asked for no version cannot have asked for the wrong one.
    private bool IsOutdated(VideoStoreException refusal, CachedVideo video, VideoPath path, ReadOptions options) =>
        refusal.Error == VideoStoreError.PreconditionFailed && (options.IfMatch is null || _validation.Of(path) != video);

    private static bool Matches(string? pin, CachedVersion? version) =>
        pin is null || string.Equals(pin, version?.Properties.ETag, StringComparison.Ordinal);

    private async Task<VideoRead> ReadAsync(
        CachedVideo video, Answer answer, VideoPath path, ReadOptions options, (Fetch Fetch, bool IsJoined)? opened, CancellationToken cancellationToken)
    {
        SliceReader? reader = null;
        try
        {
            var version = answer.VersionOf(path);
            if (!Matches(options.IfMatch, version))
                throw VideoStoreException.PreconditionFailed(path);

            var served = new ServedRange(0, version.Properties.Length);
            if (options.Range is { } range && !range.TryResolve(version.Properties.Length, out served))
                throw VideoStoreException.RangeNotSatisfiable(path, range, version.Properties.Length);

            reader = new SliceReader(_fetches, video, version, served, opened?.Fetch, openedHere: opened is { IsJoined: false });
            await reader.StartAsync(cancellationToken).ConfigureAwait(false);
            return new VideoRead(answer.Describe(version), served, new CachedBody(reader));
        }
        catch (Exception)
        {
            if (reader is not null)
                reader.Dispose();
            else
                opened?.Fetch.Detach();

            throw;
        }
    }
}
