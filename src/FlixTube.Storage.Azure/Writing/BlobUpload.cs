using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Azure;
using Azure.Storage;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using FlixTube.Storage.Azure.Blobs;
using FlixTube.Storage.Azure.Errors;
using FlixTube.Storage.Azure.Reading;
using FlixTube.Storage.Uploads;

namespace FlixTube.Storage.Azure.Writing;

/// <summary>One write on its way: its parts become blocks that nobody sees, and the last one makes them the video.</summary>
internal sealed class BlobUpload(VideoPath path, WriteOptions options, BlockBlobClient blob, BlobReader reader, AzureCalls calls)
{
    // The service compares what arrives with its MD5, and so does the emulator; CRC64 only the service would.
    private static readonly UploadTransferValidationOptions Checksum = new() { ChecksumAlgorithm = StorageChecksumAlgorithm.MD5 };

    private readonly Guid _id = Guid.NewGuid();
    private readonly List<string> _blocks = [];
    private readonly string _contentType = options.ContentType ?? VideoContentType.FromName(path);
    private VideoProperties? _written;

    /// <summary>The version written, when the last part has been sent.</summary>
    public VideoProperties Written => _written ?? throw new InvalidOperationException("The last part has not been sent.");

    public async Task SendAsync(SourcePart part, CancellationToken cancellationToken)
    {
        if (part is { Number: 1, IsLast: true })
        {
            _written = await PublishAsync(part, token => PutAsync(part, token), cancellationToken).ConfigureAwait(false);
            return;
        }

        if (part.Number > AzureVideoStore.MaxBlocks)
        {
            throw new VideoStoreException(
                VideoStoreError.Unsupported, $"'{path}' is longer than {AzureVideoStore.MaxBlocks} parts: set VideoStorage:Azure:{nameof(AzureStoreOptions.PartSizeBytes)} higher.")
            {
                Path = path,
            };
        }

        var block = BlockId(part.Number);
        await calls.UploadAsync(path, token => calls.OnceAsync(path, t => StageAsync(block, part, t), token), cancellationToken).ConfigureAwait(false);
        _blocks.Add(block);
        if (part.IsLast)
            _written = await PublishAsync(part, token => CommitAsync(part, token), cancellationToken).ConfigureAwait(false);
    }

    // What makes the video visible. When an answer was lost, the next try may find that it had been carried out.
    private async Task<VideoProperties> PublishAsync(
        SourcePart last, Func<CancellationToken, Task<Response<BlobContentInfo>>> publish, CancellationToken cancellationToken)
    {
        var attempts = 0;
        return await calls.UploadAsync(path, AttemptAsync, cancellationToken).ConfigureAwait(false);

        async Task<VideoProperties> AttemptAsync(CancellationToken token)
        {
            attempts++;
            try
            {
                var info = await calls.OnceAsync(path, publish, token).ConfigureAwait(false);
                return new VideoProperties
                {
                    Path = path,
                    Length = last.Offset + last.Content.Length,
                    ETag = EntityTag.Text(info.Value.ETag),
                    LastModified = info.Value.LastModified.ToUniversalTime(),
                    ContentType = _contentType,
                    ContentHash = last.ContentHash,
                    Metadata = options.Metadata,
                };
            }
            catch (VideoStoreException e) when (attempts > 1 && IsAboutPresentVersion(e))
            {
                return await reader.FindWrittenAsync(path, _id, token).ConfigureAwait(false) ?? throw Refused(e);
            }
            catch (VideoStoreException e) when (IsAboutPresentVersion(e))
            {
                throw Refused(e);
            }
        }
    }

    private static bool IsAboutPresentVersion(VideoStoreException e) =>
        e.Error is VideoStoreError.AlreadyExists or VideoStoreError.PreconditionFailed or VideoStoreError.NotFound
        || AzureErrors.IsInvalidBlockList(e);

    // The service has several words for each condition that does not hold.
    private VideoStoreException Refused(VideoStoreException e) => (options.CreateOnly, options.IfMatch, e.Error) switch
    {
        (true, _, VideoStoreError.AlreadyExists or VideoStoreError.PreconditionFailed) => VideoStoreException.AlreadyExists(path, e.InnerException),
        (_, not null, not VideoStoreError.Unavailable) => VideoStoreException.PreconditionFailed(path, e.InnerException),
        _ => e,
    };

    private async Task<Response<BlobContentInfo>> PutAsync(SourcePart part, CancellationToken cancellationToken)
    {
        var put = new BlobUploadOptions
        {
            HttpHeaders = Headers(),
            Metadata = BlobMetadata.ToService(options.Metadata, part.ContentHash!, _id),
            Conditions = Conditions(),
            TransferOptions = new StorageTransferOptions { InitialTransferSize = AzureStoreOptions.MaxPartSizeBytes },
            TransferValidation = Checksum,
        };
        var content = Open(part);
        await using (content.ConfigureAwait(false))
            return await blob.UploadAsync(content, put, cancellationToken).ConfigureAwait(false);
    }

    private async Task<Response<BlockInfo>> StageAsync(string block, SourcePart part, CancellationToken cancellationToken)
    {
        var content = Open(part);
        await using (content.ConfigureAwait(false))
            return await blob.StageBlockAsync(block, content, new BlockBlobStageBlockOptions { TransferValidation = Checksum }, cancellationToken).ConfigureAwait(false);
    }

    private Task<Response<BlobContentInfo>> CommitAsync(SourcePart last, CancellationToken cancellationToken) =>
        blob.CommitBlockListAsync(
            _blocks,
            new CommitBlockListOptions
            {
                HttpHeaders = Headers(),
                Metadata = BlobMetadata.ToService(options.Metadata, last.ContentHash!, _id),
                Conditions = Conditions(),
            },
            cancellationToken);

    private BlobHttpHeaders Headers() => new() { ContentType = _contentType };

    private BlobRequestConditions? Conditions() =>
        options.CreateOnly ? new BlobRequestConditions { IfNoneMatch = ETag.All } : EntityTag.IfMatch(options.IfMatch);

    // Unlike those of any other write, so that two writes at once never mix, and of one length, which the service insists
    // on within a blob.
    private string BlockId(int number)
    {
        Span<byte> id = stackalloc byte[20];
        _id.TryWriteBytes(id);
        BinaryPrimitives.WriteInt32BigEndian(id[16..], number);
        return Convert.ToBase64String(id);
    }

    // A new one for each attempt.
    private static MemoryStream Open(SourcePart part)
    {
        _ = MemoryMarshal.TryGetArray(part.Content, out var bytes);
        return new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count, writable: false);
    }
}
