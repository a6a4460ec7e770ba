using System.Net.Http.Json;
using System.Runtime.ExceptionServices;
using FlixTube.Storage.Http.Asking;
using FlixTube.Storage.Http.Protocol;
using FlixTube.Storage.Network;

namespace FlixTube.Storage.Http.Writing;

/// <summary>
/// Writes videos: one request, whose body is the source as it comes. It is made again only as long as the source has not
/// been read, because it can be read once.
/// </summary>
internal sealed class VideoWriter(GatewayClient client, Calls calls, GatewayErrors errors, NetworkOptions network, TimeProvider time)
{
    public async Task<VideoProperties> WriteAsync(VideoPath path, Stream content, WriteOptions options, CancellationToken cancellationToken)
    {
        if (options.IfMatch is { } etag && !EntityTag.IsValid(etag))
            throw VideoStoreException.PreconditionFailed(path);

        var (written, failure) = await calls.RunAsync(
            path, Timeout.InfiniteTimeSpan, token => AttemptAsync(path, content, options, token), cancellationToken).ConfigureAwait(false);
        if (failure is not null)
            ExceptionDispatchInfo.Throw(failure);

        return written!;
    }

    // A failure that comes back instead of being thrown is not tried again.
    private async Task<(VideoProperties? Written, Exception? Failure)> AttemptAsync(
        VideoPath path, Stream content, WriteOptions options, CancellationToken cancellationToken)
    {
        using var upload = new UploadContent(content, network.PartTimeout, time, cancellationToken);
        using var request = Request(path, upload, options);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, upload.TooSlow);
        VideoProperties? written = null;
        Exception? failure = null;
        try
        {
            written = await SendAsync(path, request, either.Token).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            failure = e;
        }

        var hasBegun = upload.HasBegun;
        await upload.EndAsync().ConfigureAwait(false);
        if (failure is null)
            return (written, null);

        cancellationToken.ThrowIfCancellationRequested();
        if (upload.SourceFailure is { } ofSource)
            return (null, ofSource);

        failure = upload.TooSlow.IsCancellationRequested
            ? new VideoStoreException(VideoStoreError.Timeout, $"The gateway took no more of '{path}' for {network.PartTimeout.TotalSeconds} seconds.", failure) { Path = path }
            : errors.Translate(failure, path);
        return hasBegun ? (null, failure) : throw failure;
    }

    private async Task<VideoProperties> SendAsync(VideoPath path, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var response = await client.SendAsync(request, cancellationToken).ConfigureAwait(false);
        await response.RequireGatewayAsync(errors, path, time, cancellationToken).ConfigureAwait(false);
        var written = await response.Content.ReadFromJsonAsync(GatewayJson.Default.StoredVideo, cancellationToken).ConfigureAwait(false);
        return written?.ToProperties() ?? throw new FormatException("The gateway does not say what it has written.");
    }

    private HttpRequestMessage Request(VideoPath path, UploadContent upload, WriteOptions options)
    {
        var request = client.Request(HttpMethod.Put, GatewayRoutes.Videos, ("path", path.Value));
        request.Content = upload;

        // What is refused should be refused before the content is sent.
        request.Headers.ExpectContinue = true;
        if (options.ContentType is { } type)
            upload.Headers.TryAddWithoutValidation("Content-Type", type);

        if (options.Metadata.Count > 0)
            request.Headers.TryAddWithoutValidation(GatewayHeaders.Metadata, MetadataHeader.Format(options.Metadata));

        if (options.CreateOnly)
            request.Headers.TryAddWithoutValidation("If-None-Match", "*");

        if (options.IfMatch is { } etag)
            request.Headers.TryAddWithoutValidation("If-Match", EntityTag.Format(etag));

        return request;
    }
}
