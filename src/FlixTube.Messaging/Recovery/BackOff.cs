namespace FlixTube.Messaging.Recovery;

/// <summary>
/// How long to wait before the next attempt: twice as long after each failure, from 100 milliseconds to 10 seconds, and a
/// random half of it less, so that services that failed together do not come back together.
/// </summary>
internal sealed class BackOff(TimeProvider time)
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    private int _failures;

    /// <summary>Says that something worked: the next delay is a short one again.</summary>
    public void Reset() => _failures = 0;

    public Task WaitAsync(CancellationToken cancellationToken) => Task.Delay(Next(Random.Shared.NextDouble()), time, cancellationToken);

    /// <param name="random">From 0 to 1.</param>
    internal TimeSpan Next(double random)
    {
        var delay = First * Math.Pow(2, Math.Min(_failures++, 10));
        return (delay < Longest ? delay : Longest) * (1 - (random / 2));
    }
}
