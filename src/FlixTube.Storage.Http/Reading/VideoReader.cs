using System.Net;
using FlixTube.Storage.Http.Asking;
using FlixTube.Storage.Http.Protocol;
using FlixTube.Storage.Network;

namespace FlixTube.Storage.Http.Reading;

/// <summary>Opens and describes videos: one request each, but for what plain servers cannot say at once.</summary>
internal sealed class VideoReader(GatewayClient client, Calls calls, GatewayErrors errors, NetworkOptions network, TimeProvider time)
{
    public async Task<VideoRead> OpenAsync(VideoPath path, ReadOptions options, CancellationToken cancellationToken)
    {
        if (options.IfMatch is { } etag && !EntityTag.IsValid(etag))
        {
            await DescribeAsync(path, cancellationToken).ConfigureAwait(false);
            throw VideoStoreException.PreconditionFailed(path);
        }

        var opened = await calls.RunAsync(
            path, token => OpenOnceAsync(path, options.Range, options.IfMatch, token), cancellationToken).ConfigureAwait(false);
        return ToRead(opened);
    }

    public Task<VideoProperties> DescribeAsync(VideoPath path, CancellationToken cancellationToken) =>
        calls.RunAsync(path, token => DescribeOnceAsync(path, token), cancellationToken);

    private async Task<VideoProperties> DescribeOnceAsync(VideoPath path, CancellationToken cancellationToken)
    {
        using (var request = client.VideoRequest(HttpMethod.Head, path))
        using (var response = await client.SendAsync(request, cancellationToken).ConfigureAwait(false))
        {
            if (response is { StatusCode: HttpStatusCode.OK, Content.Headers.ContentLength: { } length })
                return VideoAnswer.Properties(path, response, length, time);

            var refusal = response.IsSuccessStatusCode ? null : await Refusal.ReadAsync(response, time, cancellationToken).ConfigureAwait(false);
            if (refusal is not null && (refusal.IsGateways || refusal.Status is not (HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed or HttpStatusCode.NotImplemented)))
                throw refusal;
        }

        // A plain server may have no HEAD, or no length in its answer to one.
        var opened = await OpenOnceAsync(path, range: null, pin: null, cancellationToken).ConfigureAwait(false);
        await opened.Body.DisposeAsync().ConfigureAwait(false);
        return opened.Properties;
    }

    private async Task<OpenVideo> OpenOnceAsync(VideoPath path, ByteRange? range, string? pin, CancellationToken cancellationToken)
    {
        try
        {
            return await SendAsync(path, range, asked: range, pin, cancellationToken).ConfigureAwait(false);
        }
        catch (Refusal e) when (e.Status == HttpStatusCode.RequestedRangeNotSatisfiable && range is { } wanted)
        {
            if (e.VideoLength is { } length && !wanted.TryResolve(length, out _))
                throw VideoStoreException.RangeNotSatisfiable(path, wanted, length, e);

            // To some servers no range of an empty video can be satisfied, the last bytes included; others do not say the length.
            return await SendAsync(path, range, asked: null, pin, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<OpenVideo> SendAsync(VideoPath path, ByteRange? range, ByteRange? asked, string? pin, CancellationToken cancellationToken)
    {
        using var request = client.VideoRequest(HttpMethod.Get, path);
        if (asked is not null)
            request.Headers.TryAddWithoutValidation("Range", $"bytes={asked}");

        if (pin is not null && !VideoAnswer.IsMadeUp(pin))
            request.Headers.TryAddWithoutValidation("If-Match", EntityTag.Format(pin));

        var response = await client.SendAsync(request, cancellationToken).ConfigureAwait(false);
        try
        {
            if (!response.IsSuccessStatusCode)
                throw await Refusal.ReadAsync(response, time, cancellationToken).ConfigureAwait(false);

            var (sent, length) = VideoAnswer.Bytes(response);
            var properties = VideoAnswer.Properties(path, response, length, time);

            // What comes must be what was asked for, whatever the server makes of the headers.
            if (pin is not null && !string.Equals(pin, properties.ETag, StringComparison.Ordinal))
                throw VideoStoreException.PreconditionFailed(path);

            var wanted = new ServedRange(0, length);
            if (range is { } some && !some.TryResolve(length, out wanted))
                throw VideoStoreException.RangeNotSatisfiable(path, some, length);

            if (wanted.Offset < sent.Offset || wanted.End > sent.End)
                throw new FormatException("The server sends other bytes than those asked for.");

            // Disposing the body ends the request; nothing else of the response needs to be disposed.
            return new OpenVideo(properties, sent, wanted, await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false));
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private VideoRead ToRead(OpenVideo opened)
    {
        var video = opened.Properties;
        var body = new ResumingBody(
            video.Path,
            opened.Sent,
            opened.Body,
            async (range, token) =>
            {
                var again = await calls.OnceAsync(video.Path, once => OpenAgainAsync(video, range, once), token).ConfigureAwait(false);
                return again.Excerpt(again.Body);
            },
            failure => errors.Translate(failure, video.Path),
            VideoAnswer.IsMadeUp(video.ETag) ? Unresumed(network) : network,
            time);
        return new VideoRead(video, opened.Wanted, opened.Excerpt(body));
    }

    // The gateway may have changed the store behind it, whose tags are others; the same content is the same version to a reader.
    private async Task<OpenVideo> OpenAgainAsync(VideoProperties video, ByteRange range, CancellationToken cancellationToken)
    {
        try
        {
            return await OpenOnceAsync(video.Path, range, video.ETag, cancellationToken).ConfigureAwait(false);
        }
        catch (Refusal e) when (e.Status == HttpStatusCode.PreconditionFailed && video.ContentHash is not null)
        {
            var present = await OpenOnceAsync(video.Path, range, pin: null, cancellationToken).ConfigureAwait(false);
            if (string.Equals(present.Properties.ContentHash, video.ContentHash, StringComparison.Ordinal))
                return present;

            await present.Body.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    // Without a validator of the server's own, what comes next may be of another version.
    private static NetworkOptions Unresumed(NetworkOptions network) => new()
    {
        IdleTimeout = network.IdleTimeout,
        ResponseTimeout = network.ResponseTimeout,
        MaxRetries = 0,
    };

    /// <param name="Properties">Of the whole video.</param>
    /// <param name="Sent">The bytes that the server sends.</param>
    /// <param name="Wanted">Those of them that were asked for.</param>
    /// <param name="Body">What is sent.</param>
    private sealed record OpenVideo(VideoProperties Properties, ServedRange Sent, ServedRange Wanted, Stream Body)
    {
        public Stream Excerpt(Stream sent) =>
            Sent == Wanted ? sent : new Excerpt(sent, Wanted.Offset - Sent.Offset, Wanted.Length);
    }
}
