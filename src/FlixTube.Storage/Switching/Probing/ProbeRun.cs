namespace FlixTube.Storage.Switching.Probing;

/// <summary>One probe under way: runs its steps one after the other, each for a limited time, and keeps the report. Not thread-safe.</summary>
internal sealed class ProbeRun
{
    private readonly ProbeOptions _options;
    private readonly List<ProbeStep> _steps = [];
    private readonly long _began;

    public ProbeRun(ProbeOptions options)
    {
        _options = options;
        _began = options.Time.GetTimestamp();
    }

    public ProbeOptions Options => _options;

    public ProbeReport Report => new(_steps.ToArray());

    private TimeSpan Rest => _options.Timeout - _options.Time.GetElapsedTime(_began);

    /// <summary>Runs a step in the time that is left.</summary>
    /// <returns>Whether it passed.</returns>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public async Task<bool> TryAsync(string name, Func<CancellationToken, Task> action, CancellationToken cancellationToken)
    {
        var rest = Rest;
        if (rest <= TimeSpan.Zero)
        {
            _steps.Add(new ProbeStep(name, ProbeOutcome.Failed, TimeSpan.Zero, $"The probe as a whole took longer than {_options.Timeout.TotalSeconds} seconds.", VideoStoreError.Timeout));
            return false;
        }

        return await RunAsync(name, action, rest < _options.StepTimeout ? rest : _options.StepTimeout, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Runs a step that clears up: with time of its own, though the probe's be over and its caller gone.</summary>
    public Task<bool> ClearUpAsync(string name, Func<CancellationToken, Task> action) =>
        RunAsync(name, action, _options.StepTimeout, CancellationToken.None);

    /// <summary>Says that a step could not be tried.</summary>
    public void Skip(string name, string reason) => _steps.Add(new ProbeStep(name, ProbeOutcome.Skipped, TimeSpan.Zero, reason));

    private async Task<bool> RunAsync(string name, Func<CancellationToken, Task> action, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var began = _options.Time.GetTimestamp();
        var failure = await FailureAsync(action, timeout, cancellationToken).ConfigureAwait(false);
        var duration = _options.Time.GetElapsedTime(began);
        _steps.Add(failure is null
            ? new ProbeStep(name, ProbeOutcome.Passed, duration)
            : new ProbeStep(name, ProbeOutcome.Failed, duration, failure.Message, failure.Error));
        return failure is null;
    }

    private async Task<VideoStoreException?> FailureAsync(Func<CancellationToken, Task> action, TimeSpan timeout, CancellationToken cancellationToken)
    {
        // Not disposed of: a call that was abandoned may look at its token for as long as it likes.
        var limit = new CancellationTokenSource(timeout, _options.Time);
        var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);

        // On another thread, for a store that blocks ours must not hold up the probe.
        var step = Task.Run(() => action(either.Token), CancellationToken.None);
        try
        {
            await step.WaitAsync(either.Token).ConfigureAwait(false);
            return null;
        }
        catch (VideoStoreException e)
        {
            return e;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (OperationCanceledException e) when (limit.IsCancellationRequested)
        {
            return new VideoStoreException(VideoStoreError.Timeout, $"The store did not answer within {timeout.TotalSeconds:0.###} seconds.", e);
        }
        catch (Exception e)
        {
            // Its words may be an SDK's, which may hold anything.
            return new VideoStoreException(VideoStoreError.Internal, $"The store failed with {e.GetType().Name}, which no store may throw.", e);
        }
        finally
        {
            _ = step.ContinueWith(static abandoned => abandoned.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }
}
