using System.Net;
using FlixTube.Storage.Gcp.Objects;
using FlixTube.Storage.Uploads;

namespace FlixTube.Storage.Gcp.Writing;

/// <summary>
/// Writes videos so that each becomes visible whole and with its properties. One of a single part is one request. A
/// longer one is collected in a temporary object, because its SHA-256 is known only when its last byte is on its way and
/// an upload's metadata is fixed when it begins; the service then copies it, with the metadata and under the condition.
/// </summary>
internal sealed class VideoWriter(IObjectService objects, Calls calls, int partSize, TimeProvider time)
{
    // Cloud Storage keeps it for itself.
    private const string ForbiddenPrefix = ".well-known/acme-challenge/";

    private readonly TemporaryObjects _temporary = new(objects, calls, time);

    public async Task<VideoProperties> WriteAsync(VideoPath path, Stream content, WriteOptions options, CancellationToken cancellationToken)
    {
        if (path.Value.StartsWith(ForbiddenPrefix, StringComparison.Ordinal))
            throw new VideoStoreException(VideoStoreError.Unsupported, $"Cloud Storage takes no name that begins with '{ForbiddenPrefix}': '{path}'.") { Path = path };

        await RequireAsync(path, options, cancellationToken).ConfigureAwait(false);

        StoredObject? written = null;
        string? contentHash = null;
        PartUpload? upload = null;
        var writeId = Guid.NewGuid().ToString("n");
        try
        {
            await PartPump.RunAsync(content, partSize, UploadAsync, cancellationToken).ConfigureAwait(false);
            written ??= await PublishAsync(
                path, upload!.Completed!, VideoObject.ToWrite(path, options, contentHash!, writeId), options, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (upload is not null)
                await _temporary.CleanUpAsync(upload.DiscardAsync).ConfigureAwait(false);
        }

        return VideoObject.ToProperties(path, written);

        async Task UploadAsync(SourcePart part, CancellationToken token)
        {
            contentHash = part.ContentHash;
            if (part is { Number: 1, IsLast: true })
            {
                written = await InsertAsync(path, part.Content, VideoObject.ToWrite(path, options, contentHash!, writeId), options, token).ConfigureAwait(false);
                return;
            }

            upload ??= new PartUpload(objects, calls, path, VideoObject.ToCollect(path, options, TemporaryObjects.NewName()));
            await upload.AppendAsync(part, token).ConfigureAwait(false);

            // After the first part: a service that cannot be reached is found out once.
            if (part.Number == 1)
                await _temporary.SweepAsync(token).ConfigureAwait(false);
        }
    }

    private Task<StoredObject> InsertAsync(
        VideoPath path, ReadOnlyMemory<byte> content, NewObject target, WriteOptions options, CancellationToken cancellationToken)
    {
        var crc32c = Crc32C.Of(content.Span);
        return CommitAsync(
            path,
            target,
            options,
            (ifGeneration, token) => objects.InsertAsync(target, content, crc32c, ifGeneration, token),
            inserted => inserted,
            cancellationToken);
    }

    private async Task<StoredObject> PublishAsync(
        VideoPath path, StoredObject collected, NewObject target, WriteOptions options, CancellationToken cancellationToken)
    {
        // Within a bucket the service copies in one call, whatever the length; it need not.
        for (string? rewriteToken = null; ;)
        {
            var progress = await CommitAsync(
                path,
                target,
                options,
                (ifGeneration, token) => objects.RewriteAsync(collected.Name, collected.Generation, target, ifGeneration, rewriteToken, token),
                present => new RewriteProgress(Token: null, present),
                cancellationToken).ConfigureAwait(false);
            if (progress.Completed is { } published)
                return published;

            rewriteToken = progress.Token;
        }
    }

    // The last step of a write. When it is made again because an answer was lost, the condition may fail on our own work.
    private async Task<T> CommitAsync<T>(
        VideoPath path,
        NewObject target,
        WriteOptions options,
        Func<long?, CancellationToken, Task<T>> commit,
        Func<StoredObject, T> ours,
        CancellationToken cancellationToken)
    {
        var attempts = 0;
        long? ifGeneration = options.CreateOnly ? 0 : options.IfMatch is { } etag ? Generation.FromETag(etag) : null;
        try
        {
            return await calls.RunAsync(path, calls.PartLimit, AttemptAsync, cancellationToken).ConfigureAwait(false);
        }
        catch (VideoStoreException e) when (e.Error is VideoStoreError.PreconditionFailed or VideoStoreError.NotFound)
        {
            throw Refusal(path, options, e);
        }

        async Task<T> AttemptAsync(CancellationToken token)
        {
            try
            {
                attempts++;
                return await commit(ifGeneration, token).ConfigureAwait(false);
            }
            catch (ObjectServiceException e) when (e.Status == HttpStatusCode.PreconditionFailed && attempts > 1)
            {
                if (await FindAsync(path, token).ConfigureAwait(false) is { } present && IsOurs(present, target))
                    return ours(present);

                throw;
            }
        }
    }

    private static bool IsOurs(StoredObject present, NewObject target) =>
        string.Equals(present.Metadata.GetValueOrDefault(VideoObject.WriteKey), target.Metadata[VideoObject.WriteKey], StringComparison.Ordinal);

    // A condition that fails already need not wait for the content.
    private async Task RequireAsync(VideoPath path, WriteOptions options, CancellationToken cancellationToken)
    {
        if (!options.CreateOnly && options.IfMatch is null)
            return;

        var present = await calls.RunAsync(path, calls.AnswerLimit, token => FindAsync(path, token), cancellationToken).ConfigureAwait(false);
        var holds = options.CreateOnly
            ? present is null
            : present is not null && string.Equals(Generation.ToETag(present.Generation), options.IfMatch, StringComparison.Ordinal);
        if (!holds)
            throw Refusal(path, options, failure: null);
    }

    private async Task<StoredObject?> FindAsync(VideoPath path, CancellationToken cancellationToken)
    {
        try
        {
            return await objects.GetAsync(path.Value, cancellationToken).ConfigureAwait(false);
        }
        catch (ObjectServiceException e) when (e.IsObjectMissing)
        {
            return null;
        }
    }

    private static VideoStoreException Refusal(VideoPath path, WriteOptions options, VideoStoreException? failure)
    {
        var cause = failure?.InnerException;
        if (options.CreateOnly && failure?.Error != VideoStoreError.NotFound)
            return VideoStoreException.AlreadyExists(path, cause);

        // Without a condition there is nothing that can be missing but what was collected.
        return options.IfMatch is not null
            ? VideoStoreException.PreconditionFailed(path, cause)
            : new VideoStoreException(VideoStoreError.Unavailable, $"What was uploaded of '{path}' is gone: write it again.", cause) { Path = path };
    }
}
