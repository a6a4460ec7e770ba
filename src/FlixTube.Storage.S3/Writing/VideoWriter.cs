using Amazon.S3.Model;
using FlixTube.Storage.S3.Client;
using FlixTube.Storage.S3.Objects;
using FlixTube.Storage.Uploads;

namespace FlixTube.Storage.S3.Writing;

/// <summary>Writes videos: a short one with one PUT, a longer one as a <see cref="LargeUpload"/>.</summary>
internal sealed class VideoWriter(Bucket bucket, VideoStoreCapabilities capabilities, LeftOvers leftOvers)
{
    public async Task<VideoProperties> WriteAsync(VideoPath path, Stream content, WriteOptions options, CancellationToken cancellationToken)
    {
        RefuseWhatCannotBeDecided(path, options);
        if (content.CanSeek && content.Length - content.Position > capabilities.MaxVideoLength)
            throw Unsupported.Length(path, capabilities.MaxVideoLength);

        if (options.CreateOnly || options.IfMatch is not null)
            await FailEarlyAsync(path, options, cancellationToken).ConfigureAwait(false);

        var write = new VideoWrite(path, options, Convert.ToHexStringLower(Guid.NewGuid().ToByteArray()));
        VideoProperties? written = null;
        LargeUpload? large = null;
        try
        {
            await PartPump.RunAsync(content, bucket.Options.PartSizeBytes, UploadAsync, cancellationToken).ConfigureAwait(false);
            return written ?? await large!.PublishAsync(write, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (large is not null)
                await large.DisposeAsync().ConfigureAwait(false);
        }

        async Task UploadAsync(SourcePart part, CancellationToken token)
        {
            if (part is { Number: 1, IsLast: true })
            {
                written = await PutAsync(write, part, token).ConfigureAwait(false);
                return;
            }

            if (large is null)
            {
                // In this order a service that cannot be reached is found out once.
                large = await LargeUpload.BeginAsync(bucket, path, token).ConfigureAwait(false);
                await leftOvers.SweepAsync(large.Key, token).ConfigureAwait(false);
            }

            await large.AddAsync(part, token).ConfigureAwait(false);
        }
    }

    private void RefuseWhatCannotBeDecided(VideoPath path, WriteOptions options)
    {
        var setting = options switch
        {
            { CreateOnly: true } when !capabilities.ConditionalCreate => nameof(S3StoreOptions.ConditionalCreate),
            { IfMatch: not null } when !capabilities.ConditionalWrite => nameof(S3StoreOptions.ConditionalWrite),
            _ => null,
        };
        if (setting is not null)
            throw Unsupported.Condition(path, setting);
    }

    // Only to spare the upload: what counts is what the service decides when the object becomes visible.
    private async Task FailEarlyAsync(VideoPath path, WriteOptions options, CancellationToken cancellationToken)
    {
        string? present = null;
        try
        {
            present = (await bucket.StatAsync(path, cancellationToken).ConfigureAwait(false)).Properties.ETag;
        }
        catch (VideoStoreException e) when (e.Error == VideoStoreError.NotFound)
        {
        }

        if (options.CreateOnly && present is not null)
            throw VideoStoreException.AlreadyExists(path);

        if (options.IfMatch is { } pin && (!ETags.IsPossible(pin) || !string.Equals(pin, present, StringComparison.Ordinal)))
            throw VideoStoreException.PreconditionFailed(path);
    }

    private async Task<VideoProperties> PutAsync(VideoWrite write, SourcePart part, CancellationToken cancellationToken)
    {
        var attempts = 0;
        try
        {
            var answer = await bucket.CallAsync(
                write.Path,
                (s3, token) =>
                {
                    attempts++;
                    return s3.PutObjectAsync(Request(write, part), token);
                },
                cancellationToken,
                bucket.Options.Network.PartTimeout).ConfigureAwait(false);
            return write.Properties(part.Content.Length, part.ContentHash!, answer.ETag, S3Connection.TimeOf(answer) ?? bucket.Time.GetUtcNow());
        }
        catch (VideoStoreException e) when (attempts > 1 && e.Error == VideoStoreError.PreconditionFailed)
        {
            // It may be an attempt of ours, whose answer was lost, that made the condition fail.
            return await write.FindAsync(bucket, cancellationToken).ConfigureAwait(false) ?? throw write.Refusal(e);
        }
        catch (VideoStoreException e)
        {
            throw write.Refusal(e);
        }
    }

    private PutObjectRequest Request(VideoWrite write, SourcePart part)
    {
        var request = new PutObjectRequest
        {
            BucketName = bucket.Name,
            Key = write.Path.Value,
            InputStream = PartContent.Open(part),
            AutoCloseStream = false,
            AutoResetStreamPosition = false,

            // The signature then covers the SHA-256 of the part, which the service checks.
            UseChunkEncoding = false,
            IfNoneMatch = write.IfNoneMatch,
            IfMatch = write.IfMatch,
        };
        write.Describe(part.ContentHash!, request.Metadata, type => request.ContentType = type);
        return request;
    }
}
