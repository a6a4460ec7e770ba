using FlixTube.Storage.Gcp.Objects;

namespace FlixTube.Storage.Gcp.Writing;

/// <summary>Deletes videos.</summary>
internal static class VideoRemover
{
    public static async Task DeleteAsync(
        IObjectService objects, Calls calls, VideoPath path, DeleteOptions options, CancellationToken cancellationToken)
    {
        var ifGeneration = options.IfMatch is { } etag ? Generation.FromETag(etag) : null;
        if (options.IfMatch is not null && ifGeneration is null)
            throw VideoStoreException.PreconditionFailed(path);

        var attempts = 0;
        try
        {
            await calls.RunAsync(path, calls.AnswerLimit, AttemptAsync, cancellationToken).ConfigureAwait(false);
        }
        catch (VideoStoreException e) when (e.Error == VideoStoreError.NotFound)
        {
            // There is none, as was wanted; with a condition only if it was us: an answer was lost, and the video with it.
            if (ifGeneration is not null && attempts == 1)
                throw VideoStoreException.PreconditionFailed(path, e.InnerException);
        }
        catch (VideoStoreException e) when (e.Error == VideoStoreError.PreconditionFailed && attempts > 1)
        {
            // The service may also say so of a video that is missing.
            if (await ExistsAsync(objects, calls, path, cancellationToken).ConfigureAwait(false))
                throw;
        }

        Task AttemptAsync(CancellationToken token)
        {
            attempts++;
            return objects.DeleteAsync(path.Value, ifGeneration, token);
        }
    }

    private static async Task<bool> ExistsAsync(IObjectService objects, Calls calls, VideoPath path, CancellationToken cancellationToken)
    {
        try
        {
            await calls.RunAsync(path, calls.AnswerLimit, token => objects.GetAsync(path.Value, token), cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (VideoStoreException e) when (e.Error == VideoStoreError.NotFound)
        {
            return false;
        }
    }
}
