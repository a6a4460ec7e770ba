namespace FlixTube.Host.Viewing;

/// <summary>
/// Who is watching what: joins the requests of one play, so that a player that asks for the first byte again, as browsers
/// do after they have read the index or when somebody goes back to the start, makes one view. Thread-safe.
/// </summary>
/// <param name="idleTimeout">How long after its last byte a play may still go on.</param>
internal sealed class Plays(TimeSpan idleTimeout)
{
    /// <summary>The most plays that are remembered. Beyond it those that send nothing are forgotten, so that one may count twice.</summary>
    internal const int Most = 100_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<UInt128, Play> _plays = [];
    private DateTimeOffset _swept;

    /// <summary>How many plays are remembered.</summary>
    internal int Count
    {
        get
        {
            lock (_lock)
                return _plays.Count;
        }
    }

    /// <summary>An answer begins.</summary>
    /// <param name="who">A viewer and a video.</param>
    /// <param name="isBeginning">Whether it is <see cref="VideoAnswer.Beginning"/>.</param>
    /// <param name="now">The time.</param>
    /// <returns>Whether this is a view.</returns>
    public bool Begin(UInt128 who, bool isBeginning, DateTimeOffset now)
    {
        lock (_lock)
        {
            Sweep(now);
            if (!_plays.TryGetValue(who, out var play) || IsOver(play, now))
                _plays[who] = play = new();

            play.Answers++;
            play.LastSeen = now;
            if (!isBeginning || play.IsCounted)
                return false;

            play.IsCounted = true;
            return true;
        }
    }

    /// <summary>An answer that began has ended.</summary>
    public void End(UInt128 who, DateTimeOffset now)
    {
        lock (_lock)
        {
            if (_plays.TryGetValue(who, out var play))
            {
                play.Answers--;
                play.LastSeen = now;
            }
        }
    }

    private bool IsOver(Play play, DateTimeOffset now) => play.Answers == 0 && now - play.LastSeen > idleTimeout;

    private void Sweep(DateTimeOffset now)
    {
        var isFull = _plays.Count >= Most;
        if (!isFull && now - _swept <= idleTimeout)
            return;

        _swept = now;
        foreach (var (who, play) in _plays)
        {
            if (isFull ? play.Answers == 0 : IsOver(play, now))
                _plays.Remove(who);
        }
    }

    private sealed class Play
    {
        /// <summary>How many answers are being sent.</summary>
        public int Answers { get; set; }

        public DateTimeOffset LastSeen { get; set; }

        public bool IsCounted { get; set; }
    }
}
