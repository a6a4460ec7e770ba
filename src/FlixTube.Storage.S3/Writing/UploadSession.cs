using Amazon.Runtime;
using Amazon.S3.Model;
using FlixTube.Storage.S3.Client;

namespace FlixTube.Storage.S3.Writing;

/// <summary>One multipart upload at the service, from its beginning to its completion or its abortion.</summary>
internal sealed class UploadSession
{
    /// <summary>The most parts that S3 takes.</summary>
    public const int MaxParts = 10_000;

    private static readonly TimeSpan CleanUpLimit = TimeSpan.FromSeconds(10);

    private readonly Bucket _bucket;
    private readonly VideoPath _path;

    private UploadSession(Bucket bucket, VideoPath path, string key, string id)
    {
        _bucket = bucket;
        _path = path;
        Key = key;
        Id = id;
    }

    public string Key { get; }

    public string Id { get; }

    /// <summary>Begins an upload.</summary>
    /// <remarks>
    /// A cancelled request may have been carried out all the same, and what it began would stay: so the request is not
    /// cancelled; when the caller no longer waits, what it began is aborted.
    /// </remarks>
    public static async Task<UploadSession> BeginAsync(
        Bucket bucket, VideoPath path, InitiateMultipartUploadRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var beginning = bucket.CallAsync(path, (s3, token) => s3.InitiateMultipartUploadAsync(request, token), CancellationToken.None);
        try
        {
            var begun = await beginning.WaitAsync(cancellationToken).ConfigureAwait(false);
            return new UploadSession(bucket, path, request.Key, begun.UploadId);
        }
        catch (OperationCanceledException)
        {
            await CleanUpAsync(bucket, async token =>
            {
                var begun = await beginning.WaitAsync(token).ConfigureAwait(false);
                await AbortAsync(bucket, path, request.Key, begun.UploadId, token).ConfigureAwait(false);
            }).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Makes an object of the parts.</summary>
    /// <param name="parts">In order.</param>
    /// <param name="condition">Puts a condition into the request.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>
    /// The answer, or <c>null</c> when it was lost and the service's answer to another attempt fits an object that is there
    /// already: then the object has to be looked at.
    /// </returns>
    public async Task<CompleteMultipartUploadResponse?> CompleteAsync(
        IEnumerable<PartETag> parts, Action<CompleteMultipartUploadRequest> condition, CancellationToken cancellationToken)
    {
        var attempts = 0;
        try
        {
            return await _bucket.CallAsync(
                _path,
                (s3, token) =>
                {
                    attempts++;
                    var request = new CompleteMultipartUploadRequest { BucketName = _bucket.Name, Key = Key, UploadId = Id, PartETags = [.. parts] };
                    condition(request);
                    return s3.CompleteMultipartUploadAsync(request, token);
                },
                cancellationToken,
                _bucket.Options.Network.PartTimeout).ConfigureAwait(false);
        }
        catch (VideoStoreException e) when (attempts > 1 && (e.Error == VideoStoreError.PreconditionFailed || IsGone(e)))
        {
            return null;
        }
    }

    /// <summary>Takes the parts away, in a time of its own; what cannot be taken away now is left.</summary>
    public Task AbortAsync() => CleanUpAsync(_bucket, token => AbortAsync(_bucket, _path, Key, Id, token));

    /// <summary>Takes the parts of an unfinished upload away. That it is no longer there is no error.</summary>
    public static async Task AbortAsync(Bucket bucket, VideoPath? path, string key, string id, CancellationToken cancellationToken)
    {
        try
        {
            await bucket.CallAsync(
                path,
                (s3, token) => s3.AbortMultipartUploadAsync(
                    new AbortMultipartUploadRequest { BucketName = bucket.Name, Key = key, UploadId = id }, token),
                cancellationToken).ConfigureAwait(false);
        }
        catch (VideoStoreException e) when (IsGone(e))
        {
        }
    }

    /// <summary>
    /// Does what must be done also for a caller who has cancelled or whose write has failed: for a short time, and without
    /// hiding the reason behind a failure of its own.
    /// </summary>
    public static async Task CleanUpAsync(Bucket bucket, Func<CancellationToken, Task> action)
    {
        using var limit = new CancellationTokenSource(CleanUpLimit, bucket.Time);
        try
        {
            await action(limit.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is VideoStoreException or OperationCanceledException)
        {
        }
    }

    private static bool IsGone(VideoStoreException failure) => failure.InnerException is AmazonServiceException { ErrorCode: "NoSuchUpload" };
}
