using System.Net;
using FlixTube.Storage.Gcp.Objects;
using FlixTube.Storage.Uploads;

namespace FlixTube.Storage.Gcp.Writing;

/// <summary>
/// A long video on its way into a temporary object, part by part. When an answer is lost the service is asked how much
/// it has, and only the rest is sent again. Not thread-safe.
/// </summary>
internal sealed class PartUpload(IObjectService objects, Calls calls, VideoPath path, NewObject target)
{
    private Uri? _session;
    private Crc32C _checksum;
    private long _kept;
    private bool _isUncertain;

    /// <summary>The temporary object, when all its bytes are there.</summary>
    public StoredObject? Completed { get; private set; }

    public async Task AppendAsync(SourcePart part, CancellationToken cancellationToken)
    {
        _session ??= await calls.RunAsync(
            path, calls.AnswerLimit, token => objects.StartUploadAsync(target, token), cancellationToken).ConfigureAwait(false);
        _checksum.Append(part.Content.Span);
        var crc32c = part.IsLast ? _checksum.ToString() : null;
        var end = part.Offset + part.Content.Length;
        while (part.IsLast ? Completed is null : _kept < end)
            await AdvanceAsync(part, crc32c, cancellationToken).ConfigureAwait(false);

        if (part.IsLast && !string.Equals(Completed!.Crc32C ?? crc32c, crc32c, StringComparison.Ordinal))
            throw new VideoStoreException(VideoStoreError.Unavailable, $"The content of '{path}' was damaged on its way to Cloud Storage.") { Path = path };
    }

    /// <summary>Takes back what is at the service, whatever that is.</summary>
    public async Task DiscardAsync(CancellationToken cancellationToken)
    {
        if (Completed is null && _session is not null)
            await ThoughGoneAsync(objects.CancelUploadAsync(_session, cancellationToken)).ConfigureAwait(false);

        // The answer of the last part may have been lost: then there is an object that nobody told of.
        if (Completed is not null)
            await ThoughGoneAsync(objects.DeleteGenerationAsync(target.Name, Completed.Generation, cancellationToken)).ConfigureAwait(false);
        else if (_isUncertain)
            await ThoughGoneAsync(objects.DeleteAsync(target.Name, ifGeneration: null, cancellationToken)).ConfigureAwait(false);
    }

    // Goes on as long as the service gets more bytes; the time for retries begins anew with each step.
    private async Task AdvanceAsync(SourcePart part, string? crc32c, CancellationToken cancellationToken)
    {
        var before = _kept;
        try
        {
            await calls.RunAsync(path, calls.PartLimit, token => SendRestAsync(part, crc32c, token), cancellationToken).ConfigureAwait(false);
        }
        catch (VideoStoreException e) when (e.Persistence == ErrorPersistence.Temporary)
        {
            await calls.RunAsync(path, calls.AnswerLimit, AskAsync, cancellationToken).ConfigureAwait(false);
            if (_kept == before && Completed is null)
                throw;
        }
    }

    private async Task SendRestAsync(SourcePart part, string? crc32c, CancellationToken cancellationToken)
    {
        if (_isUncertain)
            await AskAsync(cancellationToken).ConfigureAwait(false);

        if (Completed is not null || (_kept == part.Offset + part.Content.Length && !part.IsLast))
            return;

        var sent = (int)(_kept - part.Offset);
        _isUncertain = true;
        var before = _kept;
        Take(await InSessionAsync(objects.SendAsync(_session!, part.Content[sent..], _kept, crc32c, cancellationToken)).ConfigureAwait(false), part);
        if (_kept == before && Completed is null)
            throw new VideoStoreException(VideoStoreError.Unavailable, $"Cloud Storage takes no more bytes of '{path}'.") { Path = path };
    }

    private async Task AskAsync(CancellationToken cancellationToken)
    {
        var progress = await InSessionAsync(objects.AskAsync(_session!, cancellationToken)).ConfigureAwait(false);
        _kept = Math.Max(_kept, progress.Kept);
        Completed = progress.Completed;
        _isUncertain = false;
    }

    private void Take(UploadProgress progress, SourcePart part)
    {
        if (progress.Kept < _kept || progress.Kept > part.Offset + part.Content.Length)
            throw new FormatException($"The service has {progress.Kept} bytes of an upload that stands between {_kept} and {part.Offset + part.Content.Length}.");

        _kept = progress.Kept;
        Completed = progress.Completed;
        _isUncertain = false;
    }

    // What is not found here is the session, never the video.
    private async Task<UploadProgress> InSessionAsync(Task<UploadProgress> call)
    {
        try
        {
            return await call.ConfigureAwait(false);
        }
        catch (ObjectServiceException e) when (e.IsObjectMissing)
        {
            throw new VideoStoreException(VideoStoreError.Unavailable, $"Cloud Storage has forgotten the upload of '{path}': write it again.", e) { Path = path };
        }
    }

    private static async Task ThoughGoneAsync(Task deletion)
    {
        try
        {
            await deletion.ConfigureAwait(false);
        }
        catch (ObjectServiceException e) when (e.Status is HttpStatusCode.NotFound or HttpStatusCode.Gone)
        {
            // Then there is nothing to take back.
        }
    }
}
