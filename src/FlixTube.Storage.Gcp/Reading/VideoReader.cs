using System.Net;
using System.Text.Json;
using FlixTube.Storage.Gcp.Objects;
using FlixTube.Storage.Network;

namespace FlixTube.Storage.Gcp.Reading;

/// <summary>Opens videos: one request each, but for what can only be told apart by a second one.</summary>
internal sealed class VideoReader(IObjectService objects, Calls calls, ServiceErrors errors, NetworkOptions network, TimeProvider time)
{
    public async Task<VideoRead> OpenAsync(VideoPath path, ReadOptions options, CancellationToken cancellationToken)
    {
        if (options.IfMatch is { } etag && Generation.FromETag(etag) is null)
            throw await NotOfVersionAsync(path, cancellationToken).ConfigureAwait(false);

        var pin = options.IfMatch is null ? null : Generation.FromETag(options.IfMatch);
        try
        {
            var media = await calls.RunAsync(
                path, calls.AnswerLimit, token => OpenOnceAsync(path, options.Range, pin, token), cancellationToken).ConfigureAwait(false);
            return ToRead(path, media);
        }
        catch (VideoStoreException e) when (e.Error == VideoStoreError.PreconditionFailed && e.InnerException is ObjectServiceException)
        {
            // The service says the same of a video that is missing.
            throw await NotOfVersionAsync(path, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<ObjectMedia> OpenOnceAsync(VideoPath path, ByteRange? range, long? pin, CancellationToken cancellationToken)
    {
        // HTTP has no words for the last 0 bytes; that there are none is decided here.
        if (range is { IsSuffix: true, Length: 0 })
            throw await NotSatisfiableAsync(path, range.Value, pin, cancellationToken).ConfigureAwait(false);

        try
        {
            return await OpenExactAsync(path, range, pin, cancellationToken).ConfigureAwait(false);
        }
        catch (ObjectServiceException e) when (e.Status == HttpStatusCode.RequestedRangeNotSatisfiable && range is { } wanted)
        {
            // To the service no range of an empty object is satisfiable, the last bytes of it included.
            if (wanted.IsSuffix)
                return await OpenEmptyAsync(path, pin, cancellationToken).ConfigureAwait(false);

            throw e.Length is { } length
                ? VideoStoreException.RangeNotSatisfiable(path, wanted, length, e)
                : await NotSatisfiableAsync(path, wanted, pin, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<ObjectMedia> OpenEmptyAsync(VideoPath path, long? pin, CancellationToken cancellationToken)
    {
        var media = await OpenExactAsync(path, range: null, pin, cancellationToken).ConfigureAwait(false);
        if (media.Object.Length == 0)
            return media;

        await media.Body.DisposeAsync().ConfigureAwait(false);
        throw new VideoStoreException(VideoStoreError.Unavailable, $"The video '{path}' was replaced while it was being opened.") { Path = path };
    }

    // What comes must be what was asked for, whatever the service, or something before it, makes of the headers.
    private async Task<ObjectMedia> OpenExactAsync(VideoPath path, ByteRange? range, long? pin, CancellationToken cancellationToken)
    {
        var media = await objects.OpenAsync(path.Value, range, pin, cancellationToken).ConfigureAwait(false);
        var isOfVersion = pin is null || pin == media.Object.Generation;
        var expected = new ServedRange(0, media.Object.Length);
        if (isOfVersion && (range is not { } wanted || wanted.TryResolve(media.Object.Length, out expected)) && media.Range == expected)
            return media;

        await media.Body.DisposeAsync().ConfigureAwait(false);
        throw isOfVersion
            ? new JsonException("The service sends other bytes than those asked for.")
            : VideoStoreException.PreconditionFailed(path);
    }

    private VideoRead ToRead(VideoPath path, ObjectMedia media)
    {
        var generation = media.Object.Generation;
        Stream body = new ResumingBody(
            path,
            media.Range,
            media.Body,
            async (range, token) => (await calls.OnceAsync(
                path, once => OpenExactAsync(path, range, generation, once), token).ConfigureAwait(false)).Body,
            failure => errors.Translate(failure, path),
            network,
            time);
        if (media.Object.Crc32C is { } crc32c && media.Range == new ServedRange(0, media.Object.Length))
            body = new VerifiedBody(path, body, media.Object.Length, crc32c);

        return new VideoRead(VideoObject.ToProperties(path, media.Object), media.Range, body);
    }

    private async Task<VideoStoreException> NotOfVersionAsync(VideoPath path, CancellationToken cancellationToken)
    {
        await calls.RunAsync(path, calls.AnswerLimit, token => objects.GetAsync(path.Value, token), cancellationToken).ConfigureAwait(false);
        return VideoStoreException.PreconditionFailed(path);
    }

    private async Task<VideoStoreException> NotSatisfiableAsync(VideoPath path, ByteRange range, long? pin, CancellationToken cancellationToken)
    {
        var present = await objects.GetAsync(path.Value, cancellationToken).ConfigureAwait(false);
        return pin is not null && pin != present.Generation
            ? VideoStoreException.PreconditionFailed(path)
            : VideoStoreException.RangeNotSatisfiable(path, range, present.Length);
    }
}
