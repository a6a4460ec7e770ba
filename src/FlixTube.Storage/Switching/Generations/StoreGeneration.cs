namespace FlixTube.Storage.Switching.Generations;

/// <summary>
/// A store with what it was built from, and the count of those who use it. Never changed, only used, retired and cut off.
/// Thread-safe without locks.
/// </summary>
internal sealed class StoreGeneration(int number, string provider, string fingerprint, IVideoStore store, DateTimeOffset since)
{
    // The sign bit of the count of leases.
    private const int Retired = int.MinValue;

    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _leases;
    private volatile FitnessWatch? _watch;
    private int _isCutOff;

    /// <summary>1 for the first of the process, then counting up.</summary>
    public int Number => number;

    public string Provider => provider;

    /// <summary>Of the settings that the store was built from.</summary>
    public string Fingerprint => fingerprint;

    public IVideoStore Store => store;

    /// <summary>When it was published.</summary>
    public DateTimeOffset Since => since;

    /// <summary>How many use it now.</summary>
    public int Leases => Volatile.Read(ref _leases) & int.MaxValue;

    /// <summary>Completes when it has been retired and the last lease has ended.</summary>
    public Task Drained => _drained.Task;

    /// <summary>Counts failures for a time after it was published; <c>null</c> otherwise.</summary>
    public FitnessWatch? Watch
    {
        get => _watch;
        set => _watch = value;
    }

    /// <summary>Whether its leases hold no longer.</summary>
    public bool IsCutOff => Volatile.Read(ref _isCutOff) != 0;

    /// <summary>Takes a lease, which <see cref="Release"/> ends.</summary>
    /// <returns><c>false</c> when it has been retired: there is a newer one.</returns>
    public bool TryAcquire()
    {
        if (Interlocked.Increment(ref _leases) > 0)
            return true;

        Release();
        return false;
    }

    public void Release()
    {
        if (Interlocked.Decrement(ref _leases) == Retired)
            _drained.TrySetResult();
    }

    /// <summary>No lease can be taken from now on.</summary>
    public void Retire()
    {
        if (Interlocked.Or(ref _leases, Retired) == 0)
            _drained.TrySetResult();
    }

    /// <summary>The store is about to be disposed of, whoever still uses it.</summary>
    /// <returns><c>false</c> when somebody said so before.</returns>
    public bool CutOff() => Interlocked.Exchange(ref _isCutOff, 1) == 0;
}
