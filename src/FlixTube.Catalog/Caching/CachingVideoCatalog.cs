using FlixTube.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace FlixTube.Catalog.Caching;

/// <summary>
/// A catalogue in front of another that keeps what was found by id in memory, and goes on giving it out while the other is
/// down.
/// </summary>
/// <remarks>
/// <para>
/// A known id costs no call and allocates nothing. An unknown one costs one call, which all who ask for it at that time
/// share; a caller who gives up leaves it to the others, and the last one to leave cancels it. An entry that stays in
/// demand is looked up again in the background before it expires.
/// </para>
/// <para>
/// What was changed through this object is seen by every later call of it. What was changed elsewhere shows in
/// <see cref="FindAsync"/> after <see cref="CatalogCacheOptions.TimeToLive"/> at the latest, and while the catalogue is
/// down not at all. Every other call is the catalogue's own answer.
/// </para>
/// <para>Thread-safe. The catalogue behind it is not disposed.</para>
/// </remarks>
public sealed class CachingVideoCatalog : IVideoCatalog
{
    private readonly IVideoCatalog _catalog;
    private readonly CatalogCacheOptions _options;
    private readonly TimeProvider _time;
    private readonly CatalogOutage _outage;
    private readonly SharedLookups _lookups;

    // Changed inside _lookups only, so that an answer and a change of the entry cannot pass each other.
    private readonly AnswerMap _entries;
    private readonly AnswerMap _absences;

    /// <summary>Makes the cache of <paramref name="catalog"/>. Nothing is asked before the first call.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its bounds.</exception>
    public CachingVideoCatalog(
        IVideoCatalog catalog, CatalogCacheOptions options, TimeProvider? time = null, ILogger<CachingVideoCatalog>? logger = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(options);
        if (CatalogCacheLimits.Problems(options).FirstOrDefault() is { } problem)
            throw new ArgumentOutOfRangeException(nameof(options), problem);

        _catalog = catalog;
        _options = options;
        _time = time ?? TimeProvider.System;
        _outage = new(_time, logger ?? NullLogger<CachingVideoCatalog>.Instance);
        _lookups = new(AskAsync);
        _entries = new(options.MaxEntries);
        _absences = new(Math.Max(options.MaxEntries / 10, 1));
    }

    /// <summary>Whether there is anything that could be given out while the catalogue is down.</summary>
    public bool HasEntries => !_entries.IsEmpty;

