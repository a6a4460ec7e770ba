using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using FlixTube.Storage.Azure.Blobs;
using FlixTube.Storage.Azure.Connecting;
using FlixTube.Storage.Azure.Errors;
using FlixTube.Storage.Network;

namespace FlixTube.Storage.Azure.Reading;

/// <summary>Opens videos, one request each.</summary>
internal sealed class BlobReader(BlobContainerClient container, AzureCalls calls)
{
    // A video that is replaced between two requests again and again.
    private const int MaxSuffixTries = 3;

    public async Task<VideoProperties> StatAsync(VideoPath path, CancellationToken cancellationToken) =>
        BlobFacts.Of(path, await GetAsync(path, cancellationToken).ConfigureAwait(false));

    /// <summary>The same, but <c>null</c> when there is no video.</summary>
    public async Task<VideoProperties?> FindAsync(VideoPath path, CancellationToken cancellationToken) =>
        await FindBlobAsync(path, cancellationToken).ConfigureAwait(false) is { } blob ? BlobFacts.Of(path, blob) : null;

    /// <summary>The present version, if it is what the write of this number made.</summary>
    public async Task<VideoProperties?> FindWrittenAsync(VideoPath path, Guid writeId, CancellationToken cancellationToken) =>
        await FindBlobAsync(path, cancellationToken).ConfigureAwait(false) is { } blob && BlobMetadata.IsOf(blob.Metadata, writeId)
            ? BlobFacts.Of(path, blob)
            : null;

    public Task<VideoRead> OpenAsync(VideoPath path, ReadOptions options, CancellationToken cancellationToken) =>
        options.Range is { IsSuffix: true } suffix
            ? OpenSuffixAsync(path, suffix, options.IfMatch, cancellationToken)
            : OpenFromStartAsync(path, options.Range, options.IfMatch, cancellationToken);

    private async Task<BlobProperties> GetAsync(VideoPath path, CancellationToken cancellationToken) =>
        await calls
            .RunAsync(path, token => container.GetBlobClient(path.Value).GetPropertiesAsync(conditions: null, token), cancellationToken)
            .ConfigureAwait(false);

    private async Task<BlobProperties?> FindBlobAsync(VideoPath path, CancellationToken cancellationToken)
    {
        try
        {
            return await GetAsync(path, cancellationToken).ConfigureAwait(false);
        }
        catch (VideoStoreException e) when (e.Error == VideoStoreError.NotFound)
        {
            return null;
        }
    }

