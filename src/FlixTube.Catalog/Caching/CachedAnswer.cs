namespace FlixTube.Catalog.Caching;

/// <summary>What the catalogue said about an id.</summary>
/// <param name="id">The id.</param>
/// <param name="video">Its entry, or that it has none.</param>
/// <param name="askedAt">
/// When the question was put, so that the answer is at least as young as it seems; <c>null</c> when it must not be given
/// out unless the catalogue is down.
/// </param>
/// <param name="knownSince">When it was last known to be so, for the limit of staleness.</param>
internal sealed class CachedAnswer(VideoId id, CatalogVideo? video, long? askedAt, long knownSince)
{
    private int _refreshing;

    public VideoId Id { get; } = id;

    /// <summary>The entry as a finished call, so that a hit makes nothing.</summary>
    public Task<CatalogVideo?> Result { get; } = Task.FromResult(video);

    public long? AskedAt { get; } = askedAt;

    public long KnownSince { get; } = knownSince;

    /// <summary>Whether it was asked for since it was last passed over for eviction.</summary>
    public bool Used { get; set; }

    /// <summary>Its place among those to be evicted.</summary>
    public LinkedListNode<CachedAnswer>? Place { get; set; }

    /// <summary>Whether this caller is the one to look the id up again.</summary>
    public bool BeginRefresh() => Interlocked.CompareExchange(ref _refreshing, 1, 0) == 0;

    /// <summary>Lets another caller try.</summary>
    public void EndRefresh() => Volatile.Write(ref _refreshing, 0);
}
