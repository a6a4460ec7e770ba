using Amazon.S3.Model;
using FlixTube.Storage.S3.Client;

namespace FlixTube.Storage.S3.Writing;

/// <summary>
/// Takes away what uploads have left under our reserved keys when their process was killed. Thread-safe.
/// </summary>
/// <remarks>Two requests before the first long upload of each day; failures are left to the next time.</remarks>
internal sealed class LeftOvers(Bucket bucket)
{
    /// <summary>No upload takes longer; what is older is nobody's.</summary>
    public static readonly TimeSpan Age = TimeSpan.FromDays(7);

    private static readonly TimeSpan Interval = TimeSpan.FromDays(1);

    private long _dueAtTicks;

    /// <param name="own">The key of the upload that sweeps, which is spared whatever the clock says.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task SweepAsync(string own, CancellationToken cancellationToken)
    {
        var now = bucket.Time.GetUtcNow();
        var due = Interlocked.Read(ref _dueAtTicks);
        if (now.Ticks < due || Interlocked.CompareExchange(ref _dueAtTicks, (now + Interval).Ticks, due) != due)
            return;

        try
        {
            await SweepObjectsAsync(now - Age, cancellationToken).ConfigureAwait(false);
            await SweepUploadsAsync(own, now - Age, cancellationToken).ConfigureAwait(false);
        }
        catch (VideoStoreException)
        {
        }
    }

    private async Task SweepObjectsAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var request = new ListObjectsV2Request { BucketName = bucket.Name, Prefix = ReservedKeys.Uploads, Encoding = Amazon.S3.EncodingType.Url };
        var found = await bucket.CallAsync(path: null, (s3, token) => s3.ListObjectsV2Async(request, token), cancellationToken).ConfigureAwait(false);
        foreach (var old in (found.S3Objects ?? []).Where(o => o.LastModified < before.UtcDateTime))
        {
            await bucket.CallAsync(
                path: null,
                (s3, token) => s3.DeleteObjectAsync(new DeleteObjectRequest { BucketName = bucket.Name, Key = Uri.UnescapeDataString(old.Key) }, token),
                cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task SweepUploadsAsync(string own, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var request = new ListMultipartUploadsRequest { BucketName = bucket.Name, Prefix = ReservedKeys.Uploads, Encoding = Amazon.S3.EncodingType.Url };
        var found = await bucket.CallAsync(path: null, (s3, token) => s3.ListMultipartUploadsAsync(request, token), cancellationToken).ConfigureAwait(false);
        foreach (var old in (found.MultipartUploads ?? []).Where(u => u.Initiated < before.UtcDateTime))
        {
            var key = Uri.UnescapeDataString(old.Key);
            if (!string.Equals(key, own, StringComparison.Ordinal))
                await UploadSession.AbortAsync(bucket, path: null, key, old.UploadId, cancellationToken).ConfigureAwait(false);
        }
    }
}
