namespace FlixTube.Storage.Conformance;

/// <summary>
/// A place where several sources wait for each other. A store may let fewer of them in at once: then they go on after
/// <paramref name="patience"/>, and the test is only less sharp.
/// </summary>
internal sealed class Meeting(int expected, TimeSpan patience)
{
    private readonly TaskCompletionSource _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _arrived;

    public async ValueTask ArriveAsync()
    {
        if (Interlocked.Increment(ref _arrived) == expected)
            _complete.TrySetResult();

        try
        {
            await _complete.Task.WaitAsync(patience);
        }
        catch (TimeoutException)
        {
            _complete.TrySetResult();
        }
    }
}
