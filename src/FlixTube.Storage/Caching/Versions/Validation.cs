using FlixTube.Storage.Caching.Fetching;

namespace FlixTube.Storage.Caching.Versions;

/// <summary>
/// Knows which version of a video is the present one: believes the store's word for a while, asks again then, and, when the
/// store cannot be asked, goes on believing for as long as the options allow. Thread-safe.
/// </summary>
internal sealed class Validation(Fetches fetches, int number)
{
    // How long a viewer of what is cached waits for a store that may be down.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly SliceCache _cache = fetches.Cache;
    private readonly Lock _lock = new();
    private readonly Dictionary<CachedVideo, SharedCall<StoreWord>> _calls = [];
    private long _failedAt;
    private volatile bool _hasFailed;

    public CachedVideo Of(VideoPath path) => _cache.Videos.Get(new VideoKey(number, path));

    /// <summary>The store's last word, while it may be believed.</summary>
    public StoreWord? Fresh(CachedVideo video)
    {
        if (video.Word is not { } word)
            return null;

        var limit = _cache.Options.RevalidateAfter;
        if (word.Version is null && _cache.Options.MissingFor < limit)
            limit = _cache.Options.MissingFor;

        return limit > TimeSpan.Zero && _cache.Age(word.AskedAt) < limit ? word : null;
    }

    /// <summary>Asks the store, once for all who want to know. What is not fresh must do when the store cannot say.</summary>
    /// <exception cref="VideoStoreException">The store failed, and nothing will do.</exception>
    public async Task<Answer> AskAsync(CachedVideo video, VideoPath path, CancellationToken cancellationToken)
    {
        if (video.Word is null && _cache.Recall(fetches.Identity, path) is { } recalled)
            video.Learn(recalled);

        var last = WillDo(video);
        if (last is not null && _hasFailed && _cache.Age(Volatile.Read(ref _failedAt)) < _cache.Options.RevalidateAfter)
            return Stale(last);

        try
        {
            var limit = last is null ? Timeout.InfiniteTimeSpan : Patience;
            var word = await Join(video, path).WaitAsync(limit, _cache.Time, cancellationToken).ConfigureAwait(false);
            _hasFailed = false;
            return new Answer(word, StaleSince: null);
        }
        catch (Exception e) when (last is not null && e is TimeoutException or VideoStoreException { Persistence: ErrorPersistence.Temporary })
        {
            Volatile.Write(ref _failedAt, _cache.Time.GetTimestamp());
            _hasFailed = true;
            return Stale(last);
        }
    }

    private SharedCall<StoreWord> Join(CachedVideo video, VideoPath path)
    {
        lock (_lock)
        {
            if (_calls.TryGetValue(video, out var running) && _cache.Age(running.MadeAt) < _cache.Options.RevalidateAfter && running.TryJoin())
                return running;

            SharedCall<StoreWord>? made = null;
            made = new SharedCall<StoreWord>(_cache.Time.GetTimestamp(), token => StatAsync(video, path, Forget, token));
            _calls[video] = made;
            return made;

            void Forget()
            {
                lock (_lock)
                {
                    if (_calls.TryGetValue(video, out var present) && present == made)
                        _calls.Remove(video);
                }
            }
        }
    }

    private async Task<StoreWord> StatAsync(CachedVideo video, VideoPath path, Action done, CancellationToken cancellationToken)
    {
        var askedAt = _cache.Time.GetTimestamp();
        _cache.Metrics.Validating();
        try
        {
            var properties = await fetches.Store.FindPropertiesAsync(path, cancellationToken).ConfigureAwait(false);
            var word = new StoreWord(properties is null ? null : new CachedVersion(fetches.Identity, properties, _cache.SliceBytes), askedAt);
            _cache.Learn(video, word, fetches.Identity, path);
            return word;
        }
        finally
        {
            done();
        }
    }

    private StoreWord? WillDo(CachedVideo video) =>
        video.Word is { Version: not null } word && _cache.Age(word.AskedAt) < _cache.Options.StaleFor ? word : null;

    private Answer Stale(StoreWord word)
    {
        _cache.Metrics.ServedStale();
        return new Answer(word, _cache.Time.GetUtcNow() - _cache.Age(word.AskedAt));
    }
}

/// <summary>What is to be believed of a video.</summary>
/// <param name="Word">The store's word.</param>
/// <param name="StaleSince">When it was given, if the store cannot be asked now.</param>
internal readonly record struct Answer(StoreWord Word, DateTimeOffset? StaleSince)
{
    /// <summary>The present version.</summary>
    /// <exception cref="VideoStoreException">There is none.</exception>
    public CachedVersion VersionOf(VideoPath path) => Word.Version ?? throw VideoStoreException.NotFound(path);

    /// <summary>What callers are told of the version.</summary>
    public VideoProperties Describe(CachedVersion version) =>
        StaleSince is null ? version.Properties : version.Properties with { StaleSince = StaleSince };
}