    // The service has no suffix ranges: the length is asked for first, and the range is of that version.
    private async Task<VideoRead> OpenSuffixAsync(VideoPath path, ByteRange suffix, string? ifMatch, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            var video = await StatAsync(path, cancellationToken).ConfigureAwait(false);
            RequireVersion(video, ifMatch);
            if (!suffix.TryResolve(video.Length, out var served))
                throw VideoStoreException.RangeNotSatisfiable(path, suffix, video.Length);

            if (served.Length == 0)
                return new VideoRead(video, served, new MemoryStream([], writable: false));

            try
            {
                return await OpenFromStartAsync(path, ByteRange.Slice(served.Offset, served.Length), video.ETag, cancellationToken).ConfigureAwait(false);
            }
            catch (VideoStoreException e) when (e.Error == VideoStoreError.PreconditionFailed && ifMatch is null)
            {
                // It was replaced in between; the caller asked for no version in particular.
                if (tries == MaxSuffixTries)
                    throw new VideoStoreException(VideoStoreError.Unavailable, $"The video '{path}' is replaced again and again.", e) { Path = path };
            }
        }
    }

    // The pin is judged here and not by the service, which says of a video that is not there that the pin does not hold.
    private async Task<VideoRead> OpenFromStartAsync(VideoPath path, ByteRange? range, string? ifMatch, CancellationToken cancellationToken)
    {
        OpenBlob opened;
        try
        {
            opened = await calls.RunAsync(path, token => DownloadAsync(path, range, pin: null, token), cancellationToken).ConfigureAwait(false);
        }
        catch (VideoStoreException e) when (e.InnerException is RequestFailedException { Status: 416 } refusal && range is { } asked)
        {
            throw await NotSatisfiableAsync(path, asked, ifMatch, refusal, cancellationToken).ConfigureAwait(false);
        }

        try
        {
            return Answer(path, range, ifMatch, opened);
        }
        catch
        {
            await opened.Body.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private VideoRead Answer(VideoPath path, ByteRange? range, string? ifMatch, OpenBlob opened)
    {
        var video = BlobFacts.Of(path, opened.Range?.VideoLength ?? opened.Details.ContentLength, opened.Details);
        RequireVersion(video, ifMatch);

        // An emulator answers a range that begins at the end with 206 and nothing.
        var served = new ServedRange(0, video.Length);
        if (range is { } asked && !asked.TryResolve(video.Length, out served))
            throw VideoStoreException.RangeNotSatisfiable(path, asked, video.Length);

        if (opened.Details.ContentLength != served.Length || (opened.Range?.Offset ?? 0) != served.Offset)
            throw NotWhatWasAsked(path);

        var body = new ResumingBody(
            path,
            served,
            opened.Body,
            (rest, token) => calls.OnceAsync(path, t => ReopenAsync(path, rest, video.ETag, t), token),
            failure => calls.Errors.Translate(failure, path),
            calls.Network,
            calls.Time);
        return new VideoRead(video, served, body);
    }

    private async Task<VideoStoreException> NotSatisfiableAsync(
        VideoPath path, ByteRange range, string? ifMatch, RequestFailedException refusal, CancellationToken cancellationToken)
    {
        if (ifMatch is null && refusal.GetRawResponse()?.Headers.TryGetValue("Content-Range", out var text) == true && ContentRange.TryParse(text) is { } told)
            return VideoStoreException.RangeNotSatisfiable(path, range, told.VideoLength, refusal);

        var video = await StatAsync(path, cancellationToken).ConfigureAwait(false);
        RequireVersion(video, ifMatch);
        return VideoStoreException.RangeNotSatisfiable(path, range, video.Length, refusal);
    }

    private static void RequireVersion(VideoProperties video, string? ifMatch)
    {
        if (ifMatch is not null && !string.Equals(video.ETag, ifMatch, StringComparison.Ordinal))
            throw VideoStoreException.PreconditionFailed(video.Path);
    }

    private async Task<Stream> ReopenAsync(VideoPath path, ByteRange rest, string etag, CancellationToken cancellationToken)
    {
        var opened = await DownloadAsync(path, rest, etag, cancellationToken).ConfigureAwait(false);
        if (opened.Details.ContentLength == rest.Length && opened.Range?.Offset == rest.Offset)
            return opened.Body;

        await opened.Body.DisposeAsync().ConfigureAwait(false);
        throw NotWhatWasAsked(path);
    }

    private async Task<OpenBlob> DownloadAsync(VideoPath path, ByteRange? range, string? pin, CancellationToken cancellationToken)
    {
        var options = new BlobDownloadOptions { Range = HttpRange(range), Conditions = EntityTag.IfMatch(pin) };
        using var scope = BodyCapture.Begin(out var capture);
        try
        {
            var answer = await container.GetBlobClient(path.Value).DownloadStreamingAsync(options, cancellationToken).ConfigureAwait(false);
            return new OpenBlob(answer.Value.Details, capture.Body ?? Stream.Null);
        }
        catch
        {
            if (capture.Body is { } body)
                await body.DisposeAsync().ConfigureAwait(false);

            throw;
        }
    }

    // Numbers that no blob reaches are cut to what every server can read.
    private static HttpRange HttpRange(ByteRange? range)
    {
        if (range is not { } asked)
            return default;

        var offset = Math.Min(asked.Offset, AzureVideoStore.LongestBlob);
        return asked.Length is { } length && length < AzureVideoStore.LongestBlob ? new HttpRange(offset, length) : new HttpRange(offset);
    }

    private static VideoStoreException NotWhatWasAsked(VideoPath path) =>
        new(VideoStoreError.Internal, $"The service served other bytes of '{path}' than it was asked for.") { Path = path };
}
