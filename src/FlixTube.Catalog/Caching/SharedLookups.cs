namespace FlixTube.Catalog.Caching;

/// <summary>One lookup at a time for each id, whoever asks: callers who come during one share it. Thread-safe.</summary>
/// <remarks>A caller who gives up leaves the lookup to the others; the last one to leave cancels it.</remarks>
internal sealed class SharedLookups(Func<VideoId, Lookup, Task<CatalogVideo?>> ask)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<VideoId, Lookup> _lookups = [];

    public Lookup Join(VideoId id)
    {
        lock (_lock)
        {
            if (!_lookups.TryGetValue(id, out var lookup))
            {
                lookup = new Lookup(id);
                _lookups.Add(id, lookup);

                // Asked from another thread: what the catalogue does before its first wait must not hold up the lock.
                lookup.Result = Task.Run(() => RunAsync(id, lookup), CancellationToken.None);
                _ = ObserveAsync(lookup.Result);
            }

            lookup.Callers++;
            return lookup;
        }
    }

    public void Leave(Lookup lookup)
    {
        lock (_lock)
        {
            if (--lookup.Callers > 0)
                return;

            Detach(lookup);
        }

        lookup.Cancellation.Cancel();
    }

    /// <summary>Does <paramref name="work"/> unless the lookup's answer may have been overtaken by a change.</summary>
    public void IfCurrent(Lookup lookup, Action work)
    {
        lock (_lock)
        {
            if (_lookups.TryGetValue(lookup.Id, out var current) && current == lookup)
                work();
        }
    }

    /// <summary>Does <paramref name="work"/> after a change of the entry: a lookup that is under way saw it or did not, and is not shared any more.</summary>
    public void Overtake(VideoId id, Action work)
    {
        lock (_lock)
        {
            _lookups.Remove(id);
            work();
        }
    }

    private static async Task ObserveAsync(Task result) => await result.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private async Task<CatalogVideo?> RunAsync(VideoId id, Lookup lookup)
    {
        try
        {
            return await ask(id, lookup).ConfigureAwait(false);
        }
        finally
        {
            lock (_lock)
                Detach(lookup);
        }
    }

    private void Detach(Lookup lookup)
    {
        if (_lookups.TryGetValue(lookup.Id, out var current) && current == lookup)
            _lookups.Remove(lookup.Id);
    }
}

/// <summary>A question that is put to the catalogue.</summary>
internal sealed class Lookup(VideoId id)
{
    public VideoId Id { get; } = id;

    public CancellationTokenSource Cancellation { get; } = new();

    public Task<CatalogVideo?> Result { get; set; } = null!;

    public int Callers { get; set; }
}
