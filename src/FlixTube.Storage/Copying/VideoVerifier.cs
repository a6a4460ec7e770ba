using FlixTube.Storage.Network;

namespace FlixTube.Storage.Copying;

/// <summary>
/// Reads every video of a store to its end and compares the content with the SHA-256 that was recorded when it was
/// written. It changes nothing.
/// </summary>
/// <remarks>Memory does not grow with the number of videos or their length. Each run is independent; safe to use from many threads.</remarks>
public sealed class VideoVerifier
{
    private readonly IVideoStore _store;
    private readonly VerifyOptions _options;
    private readonly Retrier _retrier;

    /// <summary>Makes a verifier. Nothing is asked of the store yet.</summary>
    /// <param name="store">Where the videos are.</param>
    /// <param name="options">Which videos and how; all, as documented there, when <c>null</c>.</param>
    /// <param name="time">The clock of retries; the system's when <c>null</c>.</param>
    /// <exception cref="ArgumentException">An option is out of its bounds.</exception>
    public VideoVerifier(IVideoStore store, VerifyOptions? options = null, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(store);
        _store = store;
        _options = options ?? new VerifyOptions();
        _options.Validate();
        _retrier = BulkRun.Retrier(_options, time);
    }

    /// <summary>Verifies, several videos at once, and gives each when it is finished. A failed one does not stop the others.</summary>
    /// <param name="progress">Told how far the work has come.</param>
    /// <param name="cancellationToken">Ends everything promptly; what had been finished is given before.</param>
    /// <exception cref="VideoStoreException">The store could not be listed. What was under way has been finished and given before.</exception>
    public IAsyncEnumerable<VerifyResult> RunAsync(TransferProgress? progress = null, CancellationToken cancellationToken = default)
    {
        progress ??= new TransferProgress();
        var videos = StoreListing.ListAsync(_store, _options.Prefix, _retrier, cancellationToken);
        return BulkRun.RunAsync(videos, _options.Parallel, (video, token) => VerifyAsync(video, progress, token), cancellationToken);
    }

    private async Task<VerifyResult> VerifyAsync(VideoListItem video, TransferProgress whole, CancellationToken cancellationToken)
    {
        var progress = new VideoProgress(whole, video.Length, passes: 1);
        var (outcome, reason) = await OutcomeAsync(video.Path, progress, cancellationToken).ConfigureAwait(false);
        progress.Finish();
        return new VerifyResult(video.Path, video.Length, outcome, reason);
    }

    private async Task<(VerifyOutcome Outcome, string? Reason)> OutcomeAsync(VideoPath path, VideoProgress progress, CancellationToken cancellationToken)
    {
        try
        {
            var hasHash = await _retrier.RunAsync(token => ReadAsync(path, progress, token), Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(false);
            return (hasHash ? VerifyOutcome.Intact : VerifyOutcome.HashUnknown, null);
        }
        catch (VideoStoreException e) when (e.Error == VideoStoreError.NotFound)
        {
            return (VerifyOutcome.Gone, null);
        }
        catch (VideoStoreException e)
        {
            return (VerifyOutcome.Failed, e.Message);
        }
        catch (ContentMismatchException e)
        {
            return (VerifyOutcome.Mismatched, $"It is damaged: {e.Message}.");
        }
    }

    // Whether there was a hash to compare with.
    private async Task<bool> ReadAsync(VideoPath path, VideoProgress progress, CancellationToken cancellationToken)
    {
        progress.Restart();
        var read = await _store.OpenReadAsync(path, cancellationToken: cancellationToken).ConfigureAwait(false);
        await using var end = read.ConfigureAwait(false);
        using var content = new CheckedContent(read, read.Properties.ContentHash, progress.Add);
        await content.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
        return read.Properties.ContentHash is not null;
    }
}