    /// <inheritdoc/>
    public Task<CatalogVideo?> FindAsync(VideoId id, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
            return Task.FromCanceled<CatalogVideo?>(cancellationToken);

        if (_entries.TryFind(id, out var entry))
        {
            if (AgeOf(entry) is { } age && age < _options.TimeToLive)
            {
                if (age >= _options.TimeToLive / 2)
                    Refresh(entry);

                return entry.Result;
            }

            if (_time.GetElapsedTime(entry.KnownSince) < _options.StaleLimit)
                return FindOrStaleAsync(entry, cancellationToken);
        }
        else if (_absences.TryFind(id, out var absence) && AgeOf(absence) < _options.NegativeTimeToLive)
        {
            return absence.Result;
        }

        return id == default ? _catalog.FindAsync(id, cancellationToken) : ShareAsync(id, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<CatalogVideo?> FindByPathAsync(VideoPath path, CancellationToken cancellationToken = default) =>
        WatchAsync(_catalog.FindByPathAsync(path, cancellationToken));

    /// <inheritdoc/>
    public async Task<CatalogVideo> CreateAsync(
        VideoPath path, CatalogDetails? details = null, VideoId? id = null, CancellationToken cancellationToken = default)
    {
        var video = await _catalog.CreateAsync(path, details, id, cancellationToken).ConfigureAwait(false);
        Changed(video.Id, video);
        return video;
    }

    /// <inheritdoc/>
    public async Task<CatalogVideo> UpdateAsync(VideoId id, string version, CatalogDetails details, CancellationToken cancellationToken = default)
    {
        try
        {
            var after = await _catalog.UpdateAsync(id, version, details, cancellationToken).ConfigureAwait(false);
            Changed(id, after);
            return after;
        }
        catch
        {
            Doubt(id);
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task<bool> RemoveAsync(VideoId id, string? version = null, CancellationToken cancellationToken = default)
    {
        try
        {
            var removed = await _catalog.RemoveAsync(id, version, cancellationToken).ConfigureAwait(false);
            Changed(id, after: null);
            return removed;
        }
        catch
        {
            Doubt(id);
            throw;
        }
    }

    /// <inheritdoc/>
    public Task<CatalogPage> ListPageAsync(CatalogQuery query = default, CancellationToken cancellationToken = default) =>
        WatchAsync(_catalog.ListPageAsync(query, cancellationToken));

    /// <inheritdoc/>
    public Task<long> CountAsync(CatalogFilter filter = default, CancellationToken cancellationToken = default) =>
        WatchAsync(_catalog.CountAsync(filter, cancellationToken));

    private TimeSpan? AgeOf(CachedAnswer answer) => answer.AskedAt is { } askedAt ? _time.GetElapsedTime(askedAt) : null;

    private async Task<CatalogVideo?> ShareAsync(VideoId id, CancellationToken cancellationToken)
    {
        var lookup = _lookups.Join(id);
        try
        {
            return await lookup.Result.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _lookups.Leave(lookup);
        }
    }

    private async Task<CatalogVideo?> FindOrStaleAsync(CachedAnswer stale, CancellationToken cancellationToken)
    {
        if (_outage.IsDown)
        {
            Refresh(stale);
            return stale.Result.Result;
        }

        var lookup = _lookups.Join(stale.Id);
        try
        {
            return await lookup.Result.WaitAsync(_options.StaleWait, _time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // It goes on without this caller: a catalogue that is only slow is noticed to be back.
            Refresh(stale);
            _outage.Failed("it takes longer than Catalog:Cache:StaleWait to answer.");
            return stale.Result.Result;
        }
        catch (VideoCatalogException)
        {
            return stale.Result.Result;
        }
        finally
        {
            _lookups.Leave(lookup);
        }
    }

    private void Refresh(CachedAnswer answer)
    {
        if (answer.BeginRefresh())
            _ = RefreshAsync(answer);
    }

    private async Task RefreshAsync(CachedAnswer answer)
    {
        if (_outage.MayAsk())
        {
            var lookup = _lookups.Join(answer.Id);
            await ((Task)lookup.Result).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _lookups.Leave(lookup);
        }

        answer.EndRefresh();
    }

    private async Task<CatalogVideo?> AskAsync(VideoId id, Lookup lookup)
    {
        var askedAt = _time.GetTimestamp();
        var video = await WatchAsync(_catalog.FindAsync(id, lookup.Cancellation.Token)).ConfigureAwait(false);
        _lookups.IfCurrent(lookup, () => Keep(id, video, askedAt, askedAt));
        return video;
    }

    /// <summary>After a change nobody is answered from memory until the catalogue was asked again, or is down.</summary>
    private void Changed(VideoId id, CatalogVideo? after) =>
        _lookups.Overtake(id, () => Keep(id, after, askedAt: null, _time.GetTimestamp()));

    /// <summary>A change that failed may have been made all the same. What was known serves while the catalogue is down, and no longer.</summary>
    private void Doubt(VideoId id) => _lookups.Overtake(id, () =>
    {
        if (_entries.TryFind(id, out var known))
            Keep(id, known.Result.Result, askedAt: null, known.KnownSince);
        else
            _absences.Remove(id);
    });

    private void Keep(VideoId id, CatalogVideo? video, long? askedAt, long knownSince)
    {
        var answer = new CachedAnswer(id, video, askedAt, knownSince);
        if (video is not null)
        {
            _absences.Remove(id);
            _entries.Put(answer);
            return;
        }

        _entries.Remove(id);
        if (askedAt is null || _options.NegativeTimeToLive == TimeSpan.Zero)
            _absences.Remove(id);
        else
            _absences.Put(answer);
    }

    private async Task<T> WatchAsync<T>(Task<T> call)
    {
        try
        {
            var result = await call.ConfigureAwait(false);
            _outage.Answered();
            return result;
        }
        catch (VideoCatalogException e) when (e.Error is not (VideoCatalogError.InvalidPageToken or VideoCatalogError.Internal))
        {
            _outage.Failed(e.Message);
            throw;
        }
    }
}
