namespace FlixTube.Storage.Caching.Versions;

/// <summary>
/// What is known of one path of one store. It is dropped when the video is written or deleted, and then nobody finds it any
/// more: what requests that are under way learn of the old version, they tell an object that is forgotten.
/// </summary>
internal sealed class CachedVideo
{
    private volatile StoreWord? _word;

    /// <summary>The store's last word; <c>null</c> before the first.</summary>
    public StoreWord? Word => _word;

    /// <summary>Whether it was asked for since the table last looked. A lost race costs nothing.</summary>
    public bool WasUsed { get; set; }

    /// <summary>Whether it was written or deleted: then what is still learned of it is of no use to the next process.</summary>
    public bool IsForgotten { get; set; }

    /// <summary>The version that the disk was told of last, and when. A lost race costs a write.</summary>
    public (UInt128 Version, long At)? Kept { get; set; }

    /// <summary>Keeps what the store said, unless it has said something later.</summary>
    public void Learn(StoreWord word)
    {
        while (true)
        {
            var present = _word;
            if (present is not null && present.AskedAt > word.AskedAt)
                return;

#pragma warning disable CS0420 // Interlocked is as strong as volatile.
            if (Interlocked.CompareExchange(ref _word, word, present) == present)
                return;
#pragma warning restore CS0420
        }
    }
}

/// <summary>What a store said of a path.</summary>
/// <param name="Version">The present version; <c>null</c> when there is no video.</param>
/// <param name="AskedAt">The timestamp at which it was asked: what it said was true then or later.</param>
internal sealed record StoreWord(CachedVersion? Version, long AskedAt);
