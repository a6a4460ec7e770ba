namespace FlixTube.Storage.Caching.Memory;

/// <summary>What a tier keeps, with what <see cref="S3Fifo{T}"/> needs to know of it.</summary>
internal abstract class Resident(SliceKey key, int weight)
{
    private const int MostHits = 3;

    private int _hits;

    public SliceKey Key { get; } = key;

    /// <summary>In bytes.</summary>
    public int Weight { get; } = weight;

    /// <summary>How often it was of use since it was last judged, up to 3.</summary>
    public int Hits => _hits;

    /// <summary>Where it stands. For <see cref="S3Fifo{T}"/> alone.</summary>
    public ResidentState State { get; set; }

    /// <summary>It was of use. A lost race costs a hit, which is less than a lock would.</summary>
    public void Touch()
    {
        var hits = _hits;
        if (hits < MostHits)
            _hits = hits + 1;
    }

    public void Forgive() => _hits = Math.Max(0, _hits - 1);

    public void Begin() => _hits = 0;
}

/// <summary>Where a <see cref="Resident"/> stands.</summary>
internal enum ResidentState
{
    /// <summary>It is new, and has to be of use to stay.</summary>
    OnProbation = 0,

    /// <summary>It was of use.</summary>
    Kept,

    /// <summary>It left.</summary>
    Gone,
}
