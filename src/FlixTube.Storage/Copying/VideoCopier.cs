using FlixTube.Storage.Network;

namespace FlixTube.Storage.Copying;

/// <summary>
/// Brings every video of one store into another, with its content type and metadata, verified by SHA-256. It can be
/// killed at any time and run again: a video is there whole or not at all, and what is there is not written again.
/// </summary>
/// <remarks>
/// <para>
/// A video whose content the target has, by the hash that the target recorded, is left as it is. One of another content,
/// or without a recorded hash, is replaced, unless <see cref="CopyOptions.KeepExisting"/> says otherwise. Nothing is ever
/// deleted from the target but a copy that turned out damaged.
/// </para>
/// <para>
/// Memory: one page of each listing, and for each of <see cref="BulkOptions.Parallel"/> videos what the target needs for a
/// write. Each run is independent; a copier is safe to use from many threads.
/// </para>
/// </remarks>
public sealed class VideoCopier
{
    private readonly IVideoStore _source;
    private readonly IVideoStore _target;
    private readonly CopyOptions _options;
    private readonly Retrier _retrier;

    /// <summary>Makes a copier. Nothing is asked of the stores yet.</summary>
    /// <param name="source">Where the videos are.</param>
    /// <param name="target">Where they should be.</param>
    /// <param name="options">Which videos and how; all, as documented there, when <c>null</c>.</param>
    /// <param name="time">The clock of retries; the system's when <c>null</c>.</param>
    /// <exception cref="ArgumentException">Both are the same store, or an option is out of its bounds.</exception>
    public VideoCopier(IVideoStore source, IVideoStore target, CopyOptions? options = null, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        if (ReferenceEquals(source, target))
            throw new ArgumentException("The source and the target are the same store.", nameof(target));

        _source = source;
        _target = target;
        _options = options ?? new CopyOptions();
        _options.Validate();
        _retrier = BulkRun.Retrier(_options, time);
    }

    /// <summary>Copies, several videos at once, and gives each when it is finished. A failed one does not stop the others.</summary>
    /// <param name="progress">Told how far the work has come.</param>
    /// <param name="cancellationToken">Ends everything promptly; what had been finished is given before.</param>
    /// <exception cref="VideoStoreException">A store could not be listed. What was under way has been finished and given before.</exception>
    public IAsyncEnumerable<CopyResult> RunAsync(TransferProgress? progress = null, CancellationToken cancellationToken = default)
    {
        progress ??= new TransferProgress();
        var videos = StoreListing.MatchAsync(
            StoreListing.ListAsync(_source, _options.Prefix, _retrier, cancellationToken),
            StoreListing.ListAsync(_target, _options.Prefix, _retrier, cancellationToken),
            cancellationToken);
        return BulkRun.RunAsync(videos, _options.Parallel, (pair, token) => CopyAsync(pair.Video, pair.IsThere, progress, token), cancellationToken);
    }

    private async Task<CopyResult> CopyAsync(VideoListItem video, bool isThere, TransferProgress whole, CancellationToken cancellationToken)
    {
        var progress = new VideoProgress(whole, video.Length, passes: _options.ReadBack ? 2 : 1);
        var (outcome, reason) = await OutcomeAsync(video, isThere, progress, cancellationToken).ConfigureAwait(false);
        progress.Finish();
        return new CopyResult(video.Path, video.Length, outcome, reason);
    }

    private async Task<(CopyOutcome Outcome, string? Reason)> OutcomeAsync(
        VideoListItem video, bool isThere, VideoProgress progress, CancellationToken cancellationToken)
    {
        if (isThere && _options.KeepExisting)
            return (CopyOutcome.Kept, null);

        var copy = new VideoCopy(_source, _target, _options, video.Path, isThere, progress);
        try
        {
            return (await _retrier.RunAsync(copy.AttemptAsync, Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(false), null);
        }
        catch (VideoStoreException e) when (e.Error == VideoStoreError.NotFound)
        {
            return (CopyOutcome.Gone, null);
        }
        catch (VideoStoreException e)
        {
            return (CopyOutcome.Failed, e.Message);
        }
        catch (ContentMismatchException e)
        {
            return (CopyOutcome.Mismatched, e.Message);
        }
    }
}
