using Amazon.S3.Model;
using FlixTube.Storage.S3.Client;
using FlixTube.Storage.Uploads;

namespace FlixTube.Storage.S3.Writing;

/// <summary>
/// A video of more than one part. S3 fixes an object's metadata before its first byte, and the hash is known after the
/// last: so the parts become an object under a reserved key first, whose bytes the service then copies to where the video
/// belongs, with the metadata, in one atomic step (<see cref="Publication"/>).
/// </summary>
/// <remarks>Disposal takes away whatever is left of it. Not thread-safe.</remarks>
internal sealed class LargeUpload : IAsyncDisposable
{
    private readonly Bucket _bucket;
    private readonly VideoPath _path;
    private readonly UploadSession _upload;
    private readonly List<PartETag> _parts = [];
    private long _length;
    private string? _contentHash;
    private string? _versionId;
    private bool _isCompleting;
    private bool _isCompleted;

    private LargeUpload(Bucket bucket, VideoPath path, UploadSession upload)
    {
        _bucket = bucket;
        _path = path;
        _upload = upload;
    }

    /// <summary>The reserved key at which the parts are collected.</summary>
    public string Key => _upload.Key;

    public static async Task<LargeUpload> BeginAsync(Bucket bucket, VideoPath path, CancellationToken cancellationToken)
    {
        var request = new InitiateMultipartUploadRequest { BucketName = bucket.Name, Key = ReservedKeys.NewUpload() };
        return new LargeUpload(bucket, path, await UploadSession.BeginAsync(bucket, path, request, cancellationToken).ConfigureAwait(false));
    }

    public async Task AddAsync(SourcePart part, CancellationToken cancellationToken)
    {
        if (part.Number > UploadSession.MaxParts)
            throw Unsupported.Length(_path, (long)_bucket.Options.PartSizeBytes * UploadSession.MaxParts);

        var answer = await _bucket.CallAsync(
            _path,
            (s3, token) => s3.UploadPartAsync(
                new UploadPartRequest
                {
                    BucketName = _bucket.Name,
                    Key = _upload.Key,
                    UploadId = _upload.Id,
                    PartNumber = part.Number,
                    PartSize = part.Content.Length,
                    InputStream = PartContent.Open(part),

                    // The signature then covers the SHA-256 of the part, which the service checks.
                    UseChunkEncoding = false,
                },
                token),
            cancellationToken,
            _bucket.Options.Network.PartTimeout).ConfigureAwait(false);
        _parts.Add(new PartETag(part.Number, answer.ETag));
        _length += part.Content.Length;
        _contentHash = part.ContentHash;
    }

    /// <summary>Makes the video visible, whole and with its properties. All parts must have been added.</summary>
    public async Task<VideoProperties> PublishAsync(VideoWrite write, CancellationToken cancellationToken)
    {
        // Whether an attempt whose answer was lost had succeeded need not be asked: if not, there will be nothing to copy.
        _isCompleting = true;
        _versionId = (await _upload.CompleteAsync(_parts, static _ => { }, cancellationToken).ConfigureAwait(false))?.VersionId;
        _isCompleted = true;
        return await new Publication(_bucket, write, _upload.Key, _length, _contentHash!).RunAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes the parts, or the object that was made of them, away. What cannot be taken away now the next sweep takes.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_isCompleted)
            await _upload.AbortAsync().ConfigureAwait(false);

        if (_isCompleting)
            await UploadSession.CleanUpAsync(_bucket, DeleteAsync).ConfigureAwait(false);
    }

    // In a bucket with versions, a delete that names none keeps the bytes. Naming one is a right of its own.
    private async Task DeleteAsync(CancellationToken cancellationToken)
    {
        try
        {
            await DeleteAsync(_versionId, cancellationToken).ConfigureAwait(false);
        }
        catch (VideoStoreException e) when (e.Error == VideoStoreError.PermissionDenied && _versionId is not null)
        {
            await DeleteAsync(versionId: null, cancellationToken).ConfigureAwait(false);
        }
    }

    private Task<DeleteObjectResponse> DeleteAsync(string? versionId, CancellationToken cancellationToken) =>
        _bucket.CallAsync(
            _path,
            (s3, token) => s3.DeleteObjectAsync(new DeleteObjectRequest { BucketName = _bucket.Name, Key = _upload.Key, VersionId = versionId }, token),
            cancellationToken);
}
