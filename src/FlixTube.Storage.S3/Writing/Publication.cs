using Amazon.S3.Model;
using FlixTube.Storage.S3.Client;

namespace FlixTube.Storage.S3.Writing;

/// <summary>
/// Makes an object, complete with metadata, of the bytes of another one: within the service, of any length, atomically and
/// under the writer's condition.
/// </summary>
/// <remarks>
/// A multipart upload of copied ranges rather than one CopyObject: that one ends at 5 GiB, has no conditions in most stores,
/// and is one long request where these are several at once.
/// </remarks>
internal sealed class Publication(Bucket bucket, VideoWrite write, string source, long length, string contentHash)
{
    /// <summary>How many bytes are copied by one request, unless there would be more than <see cref="UploadSession.MaxParts"/>.</summary>
    public const long CopyLength = 512L * 1024 * 1024;

    private const int CopiesAtOnce = 4;

    public async Task<VideoProperties> RunAsync(CancellationToken cancellationToken)
    {
        for (var conflicts = 0; ; conflicts++)
        {
            try
            {
                return await RunOnceAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (VideoStoreException e) when (S3Errors.IsConflict(e) && conflicts < bucket.Options.Network.MaxRetries)
            {
                // The service wants the upload made anew. The bytes are still there to be copied.
            }
        }
    }

    private async Task<VideoProperties> RunOnceAsync(CancellationToken cancellationToken)
    {
        var request = new InitiateMultipartUploadRequest { BucketName = bucket.Name, Key = write.Path.Value };
        write.Describe(contentHash, request.Metadata, type => request.ContentType = type);
        var upload = await UploadSession.BeginAsync(bucket, write.Path, request, cancellationToken).ConfigureAwait(false);
        try
        {
            var parts = await CopyAsync(upload.Id, cancellationToken).ConfigureAwait(false);
            return await CompleteAsync(upload, parts, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await upload.AbortAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task<PartETag[]> CopyAsync(string uploadId, CancellationToken cancellationToken)
    {
        var copyLength = Math.Max(CopyLength, (length + UploadSession.MaxParts - 1) / UploadSession.MaxParts);
        var parts = new PartETag[(length + copyLength - 1) / copyLength];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = CopiesAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, parts.Length, parallel, async (i, token) =>
        {
            var request = new CopyPartRequest
            {
                SourceBucket = bucket.Name,
                SourceKey = source,
                DestinationBucket = bucket.Name,
                DestinationKey = write.Path.Value,
                UploadId = uploadId,
                PartNumber = i + 1,
                FirstByte = i * copyLength,
                LastByte = Math.Min((i + 1) * copyLength, length) - 1,
            };
            var answer = await bucket
                .CallAsync(write.Path, (s3, once) => s3.CopyPartAsync(request, once), token, bucket.Options.Network.PartTimeout)
                .ConfigureAwait(false);
            parts[i] = new PartETag(i + 1, answer.ETag);
        }).ConfigureAwait(false);
        return parts;
    }

    private async Task<VideoProperties> CompleteAsync(UploadSession upload, PartETag[] parts, CancellationToken cancellationToken)
    {
        CompleteMultipartUploadResponse? answer;
        try
        {
            answer = await upload.CompleteAsync(
                parts,
                request => (request.IfNoneMatch, request.IfMatch) = (write.IfNoneMatch, write.IfMatch),
                cancellationToken).ConfigureAwait(false);
        }
        catch (VideoStoreException e)
        {
            throw write.Refusal(e);
        }

        if (answer is null)
            return await write.FindAsync(bucket, cancellationToken).ConfigureAwait(false) ?? throw write.Refusal(VideoStoreException.PreconditionFailed(write.Path));

        // Stores differ in what they call the time of such an object, so it is asked for. The video is written all the same
        // when the answer does not come, and another write may have replaced it already.
        try
        {
            if (await write.FindAsync(bucket, cancellationToken).ConfigureAwait(false) is { } written)
                return written;
        }
        catch (Exception e) when (e is VideoStoreException or OperationCanceledException)
        {
        }

        return write.Properties(length, contentHash, answer.ETag, S3Connection.TimeOf(answer) ?? bucket.Time.GetUtcNow());
    }
}
