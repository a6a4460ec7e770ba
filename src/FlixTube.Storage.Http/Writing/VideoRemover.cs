using FlixTube.Storage.Http.Asking;
using FlixTube.Storage.Http.Protocol;
using FlixTube.Storage.Http.Reading;

namespace FlixTube.Storage.Http.Writing;

/// <summary>Deletes videos.</summary>
internal sealed class VideoRemover(GatewayClient client, Calls calls, GatewayErrors errors, VideoReader reader, TimeProvider time)
{
    public async Task DeleteAsync(VideoPath path, DeleteOptions options, CancellationToken cancellationToken)
    {
        if (options.IfMatch is { } etag && !EntityTag.IsValid(etag))
            throw VideoStoreException.PreconditionFailed(path);

        var attempts = 0;
        try
        {
            await calls.RunAsync(path, AttemptAsync, cancellationToken).ConfigureAwait(false);
        }
        catch (VideoStoreException e) when (e.Error == VideoStoreError.PreconditionFailed && attempts > 1)
        {
            // It may have been us: an answer was lost, and the video with it.
            if (await ExistsAsync(path, cancellationToken).ConfigureAwait(false))
                throw;
        }

        Task<bool> AttemptAsync(CancellationToken token)
        {
            attempts++;
            return DeleteOnceAsync(path, options.IfMatch, token);
        }
    }

    private async Task<bool> DeleteOnceAsync(VideoPath path, string? pin, CancellationToken cancellationToken)
    {
        using var request = client.Request(HttpMethod.Delete, GatewayRoutes.Videos, ("path", path.Value));
        if (pin is not null)
            request.Headers.TryAddWithoutValidation("If-Match", EntityTag.Format(pin));

        using var response = await client.SendAsync(request, cancellationToken).ConfigureAwait(false);
        await response.RequireGatewayAsync(errors, path, time, cancellationToken).ConfigureAwait(false);
        return true;
    }

    private async Task<bool> ExistsAsync(VideoPath path, CancellationToken cancellationToken)
    {
        try
        {
            await reader.DescribeAsync(path, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (VideoStoreException e) when (e.Error == VideoStoreError.NotFound)
        {
            return false;
        }
    }
}
