namespace FlixTube.Storage.Caching.Fetching;

/// <summary>How many slices ahead of a viewer are fetched: about as many as it goes through in a second.</summary>
internal struct ReadAhead()
{
    /// <summary>The most: 8 MiB of slices of 1 MiB.</summary>
    public const int MostSlices = 8;

    private const double SecondsAhead = 1;

    private long _since;
    private int _index = -1;

    /// <summary>1 to <see cref="MostSlices"/>; 1 for a viewer whose rate is not known.</summary>
    public int Slices { get; private set; } = 1;

    /// <summary>The viewer is at a slice, which need not be another than before.</summary>
    public void Arrived(int index, TimeProvider time)
    {
        if (index == _index)
            return;

        var now = time.GetTimestamp();
        if (_index >= 0)
        {
            var seconds = time.GetElapsedTime(_since, now).TotalSeconds;
            Slices = seconds * MostSlices <= SecondsAhead ? MostSlices : Math.Max(1, (int)Math.Ceiling(SecondsAhead / seconds));
        }

        _since = now;
        _index = index;
    }
}
