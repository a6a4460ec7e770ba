namespace FlixTube.Storage.Switching.Generations;

/// <summary>Looks at what a new generation answers, and says once when it is not fit to serve. Thread-safe without locks.</summary>
internal sealed class FitnessWatch(int minimumFailures, double failureRate, Action<VideoStoreException> onUnfit)
{
    private int _calls;
    private int _failures;
    private int _isUnfit;

    public bool IsUnfit => Volatile.Read(ref _isUnfit) != 0;

    /// <summary>
    /// Whether an error speaks against the store, rather than against the request (there is no such video) or the caller's
    /// wishes.
    /// </summary>
    public static bool SpeaksAgainstTheStore(Exception exception) => exception is VideoStoreException
    {
        Error: VideoStoreError.PermissionDenied or VideoStoreError.Unavailable or VideoStoreError.Timeout or VideoStoreError.Throttled or VideoStoreError.Internal,
    };

    /// <summary>The store answered, if only with a refusal that is in order.</summary>
    public void Answered() => Interlocked.Increment(ref _calls);

    public void Failed(VideoStoreException failure)
    {
        var calls = Interlocked.Increment(ref _calls);
        var failures = Interlocked.Increment(ref _failures);
        if (failures >= minimumFailures && failures >= failureRate * calls && Interlocked.Exchange(ref _isUnfit, 1) == 0)
            onUnfit(failure);
    }
}
