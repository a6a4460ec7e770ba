using System.Net;
using Amazon.Runtime.Internal.Util;
using Amazon.S3;
using Amazon.S3.Model;
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

        GetObjectResponse answer;
        try
        {
            answer = await bucket
                .CallAsync(path, (s3, token) => GetAsync(s3, path, options.Range, options.IfMatch, token), cancellationToken)
                .ConfigureAwait(false);
        }
        catch (VideoStoreException e) when (e.Error == VideoStoreError.RangeNotSatisfiable)
        {
            if (ContentRange.LengthOf(e) is { } length && !options.Range.GetValueOrDefault().IsSuffix)
                throw VideoStoreException.RangeNotSatisfiable(path, options.Range.GetValueOrDefault(), length, e.InnerException);

            return await OpenByPropertiesAsync(path, options, cancellationToken).ConfigureAwait(false);
        }

        try
        {
            return Opened(path, options, answer);
        }
        catch
        {
            answer.Dispose();
            throw;
        }
    }

    // The SDK checks the MD5 of a whole object as it is read, at the price of a buffer for each read of it.
    private static Stream BodyOf(GetObjectResponse answer) =>
        answer.ResponseStream is WrapperStream checking ? checking.GetNonWrapperBaseStream() : answer.ResponseStream;

    private async Task<GetObjectResponse> GetAsync(IAmazonS3 s3, VideoPath path, ByteRange? range, string? ifMatch, CancellationToken cancellationToken)
    {
        var request = new GetObjectRequest { BucketName = bucket.Name, Key = path.Value };
        if (range is { } bytes)
            request.ByteRange = new Amazon.S3.Model.ByteRange($"bytes={bytes}");

        if (ifMatch is not null)
            request.EtagToMatch = ETags.Quoted(ifMatch);

        var answer = await s3.GetObjectAsync(request, cancellationToken).ConfigureAwait(false);
        try
        {
            // The SDK gives 0 for a length that it was not told.
            return answer.ContentLength > 0 || await BodyOf(answer).ReadAsync(new byte[1], cancellationToken).ConfigureAwait(false) == 0
                ? answer
                : throw new VideoStoreException(VideoStoreError.Internal, $"'{path}' in the bucket '{bucket.Name}': the service does not tell the length of its answer.") { Path = path };
        }
        catch
        {
            answer.Dispose();
            throw;
        }
    }

    private VideoRead Opened(VideoPath path, ReadOptions options, GetObjectResponse answer)
    {
        var (served, length) = Served(path, options.Range, answer);
        var properties = ObjectProperties.Of(path, answer, length);
        if (options.IfMatch is { } pin && !string.Equals(properties.ETag, pin, StringComparison.Ordinal))
            throw VideoStoreException.PreconditionFailed(path);

        return new VideoRead(properties, served, Body(properties, served, BodyOf(answer)));
    }

    private static (ServedRange Served, long Length) Served(VideoPath path, ByteRange? range, GetObjectResponse answer)
    {
        if (answer.HttpStatusCode == HttpStatusCode.PartialContent)
        {
            if (range is { } asked
                && ContentRange.TryParse(answer.ContentRange, out var said, out var length)
                && asked.TryResolve(length, out var meant)
                && said == meant)
            {
                return (said, length);
            }

            throw new VideoStoreException(VideoStoreError.Internal, $"'{path}': the service served '{answer.ContentRange}' where '{range}' was asked for.") { Path = path };
        }

        var whole = new ServedRange(0, answer.ContentLength);
        if (range is not { } wanted)
            return (whole, whole.Length);

        if (!wanted.TryResolve(whole.Length, out var resolved))
            throw VideoStoreException.RangeNotSatisfiable(path, wanted, whole.Length);

        // An empty object is sent whole by some servers, whatever its range.
        return resolved == whole
            ? (whole, whole.Length)
            : throw new VideoStoreException(VideoStoreError.Unsupported, $"'{path}': the service does not serve ranges.") { Path = path };
    }

    private async Task<VideoRead> OpenByPropertiesAsync(VideoPath path, ReadOptions options, CancellationToken cancellationToken)
    {
        var properties = ObjectProperties.Of(path, await bucket.StatAsync(path, cancellationToken).ConfigureAwait(false));
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
            var answer = await bucket
                .OnceAsync(path, (s3, token) => GetAsync(s3, path, range, properties.ETag, token), cancellationToken)
                .ConfigureAwait(false);
            if (answer.HttpStatusCode == HttpStatusCode.PartialContent
                && ContentRange.TryParse(answer.ContentRange, out var said, out var length)
                && length == properties.Length
                && said.Offset == range.Offset
                && string.Equals(ETags.Unquoted(answer.ETag), properties.ETag, StringComparison.Ordinal))
            {
                return BodyOf(answer);
            }

            answer.Dispose();
            throw VideoStoreException.PreconditionFailed(path);
        }
    }
}
