namespace FlixTube.Host.Streaming;

/// <summary>
/// How many bytes to move at a time: few to a viewer who makes us wait, because they are held meanwhile, more to one who
/// takes them at once, because each piece costs the same. Mutable; not thread-safe.
/// </summary>
internal struct PieceSize
{
    /// <summary>
    /// A wait up to this is the machine's, a longer one the viewer's. What is held by waits this short is bounded by
    /// what the machine can send in this time, whatever the number of viewers.
    /// </summary>
    public static readonly TimeSpan AtOnce = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// How many pieces must have gone at once before the next is twice as large. Empty socket buffers take the first
    /// megabytes from every viewer, also the slowest.
    /// </summary>
    public const int Trust = 16;

    private readonly int _min;
    private readonly int _max;
    private int _streak;

    public PieceSize(int min, int max)
    {
        (_min, _max) = (min, max);
        Bytes = min;
    }

    public int Bytes { get; private set; }

    /// <summary>Whether the viewer has taken everything at once for long.</summary>
    public bool IsLargest { get; private set; }

    /// <summary>Learns from a piece that took <paramref name="wait"/> to go.</summary>
    public void Sent(TimeSpan wait)
    {
        if (wait > AtOnce)
        {
            Bytes = _min;
            _streak = 0;
            IsLargest = false;
        }
        else if (++_streak == Trust)
        {
            Bytes = Math.Min(Bytes * 2, _max);
            _streak = 0;
            IsLargest = Bytes == _max;
        }
    }
}
