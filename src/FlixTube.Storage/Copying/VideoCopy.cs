namespace FlixTube.Storage.Copying;

/// <summary>The copy of one video, which may take several attempts. Not thread-safe.</summary>
/// <param name="source">Where the video is.</param>
/// <param name="target">Where it should be.</param>
/// <param name="options">How it is copied.</param>
/// <param name="path">Which video.</param>
/// <param name="isListed">Whether the target's listing had a video at the path.</param>
/// <param name="progress">Told how many bytes have been moved.</param>
internal sealed class VideoCopy(
    IVideoStore source, IVideoStore target, CopyOptions options, VideoPath path, bool isListed, VideoProgress progress)
{
    private int _attempts;
    private bool _mayHaveWritten;
    private Written? _written;

    /// <summary>Goes on where the attempt before failed: what has been written is not written again.</summary>
    /// <exception cref="VideoStoreException">
    /// <see cref="VideoStoreError.NotFound"/> when the source does not have the video any more. A video that was changed
    /// meanwhile is a temporary failure, because the next attempt looks at it anew.
    /// </exception>
    /// <exception cref="ContentMismatchException">The bytes are not those that were recorded or sent.</exception>
    public async Task<CopyOutcome> AttemptAsync(CancellationToken cancellationToken)
    {
        if (_attempts++ > 0)
            progress.Restart();

        // A listing can be old when its last videos are reached, so it is believed only where the write decides anew.
        var mayBeThere = isListed || _attempts > 1 || !target.Capabilities.ConditionalCreate;
        try
        {
            var present = mayBeThere
                ? await OnAsync("target", target.FindPropertiesAsync(path, cancellationToken)).ConfigureAwait(false)
                : null;
            if (_written is null || !string.Equals(_written.Properties.ETag, present?.ETag, StringComparison.Ordinal))
            {
                // Unless it may be a copy of ours, whose answer was lost.
                if (present is not null && options.KeepExisting && !_mayHaveWritten)
                    return CopyOutcome.Kept;

                if (present is { ContentHash: { } hash } && await HasSameContentAsync(present, cancellationToken).ConfigureAwait(false))
                {
                    if (!_mayHaveWritten)
                        return CopyOutcome.AlreadyThere;

                    _written = new Written(present, hash, CopyOutcome.Copied);
                }
                else if (present is not null && options.KeepExisting)
                {
                    return CopyOutcome.Kept;
                }
                else if (options.DryRun)
                {
                    return present is null ? CopyOutcome.Copied : CopyOutcome.Replaced;
                }
                else
                {
                    _written = await WriteAsync(present, cancellationToken).ConfigureAwait(false);
                }
            }

            await CheckAsync(_written, cancellationToken).ConfigureAwait(false);
            return _written.Outcome;
        }
        catch (VideoStoreException e) when (e.Error is VideoStoreError.AlreadyExists or VideoStoreError.PreconditionFailed)
        {
            throw new VideoStoreException(e.Error, "It was changed by somebody else while it was copied.", e)
            {
                Path = path,
                Persistence = ErrorPersistence.Temporary,
            };
        }
    }

    // A hash that the source did not record is computed: that is half of a copy's work, and leaves the target alone.
    private async Task<bool> HasSameContentAsync(VideoProperties present, CancellationToken cancellationToken)
    {
        var original = await OnAsync("source", source.GetPropertiesAsync(path, cancellationToken)).ConfigureAwait(false);
        if (original.Length != present.Length)
            return false;

        var hash = original.ContentHash ?? await HashSourceAsync(cancellationToken).ConfigureAwait(false);
        return string.Equals(hash, present.ContentHash, StringComparison.Ordinal);
    }

    private async Task<string> HashSourceAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await OnAsync("source", HashAsync(source, default, recordedHash: null, cancellationToken)).ConfigureAwait(false);
        }
        catch (ContentMismatchException e)
        {
            throw DamagedSource(e);
        }
    }

    private async Task<Written> WriteAsync(VideoProperties? present, CancellationToken cancellationToken)
    {
        progress.Restart();
        var read = await OnAsync("source", source.OpenReadAsync(path, cancellationToken: cancellationToken)).ConfigureAwait(false);
        await using var end = read.ConfigureAwait(false);
        using var content = new CheckedContent(read, read.Properties.ContentHash, progress.Add);
        var write = new WriteOptions
        {
            ContentType = read.Properties.ContentType,
            Metadata = read.Properties.Metadata,
            CreateOnly = present is null && target.Capabilities.ConditionalCreate,
            IfMatch = target.Capabilities.ConditionalWrite ? present?.ETag : null,
        };
        try
        {
            var written = await target.WriteAsync(path, content, write, cancellationToken).ConfigureAwait(false);
            return new Written(written, content.Hash!, present is null ? CopyOutcome.Copied : CopyOutcome.Replaced);
        }
        catch (ContentMismatchException e)
        {
            throw DamagedSource(e);
        }
        catch (VideoStoreException e) when (!IsChange(e))
        {
            if (ReferenceEquals(e, content.Failure))
                throw Located("source", e);

            // The answer may be all that was lost.
            _mayHaveWritten = true;
            throw Located("target", e);
        }
    }

    private async Task CheckAsync(Written written, CancellationToken cancellationToken)
    {
        var recorded = written.Properties.ContentHash;
        if (!string.Equals(recorded, written.Hash, StringComparison.Ordinal))
            throw await RemoveAsync(written, $"its SHA-256 was {written.Hash} on the way and {recorded} at the target", cancellationToken).ConfigureAwait(false);

        if (!options.ReadBack)
            return;

        var version = new ReadOptions { IfMatch = written.Properties.ETag };
        try
        {
            await OnAsync("target", HashAsync(target, version, written.Hash, cancellationToken)).ConfigureAwait(false);
        }
        catch (ContentMismatchException e)
        {
            throw await RemoveAsync(written, $"when it was read back, {e.Message}", cancellationToken).ConfigureAwait(false);
        }
        catch (VideoStoreException e) when (e.Error == VideoStoreError.NotFound)
        {
            throw VideoStoreException.PreconditionFailed(path, e);
        }
    }

    private async Task<string> HashAsync(IVideoStore store, ReadOptions version, string? recordedHash, CancellationToken cancellationToken)
    {
        var read = await store.OpenReadAsync(path, version, cancellationToken).ConfigureAwait(false);
        await using var end = read.ConfigureAwait(false);
        using var content = new CheckedContent(read, recordedHash, progress.Add);
        return await content.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
    }

    // Where the store cannot delete one version only, it is asked beforehand; a change in between is beyond it.
    private async Task<ContentMismatchException> RemoveAsync(Written written, string damage, CancellationToken cancellationToken)
    {
        var etag = written.Properties.ETag;
        try
        {
            if (target.Capabilities.ConditionalDelete)
                await target.DeleteAsync(path, new DeleteOptions { IfMatch = etag }, cancellationToken).ConfigureAwait(false);
            else if (string.Equals((await target.FindPropertiesAsync(path, cancellationToken).ConfigureAwait(false))?.ETag, etag, StringComparison.Ordinal))
                await target.DeleteAsync(path, cancellationToken: cancellationToken).ConfigureAwait(false);

            return new ContentMismatchException($"The copy is damaged: {damage}. It was deleted.");
        }
        catch (VideoStoreException e) when (IsChange(e))
        {
            return new ContentMismatchException($"The copy is damaged: {damage}. Somebody else has replaced it meanwhile.");
        }
        catch (VideoStoreException e)
        {
            return new ContentMismatchException($"The copy is damaged: {damage}. It could not be deleted, delete it: {e.Message}");
        }
    }

    private static ContentMismatchException DamagedSource(ContentMismatchException e) =>
        new($"The source's video is damaged: {e.Message}. Nothing was written.");

    private static async Task<T> OnAsync<T>(string side, Task<T> call)
    {
        try
        {
            return await call.ConfigureAwait(false);
        }
        catch (VideoStoreException e) when (!IsChange(e))
        {
            throw Located(side, e);
        }
    }

    private static bool IsChange(VideoStoreException e) => e.Error is VideoStoreError.AlreadyExists or VideoStoreError.PreconditionFailed;

    // An operator has two stores to look at.
    private static VideoStoreException Located(string side, VideoStoreException e) =>
        new(e.Error, $"The {side}: {e.Message}", e) { Path = e.Path, Persistence = e.Persistence, RetryAfter = e.RetryAfter };

    /// <summary>What the target says of a copy, the hash of what was sent to it, and what became of the video thereby.</summary>
    private sealed record Written(VideoProperties Properties, string Hash, CopyOutcome Outcome);
}
