using System.Net;
using FlixTube.Storage.Network;
using FlixTube.Storage.S3.Client;
using FlixTube.Storage.S3.Objects;

namespace FlixTube.Storage.S3.Reading;

/// <summary>Opens videos: one GET, whose body is resumed under the ETag that it began with.</summary>
internal sealed class VideoReader(Bucket bucket)
{
    public async Task<VideoRead> OpenAsync(VideoPath path, ReadOptions options, CancellationToken cancellationToken)
    {
        // Servers disagree about what these mean; what they must mean here, HEAD is enough to say.
        if (options.Range is { IsSuffix: true, Length: 0 } || (options.IfMatch is { } pin && !ETags.IsPossible(pin)))
            return await OpenByPropertiesAsync(path, options, cancellationToken).ConfigureAwait(false);

        HttpResponseMessage answer;
        try
        {
            answer = await bucket.GetAsync(path, options.Range, options.IfMatch, cancellationToken).ConfigureAwait(false);
        }
        catch (VideoStoreException e) when (e.Error == VideoStoreError.RangeNotSatisfiable)
        {
            if (e.InnerException is Refusal { VideoLength: { } length } && !options.Range.GetValueOrDefault().IsSuffix)
                throw VideoStoreException.RangeNotSatisfiable(path, options.Range.GetValueOrDefault(), length, e.InnerException);

            return await OpenByPropertiesAsync(path, options, cancellationToken).ConfigureAwait(false);
        }

        try
        {
            return await OpenedAsync(path, options, answer, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            answer.Dispose();
            throw;
        }
    }

    private async Task<VideoRead> OpenedAsync(VideoPath path, ReadOptions options, HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        var (served, length) = Served(path, options.Range, answer);
        var properties = ObjectProperties.Of(path, answer, length);
        if (options.IfMatch is { } pin && !string.Equals(properties.ETag, pin, StringComparison.Ordinal))
            throw VideoStoreException.PreconditionFailed(path);

        // Its disposal ends the request; nothing else of the answer needs to be disposed.
        return new VideoRead(properties, served, Body(properties, served, await answer.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false)));
    }

    private (ServedRange Served, long Length) Served(VideoPath path, ByteRange? range, HttpResponseMessage answer)
    {
        if (answer.StatusCode == HttpStatusCode.PartialContent)
        {
            if (range is { } asked
                && Said(answer) is { } said
                && asked.TryResolve(said.Length, out var meant)
                && said.Range == meant)
            {
                return said;
            }

            throw new VideoStoreException(VideoStoreError.Internal, $"'{path}': the service served '{answer.Content.Headers.ContentRange}' where '{range}' was asked for.") { Path = path };
        }

        var whole = new ServedRange(0, bucket.LengthOf(path, answer));
        if (range is not { } wanted)
            return (whole, whole.Length);

        if (!wanted.TryResolve(whole.Length, out var resolved))
            throw VideoStoreException.RangeNotSatisfiable(path, wanted, whole.Length);

        // An empty object is sent whole by some servers, whatever its range.
        return resolved == whole
            ? (whole, whole.Length)
            : throw new VideoStoreException(VideoStoreError.Unsupported, $"'{path}': the service does not serve ranges.") { Path = path };
    }

    // What Content-Range says of an answer (RFC 9110 section 14.4).
    private static (ServedRange Range, long Length)? Said(HttpResponseMessage answer) =>
        answer.Content.Headers.ContentRange is { Unit: "bytes", From: { } from, To: { } to, Length: { } length }
            ? (new ServedRange(from, to - from + 1), length)
            : null;

    private async Task<VideoRead> OpenByPropertiesAsync(VideoPath path, ReadOptions options, CancellationToken cancellationToken)
    {
        var (properties, _) = await bucket.StatAsync(path, cancellationToken).ConfigureAwait(false);
        if (options.IfMatch is { } pin && !string.Equals(properties.ETag, pin, StringComparison.Ordinal))
            throw VideoStoreException.PreconditionFailed(path);

        var range = options.Range.GetValueOrDefault();
        if (!range.TryResolve(properties.Length, out var served))
            throw VideoStoreException.RangeNotSatisfiable(path, range, properties.Length);

        if (served.Length > 0)
        {
            throw new VideoStoreException(VideoStoreError.Unavailable, $"'{path}' in the bucket '{bucket.Name}' was replaced while it was opened.") { Path = path };
        }

        return new VideoRead(properties, served, Body(properties, served, Stream.Null));
    }

    private ResumingBody Body(VideoProperties properties, ServedRange served, Stream body)
    {
        var path = properties.Path;
        return new ResumingBody(path, served, body, ReopenAsync, e => bucket.Translate(e, path), bucket.Options.Network, bucket.Time);

        async Task<Stream> ReopenAsync(ByteRange range, CancellationToken cancellationToken)
        {
            var answer = await bucket.GetOnceAsync(path, range, properties.ETag, cancellationToken).ConfigureAwait(false);
            if (answer.StatusCode == HttpStatusCode.PartialContent
                && Said(answer) is { } said
                && said.Length == properties.Length
                && said.Range.Offset == range.Offset
                && string.Equals(ObjectProperties.Of(path, answer, said.Length).ETag, properties.ETag, StringComparison.Ordinal))
            {
                return await answer.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            }

            answer.Dispose();
            throw VideoStoreException.PreconditionFailed(path);
        }
    }
}
